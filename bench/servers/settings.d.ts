export declare const authToken: string;
export declare const origin: string;
export declare const path: string;
export declare const url: string;
