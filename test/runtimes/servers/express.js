import { webhook } from '@sig/express';
import express from 'express';

const app = express();
app.post('/voice', webhook({ authToken: process.env.TWILIO_AUTH_TOKEN }), (req, res) => {
  res.send(`You pressed ${req.body.Digits}.`);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
