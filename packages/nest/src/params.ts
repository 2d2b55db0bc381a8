import {
  createParamDecorator,
  type ExecutionContext,
  type PipeTransform,
  type Type,
} from '@nestjs/common';
import type { VerifiedWebhook } from '@sig/core';
import type { Annotated } from './request.js';

type Pipe = PipeTransform | Type<PipeTransform>;

/**
 * The verified parameters of a webhook: those of the form, none of any other body. With a name, the value of that
 * one.
 *
 * @example
 * class VoiceController {
 *   voice(@WebhookParams() params: VoiceParams) {}
 *   menu(@WebhookParams('Digits') digits?: string | string[]) {}
 * }
 */
// Its type is written out, because Nest 12 makes one of names that Nest 10 has not.
export const WebhookParams: (...nameOrPipes: (string | Pipe)[]) => ParameterDecorator =
  createParamDecorator((name: string | undefined, context: ExecutionContext) => {
    const { params } = verdictOf(context);
    if (name === undefined) return params;
    return Object.hasOwn(params, name) ? params[name] : undefined;
  });

/**
 * The verdict of a webhook: `{ ok, params, url, target, key }`.
 *
 * @example
 * class VoiceController {
 *   voice(@WebhookVerdict() { key, url }: VerifiedWebhook) {}
 * }
 */
export const WebhookVerdict: (...pipes: Pipe[]) => ParameterDecorator = createParamDecorator(
  (_data: undefined, context: ExecutionContext) => verdictOf(context),
);

/** @throws Error if no guard has verified the request: a mistake of the set-up, which must not pass for a verdict */
function verdictOf(context: ExecutionContext): VerifiedWebhook {
  const { webhook } = context.switchToHttp().getRequest<Annotated>();
  if (webhook?.ok === true) return webhook;
  throw new Error(
    `${context.getClass().name}.${context.getHandler().name} reads a verified webhook, but no guard has verified one: add @UseGuards(webhook(options)) or @UseGuards(WebhookGuard).`,
  );
}
