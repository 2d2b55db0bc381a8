import { webhook } from '@sig/core/fetch';
import { defineHandler } from 'nitro/h3';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN };
const handler = webhook(
  options,
  (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
);

export default defineHandler(({ req }) => handler(req));
