import { http } from '@google-cloud/functions-framework';
import { createVerifier } from '@sig/core/node';

const verifier = createVerifier({
  authToken: process.env.TWILIO_AUTH_TOKEN,
  // Google cuts the name of the function from the path: https://REGION-PROJECT.cloudfunctions.net/voice
  publicUrl: process.env.PUBLIC_URL,
});

http('voice', async (req, res) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) {
    const { code, status, headers } = verdict.error;
    res.status(status).set(headers).json({ code });
  } else if (verdict.body.type !== undefined) {
    res.send(`Received ${verdict.body.type}.`);
  } else {
    res.send(`You pressed ${verdict.params.Digits}.`);
  }
});
