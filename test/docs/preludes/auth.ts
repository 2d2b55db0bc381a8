import { digest } from '@sig/http-auth';

const credentials = { user: 'secret' };
process.env.NONCE_SECRET = 'sixteen characters';
const redis = {
  set: async (_key: string, _value: number, _options: { NX: true; PX: number }) => 'OK',
};

// snippet

export { credentials, digest, redis };
