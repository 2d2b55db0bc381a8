interface EventContext {
    readonly elb?: object | undefined;
    readonly path?: string | undefined;
    readonly stage?: string | undefined;
    readonly domainName?: string | undefined;
    readonly http?: {
        readonly method?: string | undefined;
        readonly path?: string | undefined;
    };
}

interface EventRequest {
    readonly trigger: Trigger;
    readonly method: string;
    readonly protocol: string;
    readonly host: string | undefined;
    readonly headers: readonly (readonly [
        name: string,
        value: string
    ])[];
    header(name: string): string | undefined;
    targets(configured?: readonly string[]): Generator<string>;
    queryValues(target: string): QueryValues;
    body(limit: number): Uint8Array;
}

type EventValues = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

interface ProxyEvent {
    readonly version?: string | undefined;
    readonly resource?: string | undefined;
    readonly routeKey?: string | undefined;
    readonly httpMethod?: string | undefined;
    readonly path?: string | undefined;
    readonly rawPath?: string | undefined;
    readonly rawQueryString?: string | undefined;
    readonly headers?: EventValues | null | undefined;
    readonly multiValueHeaders?: EventValues | null | undefined;
    readonly queryStringParameters?: EventValues | null | undefined;
    readonly multiValueQueryStringParameters?: EventValues | null | undefined;
    readonly pathParameters?: EventValues | null | undefined;
    readonly body?: string | null | undefined;
    readonly isBase64Encoded?: boolean | undefined;
    readonly requestContext?: EventContext | undefined;
}

type QueryValues = Readonly<Record<string, readonly string[]>>;

type Trigger = 'rest-api' | 'http-api' | 'http-api-v1' | 'function-url' | 'load-balancer' | 'load-balancer-multi';

declare function eventRequest(event: ProxyEvent): EventRequest | undefined;
