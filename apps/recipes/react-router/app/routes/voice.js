import { webhook } from '@sig/core/fetch';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN, publicUrl: process.env.PUBLIC_URL };
const handler = webhook(
  options,
  (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
);

// A resource route: without a component, what an action returns is the response.
export const action = ({ request }) => handler(request);
