import { createHash } from 'node:crypto';

/** MD5 in hex, of Node's own and not of what is tested. */
export const md5 = (text: string) => createHash('md5').update(text).digest('hex');
