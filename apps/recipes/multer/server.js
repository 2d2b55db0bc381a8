import { webhook } from '@sig/express';
import express from 'express';
import multer from 'multer';

const verified = webhook({ authToken: process.env.TWILIO_AUTH_TOKEN });
const upload = multer({ limits: { fileSize: 1024 * 1024 } });

const app = express();
app.post('/voice', verified, (req, res) => res.send(`You pressed ${req.body.Digits}.`));
app.post('/events', verified, (req, res) => res.send(`Received ${req.body.type}.`));
// Signatures do not cover files. Protect this route with a login of your own.
app.post('/upload', upload.single('file'), (req, res) => res.send(`${req.file.size} bytes`));
app.listen(process.env.PORT ?? 3000);
