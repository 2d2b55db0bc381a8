import { digest, nonceStore } from '@sig/http-auth';
import { redisStore } from '@sig/redis';

const credentials = { user: 'secret' };
process.env.NONCE_SECRET = 'sixteen characters';
const redis = async () => null;

// snippet

export { credentials, digest, nonceStore, redis, redisStore };
