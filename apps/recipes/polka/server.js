import { webhook } from '@sig/express';
import polka from 'polka';

const verified = webhook({ authToken: process.env.TWILIO_AUTH_TOKEN });

polka({ onError: (error, _req, res) => res.writeHead(error.status ?? 500).end(error.code) })
  .post('/voice', verified, (req, res) => res.end(`You pressed ${req.body.Digits}.`))
  .post('/events', verified, (req, res) => res.end(`Received ${req.body.type}.`))
  .listen(process.env.PORT ?? 3000);
