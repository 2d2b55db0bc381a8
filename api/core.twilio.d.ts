declare function getExpectedBodyHash(body: string): string;

declare function getExpectedTwilioSignature(authToken: string, url: string, params: Record<string, unknown> | null): string;

declare function validateBody(body: string, hash: string): boolean;

declare function validateRequest(authToken: string, twilioHeader: string, url: string, params: Record<string, unknown> | null): boolean;

declare function validateRequestWithBody(authToken: string, twilioHeader: string, url: string, body: string): boolean;
