import { webhook } from '@sig/core/fetch';

// A function, because the build, which runs this module too, need not know the token.
const options = { authToken: () => process.env.TWILIO_AUTH_TOKEN };
const handler = webhook(
  options,
  (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
);

export const POST = ({ request }) => handler(request);
