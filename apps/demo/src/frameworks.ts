/** An example app that the demo drives. Adding a framework is adding a row. */
export interface Framework {
  readonly name: string;
  /** The folder below `apps/`. */
  readonly folder: string;
  /** What Node runs there; the app listens on `PORT`. */
  readonly args: readonly string[];
}

export const frameworks: readonly Framework[] = [
  { name: 'Express', folder: 'express-example', args: ['--import', 'tsx', 'server.ts'] },
];
