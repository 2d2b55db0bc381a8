declare const SIGNATURE_HEADER: string;

declare const SIGNATURE_SETTINGS_HEADER: string;

declare function getExpectedBodyHash(body: string): string;

declare function getExpectedTwilioSignature(authToken: string, url: string, params: Record<string, unknown> | null, algorithm?: string): string;

declare function getSignatureAlgorithm(header: string | undefined): string;

declare function validateBody(body: string, hash: string): boolean;

declare function validateRequest(authToken: string, twilioHeader: string, url: string, params: Record<string, unknown> | null, algorithm?: string): boolean;

declare function validateRequestWithBody(authToken: string, twilioHeader: string, url: string, body: string, algorithm?: string): boolean;
