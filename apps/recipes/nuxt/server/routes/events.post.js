import { webhook } from '@sig/core/fetch';
import { fromWebHandler } from 'h3';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN };

export default fromWebHandler(
  webhook(options, (_request, { body }) => new Response(`Received ${body.type}.`)),
);
