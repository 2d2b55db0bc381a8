import { webhook } from '@sig/core/fetch';
import { fromWebHandler } from 'h3';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN };

export default fromWebHandler(
  webhook(options, (_request, { params }) => new Response(`You pressed ${params.Digits}.`)),
);
