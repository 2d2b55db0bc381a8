import { expectOnce, toRequest } from './kit.js';

process.env.TWILIO_AUTH_TOKEN = '12345';

// snippet

await expectOnce(async (req, res) => {
  const response = await handler(await toRequest(req));
  res.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
});
