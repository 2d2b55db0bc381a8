// Made from `params/taskrouter.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';

/** The event callback of a TaskRouter workspace. */
export interface TaskRouterParams extends Params {
  /** Event name. */
  EventType?:
    | 'activity.created'
    | 'activity.updated'
    | 'activity.deleted'
    | 'reservation.created'
    | 'reservation.accepted'
    | 'reservation.rejected'
    | 'reservation.timeout'
    | 'reservation.canceled'
    | 'reservation.rescinded'
    | 'reservation.completed'
    | 'reservation.failed'
    | 'reservation.wrapup'
    | 'task.created'
    | 'task.updated'
    | 'task.canceled'
    | 'task.wrapup'
    | 'task.completed'
    | 'task.deleted'
    | 'task.system-deleted'
    | 'task.transfer-initiated'
    | 'task.transfer-attempt-failed'
    | 'task.transfer-failed'
    | 'task.transfer-canceled'
    | 'task.transfer-completed'
    | 'task-channel.created'
    | 'task-channel.updated'
    | 'task-channel.deleted'
    | 'task-queue.created'
    | 'task-queue.deleted'
    | 'task-queue.entered'
    | 'task-queue.timeout'
    | 'task-queue.moved'
    | 'task-queue.expression.updated'
    | 'worker.created'
    | 'worker.activity.update'
    | 'worker.attributes.update'
    | 'worker.capacity.update'
    | 'worker.channel.availability.update'
    | 'worker.deleted'
    | 'workflow.created'
    | 'workflow.updated'
    | 'workflow.deleted'
    | 'workflow.target-matched'
    | 'workflow.entered'
    | 'workflow.timeout'
    | 'workflow.skipped'
    | 'workspace.created'
    | 'workspace.updated'
    | 'workspace.deleted'
    | (string & {})
    | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Workspace, WS prefix. */
  WorkspaceSid?: string | undefined;
  /** Workspace name. */
  WorkspaceName?: string | undefined;
  /** Readable description. */
  EventDescription?: string | undefined;
  /** Kind of object; casing differs in practice. */
  ResourceType?: string | undefined;
  /** Object identifier. */
  ResourceSid?: string | undefined;
  /** Not documented. */
  Timestamp?: string | undefined;
  /** Unix milliseconds. Not documented. */
  TimestampMs?: string | undefined;
  /** Event identifier, EV prefix. Not documented. */
  Sid?: string | undefined;
  /** Operating unit, OU prefix. */
  OperatingUnitSid?: string | undefined;
  /** Activity, WA prefix. */
  ActivitySid?: string | undefined;
  /** Activity name. */
  ActivityName?: string | undefined;
  /** Activity allows work. */
  ActivityAvailable?: string | undefined;
  /** Task, WT prefix. */
  TaskSid?: string | undefined;
  /** JSON of the task. */
  TaskAttributes?: string | undefined;
  /** Task age in seconds. */
  TaskAge?: string | undefined;
  /** Task priority. */
  TaskPriority?: string | undefined;
  /** Task assignment state. */
  TaskAssignmentStatus?: string | undefined;
  /** Why canceled. */
  TaskCanceledReason?: string | undefined;
  /** Why completed. */
  TaskCompletedReason?: string | undefined;
  /** Creation time. Not documented. */
  TaskDateCreated?: string | undefined;
  /** Queue entry time. Not documented. */
  TaskQueueEnteredDate?: string | undefined;
  /** Not documented. */
  TaskReEvaluatedReason?: string | undefined;
  /** Task channel, TC prefix. */
  TaskChannelSid?: string | undefined;
  /** Channel name. */
  TaskChannelName?: string | undefined;
  /** Channel unique name, such as voice. */
  TaskChannelUniqueName?: string | undefined;
  /** Prefers longest-idle workers. */
  TaskChannelOptimizedRouting?: 'true' | 'false' | (string & {}) | undefined;
  /** Queue, WQ prefix. */
  TaskQueueSid?: string | undefined;
  /** Queue name. */
  TaskQueueName?: string | undefined;
  /** Queue worker expression. */
  TaskQueueTargetExpression?: string | undefined;
  /** Reservation, WR prefix. */
  ReservationSid?: string | undefined;
  /** Workflow, WW prefix. */
  WorkflowSid?: string | undefined;
  /** Workflow name. */
  WorkflowName?: string | undefined;
  /** Worker, WK prefix. */
  WorkerSid?: string | undefined;
  /** Worker name. */
  WorkerName?: string | undefined;
  /** JSON of the worker. */
  WorkerAttributes?: string | undefined;
  /** New activity. */
  WorkerActivitySid?: string | undefined;
  /** New activity name. */
  WorkerActivityName?: string | undefined;
  /** Worker version. */
  WorkerVersion?: string | undefined;
  /** Whole seconds in previous activity. */
  WorkerTimeInPreviousActivity?: string | undefined;
  /** Milliseconds in previous activity. */
  WorkerTimeInPreviousActivityMs?: string | undefined;
  /** Previous activity. */
  WorkerPreviousActivitySid?: string | undefined;
  /** Not documented. */
  WorkerPreviousActivityName?: string | undefined;
  /** Channel availability. */
  WorkerChannelAvailable?: string | undefined;
  /** Free capacity. */
  WorkerChannelAvailableCapacity?: string | undefined;
  /** Capacity before the change. */
  WorkerChannelPreviousCapacity?: string | undefined;
  /** Tasks on this channel. */
  WorkerChannelTaskCount?: string | undefined;
}

/** The assignment callback of a TaskRouter workflow. */
export interface TaskRouterAssignmentParams extends Params {
  /** Assignment time. */
  Timestamp?: string | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Workspace, WS prefix. */
  WorkspaceSid?: string | undefined;
  /** Workflow, WW prefix. */
  WorkflowSid?: string | undefined;
  /** Queue, WQ prefix. */
  TaskQueueSid?: string | undefined;
  /** Worker, WK prefix. */
  WorkerSid?: string | undefined;
  /** JSON of the worker. */
  WorkerAttributes?: string | undefined;
  /** Task, WT prefix. */
  TaskSid?: string | undefined;
  /** JSON of the task. */
  TaskAttributes?: string | undefined;
  /** Task age at assignment. */
  TaskAge?: string | undefined;
  /** Task priority at assignment. */
  TaskPriority?: string | undefined;
  /** Reservation, WR prefix. */
  ReservationSid?: string | undefined;
}
