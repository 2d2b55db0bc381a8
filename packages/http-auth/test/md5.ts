import { createHash } from 'node:crypto';

/** MD5 in hex, computed by Node and not by the code under test. */
export const md5 = (text: string) => createHash('md5').update(text).digest('hex');
