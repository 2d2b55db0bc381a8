import { webhook } from '@sig/core/fetch';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN, publicUrl: process.env.PUBLIC_URL };
const handler = webhook(options, (_request, { body }) => new Response(`Received ${body.type}.`));

export const prerender = false;
export const POST = ({ request }) => handler(request);
