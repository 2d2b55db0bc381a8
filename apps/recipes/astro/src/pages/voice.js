import { webhook } from '@sig/core/fetch';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN, publicUrl: process.env.PUBLIC_URL };
const handler = webhook(
  options,
  (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
);

export const prerender = false;
export const POST = ({ request }) => handler(request);
