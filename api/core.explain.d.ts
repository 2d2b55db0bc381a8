type Cause = keyof typeof causes;

type Clock = () => number;

interface ExplainInput {
    readonly authToken: string | readonly string[];
    readonly otherTokens?: readonly string[] | undefined;
    readonly signature: string | null | undefined;
    readonly url: string;
    readonly targets?: readonly string[] | undefined;
    readonly header?: ((name: string) => string | undefined) | undefined;
    readonly contentType?: string | null | undefined;
    readonly body?: Uint8Array | string | null | undefined;
    readonly params?: ParamsInput | undefined;
}

type Explainer = (request: WebhookRequest, known?: KnownOfRequest) => Promise<Explanation | undefined>;

interface ExplainerOptions {
    readonly pause?: number;
}

interface Explanation {
    readonly cause: Cause | undefined;
    readonly causes: readonly Cause[];
    readonly title: string;
    readonly fix: string;
    readonly publicUrl: string | undefined;
    readonly matched: boolean;
    readonly signedUrl: string | undefined;
    readonly seenUrl: string;
    readonly position: number | undefined;
    readonly param: string | undefined;
    readonly stringToSign: string;
    readonly checks: readonly string[];
    readonly hmacs: number;
    readonly work: Work;
}

interface KnownOfRequest {
    readonly tokens?: string | readonly string[] | undefined;
    readonly now?: Clock | undefined;
}

interface Work {
    readonly steps: number;
    readonly hmacs: number;
    readonly characters: number;
}

declare const causes: Readonly<Record<"userinfo" | "scheme-swapped" | "websocket-scheme" | "host-internal" | "port-differs" | "prefix-stripped" | "prefix-added" | "mount-path-lost" | "trailing-slash" | "query-dropped" | "query-added" | "query-reencoded" | "query-reordered" | "fragment" | "body-consumed" | "params-trimmed" | "blank-params-dropped" | "param-added" | "repeated-names-collapsed" | "plus-as-space" | "charset-broken" | "json-reserialised" | "body-changed" | "json-as-form" | "get-signature-on-post" | "signature-doubled" | "signature-quoted" | "signature-url-encoded" | "signature-hex" | "signature-sha256" | "token-untidy" | "token-of-another" | "token-is-account-sid" | "token-is-api-secret" | "no-signature", Row>>;

declare function createExplainer(options: WebhookOptions, explainerOptions?: ExplainerOptions): Explainer;

declare function explain(input: ExplainInput, now?: Clock): Explanation;

declare function explainRequest(request: WebhookRequest, options: WebhookOptions, known?: KnownOfRequest): Promise<Explanation>;

declare function formatExplanation(explanation: Explanation): string;

declare function printable(text: string, length?: number): string;

declare const searchLimits: {
    readonly steps: 8192;
    readonly characters: number;
    readonly milliseconds: 250;
};
