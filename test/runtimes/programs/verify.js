import { verify } from '@sig/core';

const request = {
  authToken: '12345',
  url: 'https://example.com/voice',
  contentType: 'application/x-www-form-urlencoded',
  body: 'CallSid=CA1&Digits=1',
};
const genuine = verify({ ...request, signature: 'HUsVsIvh5f6dbRUUSVcXk8Bst90=' });
const forged = verify({ ...request, signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' });

export const accepted = genuine.ok;
export const refused = forged.ok ? undefined : forged.error.code;
