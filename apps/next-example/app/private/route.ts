import { basic, digest } from '@sig/http-auth';
import { webhook } from '@sig/next';
import { options, twiml } from '../../lib/line';

// The private line: its URL is configured as https://user:password@host/private.
const { PRIVATE_USER = 'user', PRIVATE_PASSWORD = 'secret' } = process.env;
const credentials = { [PRIVATE_USER]: PRIVATE_PASSWORD };
const httpAuth = [
  digest({ realm: 'private line', credentials }),
  basic({ realm: 'private line', credentials }),
];

export const POST = webhook({ ...options, httpAuth }, () =>
  twiml('<Say>Nobody else can hear this.</Say>'),
);
