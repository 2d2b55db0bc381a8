// What the servers, and who calls them, have in common.
export const authToken = '0123456789abcdef0123456789abcdef';
export const origin = 'https://example.com';
export const path = '/voice';
export const url = `${origin}${path}`;
