// Types as users meet them: `pnpm types` is what tests this file, running it only loads it.
import type { CanActivate, DynamicModule, Type } from '@nestjs/common';
import {
  guard,
  type MessageParams,
  type WebhookErrorCode,
  type WebhookException,
  WebhookModule,
  type WebhookOptions,
  WebhookParams,
  webhook,
} from '@sig/nest';
import { expectTypeOf, it } from 'vitest';

class Config {
  get(name: string): string {
    return name;
  }
}

it('guards are classes, and options have types', () => {
  expectTypeOf(webhook({ authToken: 'token' })).toEqualTypeOf<Type<CanActivate>>();
  expectTypeOf(guard({ httpAuth: () => ({ ok: true }) })).toEqualTypeOf<Type<CanActivate>>();
  expectTypeOf(WebhookModule.forRoot).parameter(0).toEqualTypeOf<WebhookOptions | undefined>();
  const module = WebhookModule.forRootAsync({
    inject: [Config],
    useFactory: (config: Config) => ({ authToken: config.get('TWILIO_AUTH_TOKEN') }),
  });
  expectTypeOf(module).toEqualTypeOf<DynamicModule>();
});

it('parameters have the types that the handler gives them', () => {
  class MessageController {
    message(@WebhookParams() params: MessageParams, @WebhookParams('Body') _body?: string) {
      expectTypeOf(params.Body?.trim()).toEqualTypeOf<string | undefined>();
    }
  }
  expectTypeOf(MessageController).not.toBeAny();
});

it('exceptions have a code', () => {
  expectTypeOf<WebhookException['code']>().toEqualTypeOf<WebhookErrorCode>();
  expectTypeOf<WebhookException['getStatus']>().returns.toEqualTypeOf<number>();
});
