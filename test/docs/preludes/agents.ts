import { authToken, expectVerified } from './kit.js';

process.env.TWILIO_AUTH_TOKEN = authToken;

// snippet

app.set('env', 'test');
await expectVerified(app);
