interface ServeOptions extends TriggerOptions {
    readonly port: number;
}

// Trigger, of @sig/core

interface TriggerOptions {
    readonly trigger?: Trigger;
    readonly stage?: string;
    readonly routes?: readonly string[];
    readonly trustProxy?: boolean;
}

declare function serve(handler: (event: never, context: never) => unknown, { port, ...options }: ServeOptions): Server;
