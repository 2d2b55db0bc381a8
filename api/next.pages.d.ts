type WebhookApiRequest<Body = Params> = Omit<NextApiRequest, 'body'> & {
    body: Body;
    rawBody: Buffer | undefined;
    webhook: VerifiedWebhook;
};

declare function guard(options: GuardOptions, handler: NextApiHandler): NextApiHandler;

declare function webhook<Body = Params, Data = unknown>(options: WebhookOptions, handler: (req: WebhookApiRequest<Body>, res: NextApiResponse<Data>) => unknown): NextApiHandler<Data | {
    code: string;
    message: string;
}>;
