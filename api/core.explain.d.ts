type Cause = keyof typeof urlCauses | keyof typeof contentCauses | keyof typeof keyCauses;

type Clock = () => number;

type Component = keyof UrlParts;

interface Evidence {
    readonly hasPublicUrl?: boolean | undefined;
    readonly keyVerifiedOthers?: boolean | undefined;
    readonly isKeyUnknown?: boolean | undefined;
}

interface ExplainInput {
    readonly authToken?: string | readonly string[] | undefined;
    readonly sharedKeys?: SharedKeys | undefined;
    readonly otherTokens?: readonly string[] | undefined;
    readonly signature: string | null | undefined;
    readonly signatureHeader?: string | undefined;
    readonly expected?: 'sha1' | 'sha256' | undefined;
    readonly covers?: 'params' | 'json' | undefined;
    readonly url: string;
    readonly configuredUrl?: string | readonly string[] | undefined;
    readonly targets?: readonly string[] | undefined;
    readonly rewrite?: readonly Rewrite[] | undefined;
    readonly prefixes?: readonly string[] | undefined;
    readonly header?: ((name: string) => string | undefined) | undefined;
    readonly contentType?: string | null | undefined;
    readonly body?: Uint8Array | string | null | undefined;
    readonly params?: ParamsInput | undefined;
    readonly evidence?: Evidence | undefined;
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
    readonly options: FixOptions | undefined;
    readonly matched: boolean;
    readonly configuredMatched: boolean | undefined;
    readonly signedUrl: string | undefined;
    readonly seenUrl: string;
    readonly position: number | undefined;
    readonly differences: readonly UrlDifference[];
    readonly params: readonly string[];
    readonly stringToSign: string;
    readonly checks: readonly string[];
    readonly next: string | undefined;
    readonly hmacs: number;
    readonly work: Work;
}

interface FixOptions {
    readonly publicUrl?: string;
    readonly rewrite?: Rewrite;
    readonly configuredUrl?: string;
    readonly header?: string;
}

interface FullExplanation {
    readonly explanation: Explanation;
    readonly signed: SignedContent | undefined;
}

interface KnownOfRequest {
    readonly tokens?: string | readonly string[] | undefined;
    readonly evidence?: Evidence | undefined;
    readonly now?: Clock | undefined;
}

interface SignedContent {
    readonly url: string;
    readonly params: readonly (readonly [
        name: string,
        value: string
    ])[] | undefined;
    readonly body: string | undefined;
    readonly key: string;
    readonly signature: string;
}

interface UrlDifference {
    readonly component: Component;
    readonly position: number;
    readonly signed: string;
    readonly seen: string;
}

interface Work {
    readonly steps: number;
    readonly hmacs: number;
    readonly characters: number;
}

declare const causes: Readonly<Record<Cause, Row>>;

declare function createExplainer(options: WebhookOptions, explainerOptions?: ExplainerOptions): Explainer;

declare function explain(input: ExplainInput, now?: Clock): Explanation;

declare function explainInFull(input: ExplainInput, now?: Clock): FullExplanation;

declare function explainRequest(request: WebhookRequest, options: WebhookOptions, known?: KnownOfRequest): Promise<Explanation>;

declare function formatExplanation(explanation: Explanation, lines?: number): string;

declare function printable(text: string, length?: number): string;

declare const searchLimits: {
    readonly steps: 8192;
    readonly characters: number;
    readonly milliseconds: 500;
};
