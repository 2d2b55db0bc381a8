import { webhook } from '@sig/express';
import connect from 'connect';

const app = connect();
app.use(webhook({ authToken: process.env.TWILIO_AUTH_TOKEN }));
app.use('/voice', (req, res) => res.end(`You pressed ${req.body.Digits}.`));
app.use('/events', (req, res) => res.end(`Received ${req.body.type}.`));
app.use((error, _req, res, _next) => res.writeHead(error.status ?? 500).end(error.code));
app.listen(process.env.PORT ?? 3000);
