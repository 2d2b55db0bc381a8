import type { Harness } from '@sig/conformance/suite';
import type { NestVersion, Platform } from './versions.js';

const parsersFirst =
  'The body parsers of Nest run before its guards, and refuse by themselves what they cannot read or find too large.';

const gatewayPath = 'A gateway of Nest has one path, compared as it is: none for what follows it.';

/** What gateways cannot be asked for, whatever parses the bodies. */
export const onePath: Readonly<Record<string, string>> = {
  'a ticket is good for one upgrade': gatewayPath,
  'a ticket of another path is refused': gatewayPath,
};

/** What Nest and its platforms answer by themselves, as long as their parsers are on. */
export function holesOf(
  version: NestVersion,
  platform: Platform,
): Pick<Harness, 'without' | 'refusals'> {
  const isOld = version === 'nest-10-0';
  return {
    without: {
      'rejects: brotli (unsupported-encoding)': parsersFirst,
      'rejects: compressed body (unsupported-encoding)': parsersFirst,
      'rejects: body over the limit (body-too-large)': parsersFirst,
      'rejects: form declared as JSON (body-not-signed)': parsersFirst,
      'rejects: signed JSON that does not parse (malformed-body)': parsersFirst,
      'a malformed signature is refused before the body has come': parsersFirst,
      'a client that goes away in the middle of its body ends quietly': parsersFirst,
      "413 body-too-large: the app's own error handler sees status and code": parsersFirst,
      "415 unsupported-encoding: the app's own error handler sees status and code": parsersFirst,
      '415 unsupported-encoding: without one the client gets a short answer': parsersFirst,
      ...onePath,
      ...(platform === 'express' ? express(isOld) : fastify(isOld)),
    },
    ...(platform === 'fastify' && { refusals: unknownTypes(isOld) }),
  };
}

function express(isOld: boolean): Record<string, string> {
  const parameterLimit = 'The form parser of Express takes 1,000 parameters.';
  return {
    'an endless body is answered long before its end': parsersFirst,
    'accepts: 10,000 params': parameterLimit,
    'rejects: 20,000 params (body-too-large)': parameterLimit,
    ...(isOld && {
      'accepts: a form with another charset said':
        'The form parser of Express 4 refuses other charsets than UTF-8.',
    }),
  };
}

function fastify(isOld: boolean): Record<string, string> {
  const noParser = 'Fastify refuses bodies that it has no parser for (415).';
  const proto = 'The form parser of Nest 12 refuses a parameter named __proto__ (400).';
  return {
    'rejects: multipart (body-not-signed)': noParser,
    'rejects: no Content-Type (body-not-signed)': noParser,
    ...(isOld
      ? { 'accepts: a form with an empty parameter': 'Fastify 4.18 refuses the media type.' }
      : {
          'accepts: names of Object.prototype are only names': proto,
          'proto-name: accepted': proto,
        }),
  };
}

/** Media types that Fastify has no parser for; which they are depends on the version. */
function unknownTypes(isOld: boolean): Record<string, number> {
  const form = 'application/x-www-form-urlencoded';
  const types = [
    `${form} multipart/form-data`,
    `${form}, multipart/form-data; boundary=B`,
    `text/plain, ${form}`,
    ...(isOld
      ? [`${form};, multipart/form-data; boundary=B`, `${form}; boundary`, `${form}; =`]
      : [`${form}x`]),
  ];
  return Object.fromEntries(types.map((type) => [`refuses: the Content-Type ${type}`, 415]));
}
