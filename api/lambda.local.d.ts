interface ServeOptions extends TriggerOptions {
    readonly port: number;
}

type Trigger = 'rest-api' | 'http-api' | 'http-api-v1' | 'function-url' | 'load-balancer' | 'load-balancer-multi';

interface TriggerOptions {
    readonly trigger?: Trigger;
    readonly stage?: string;
    readonly routes?: readonly string[];
    readonly trustProxy?: boolean;
}

declare function serve(handler: (event: never, context: never) => unknown, { port, ...options }: ServeOptions): Server;
