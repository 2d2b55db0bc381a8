import { env } from 'cloudflare:workers';
import { createFetch } from './app.js';

export default { fetch: createFetch(env.FRAMEWORK, env.TWILIO_AUTH_TOKEN) };
