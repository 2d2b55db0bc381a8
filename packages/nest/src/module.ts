import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import type { WebhookOptions } from '@sig/core';
import { moduleReceiver, receiverOf } from './webhook.js';

/** A provider that makes the options of `WebhookModule.forRootAsync()`. */
export interface WebhookOptionsFactory {
  createWebhookOptions(): WebhookOptions | Promise<WebhookOptions>;
}

/** Where `WebhookModule.forRootAsync()` gets its options from: one of the three. */
export interface WebhookAsyncOptions<Args extends unknown[] = never[]> {
  /** Modules whose providers are injected. */
  readonly imports?: DynamicModule['imports'];
  /** What `useFactory` is called with. */
  readonly inject?: readonly FactoryToken[];
  readonly useFactory?: (...args: Args) => WebhookOptions | Promise<WebhookOptions>;
  readonly useClass?: Type<WebhookOptionsFactory>;
  readonly useExisting?: Type<WebhookOptionsFactory>;
}

type FactoryToken = NonNullable<
  Extract<Provider, { useFactory: unknown }> extends { inject?: (infer Token)[] } ? Token : never
>;

/**
 * The options of `WebhookGuard`, once for the whole app.
 *
 * @example
 * class AppModule {}
 * Module({ imports: [WebhookModule.forRoot({ authToken })] })(AppModule) // as its decorator
 */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest's idiom for modules with options.
export class WebhookModule {
  /** @throws OptionError at once if an option is wrong or there is no auth token */
  static forRoot(options: WebhookOptions = {}): DynamicModule {
    return moduleOf([{ provide: moduleReceiver, useValue: receiverOf(options) }]);
  }

  /**
   * With options that other providers know, such as `ConfigService`. What is wrong with them is thrown when the app
   * is made.
   */
  static forRootAsync<Args extends unknown[]>(options: WebhookAsyncOptions<Args>): DynamicModule {
    const { imports = [], inject = [], useFactory, useClass, useExisting } = options;
    if (useFactory !== undefined) {
      const make = async (...args: unknown[]) => receiverOf(await useFactory(...(args as Args)));
      return moduleOf(
        [{ provide: moduleReceiver, inject: [...inject], useFactory: make }],
        imports,
      );
    }
    const factory = useClass ?? useExisting;
    if (factory === undefined) {
      throw new TypeError('forRootAsync() needs "useFactory", "useClass" or "useExisting".');
    }
    const make = async (made: WebhookOptionsFactory) =>
      receiverOf(await made.createWebhookOptions());
    return moduleOf(
      [
        ...(useClass === undefined ? [] : [useClass]),
        { provide: moduleReceiver, inject: [factory], useFactory: make },
      ],
      imports,
    );
  }
}

function moduleOf(
  providers: Provider[],
  imports: NonNullable<DynamicModule['imports']> = [],
): DynamicModule {
  return { module: WebhookModule, global: true, imports, providers, exports: [moduleReceiver] };
}
