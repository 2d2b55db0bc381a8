type JsonValue = string | number | boolean | null | readonly JsonValue[] | {
    readonly [name: string]: JsonValue;
};

interface StreamTicket {
    readonly callSid: string;
    readonly data: JsonValue | undefined;
}

interface StreamTicketOptions {
    readonly secrets: string | readonly string[];
    readonly store: Pick<Store, 'claim'>;
    readonly lifetime?: number | undefined;
    readonly region?: string | undefined;
    readonly now?: (() => number) | undefined;
}

interface StreamTickets extends TicketVerifier {
    url(base: string, sealed: {
        readonly callSid: string;
        readonly data?: JsonValue;
    }): string;
}

interface TicketVerifier {
    verify(url: string): Promise<StreamTicket>;
}

declare function createStreamTickets(options: StreamTicketOptions): StreamTickets;
