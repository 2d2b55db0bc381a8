// An Express server, with the form read, parsed and verified in one of three ways: `node express.js sig`.
import { webhook } from '@sig/express';
import express from 'express';
import twilio from 'twilio';
import { authToken, origin, path, url } from './settings.js';

const ways = {
  sig: [webhook({ authToken, publicUrl: origin })],
  parser: [express.urlencoded({ extended: false })],
  'parser + twilio': [express.urlencoded({ extended: false }), twilio.webhook(authToken, { url })],
};

const app = express();
app.post(path, ways[process.argv[2]], (req, res) => {
  res.type('text/xml').send(`<Response><Say>${req.body.CallSid}</Say></Response>`);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
