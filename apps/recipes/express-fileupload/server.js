import { webhook } from '@sig/express';
import express from 'express';
import fileUpload from 'express-fileupload';

const verified = webhook({ authToken: process.env.TWILIO_AUTH_TOKEN });

const app = express();
app.post('/voice', verified, (req, res) => res.send(`You pressed ${req.body.Digits}.`));
app.post('/events', verified, (req, res) => res.send(`Received ${req.body.type}.`));
// After the webhooks, so that nobody uploads anything to them. Signatures do not cover files: protect these routes
// with a login of your own.
app.use(fileUpload({ limits: { fileSize: 1024 * 1024 } }));
app.post('/upload', (req, res) => res.send(`${req.files.file.size} bytes`));
app.listen(process.env.PORT ?? 3000);
