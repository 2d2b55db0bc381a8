import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parse } from 'node:querystring';
import * as octokit from '@octokit/webhooks-methods';
import { stringToSign, verify } from '@sig/core';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import twilio from 'twilio';
import { measure, type Timing, type Work } from './measure.js';
import { authToken, forge, formOf, formType, jsonOf, url } from './requests.js';

/** A measured line: what it took, as a ratio to what nothing can be faster than. */
export interface Line {
  readonly work: string;
  readonly ratio: number;
  readonly microseconds: number;
  readonly spread: number;
  /** The ratio that was aimed at. */
  readonly target?: number;
}

const threeTokens = ['f'.repeat(32), 'e'.repeat(32), authToken];

/** The physical limit: one HMAC over a string that is ready, and one comparison. */
function limitOf(text: string, signature: string): Work {
  const expected = Buffer.from(signature);
  return () =>
    timingSafeEqual(
      Buffer.from(createHmac('sha1', authToken).update(text).digest('base64')),
      expected,
    );
}

export function measureForms(count: number, targets: Partial<Record<string, number>>): Line[] {
  const { params, signature, forged, body } = formOf(count);
  const text = `${stringToSign(url, params)}`;
  const timings = measure({
    limit: limitOf(text, signature),
    valid: () => verify({ authToken, signature, url, params }),
    forged: () => verify({ authToken, signature: forged, url, params }),
    'valid, 3 tokens': () => verify({ authToken: threeTokens, signature, url, params }),
    'valid, from raw bytes': () =>
      verify({ authToken, signature, url, contentType: formType, body }),
    'forged, from raw bytes': () =>
      verify({ authToken, signature: forged, url, contentType: formType, body }),
    'twilio, valid': () => twilio.validateRequest(authToken, signature, url, params),
    'twilio, forged': () => twilio.validateRequest(authToken, forged, url, params),
    'querystring.parse + twilio, valid': () =>
      twilio.validateRequest(authToken, signature, url, parse(body.toString())),
  });
  return linesOf(timings, `${count} params`, targets);
}

export function measureJson(length: number, targets: Partial<Record<string, number>>): Line[] {
  const { body, url, signature } = jsonOf(length);
  const text = body.toString();
  const signatures = {
    standard: new Webhook(`whsec_${Buffer.from(authToken).toString('base64')}`),
    github: `sha256=${createHmac('sha256', authToken).update(body).digest('hex')}`,
    stripe: Stripe.webhooks.generateTestHeaderString({ payload: text, secret: authToken }),
  };
  const now = new Date();
  const standardHeaders = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.standard.sign('msg_1', now, text),
  };
  const timings = measure({
    // Every byte of the body has to go through SHA-256 once.
    limit: () => createHash('sha256').update(body).digest('hex'),
    valid: () => verify({ authToken, signature, url, contentType: 'application/json', body }),
    forged: () =>
      verify({
        authToken,
        signature: forge(signature),
        url,
        contentType: 'application/json',
        body,
      }),
    'twilio, valid': () => twilio.validateRequestWithBody(authToken, signature, url, text),
    standardwebhooks: () => signatures.standard.verify(text, standardHeaders),
    '@octokit/webhooks-methods (starts a promise)': () =>
      octokit.verify(authToken, text, signatures.github),
    stripe: () => Stripe.webhooks.constructEvent(text, signatures.stripe, authToken, 1e9),
  });
  return linesOf(timings, `JSON ${length / 1024} KB`, targets);
}

function linesOf(
  timings: Record<string, Timing>,
  title: string,
  targets: Partial<Record<string, number>>,
): Line[] {
  const limit = timings.limit?.median ?? 1;
  return Object.entries(timings)
    .filter(([name]) => name !== 'limit')
    .map(([name, { median, spread }]) => {
      const target = targets[name];
      return {
        work: `${title}: ${name}`,
        ratio: median / limit,
        microseconds: median,
        spread,
        ...(target === undefined ? {} : { target }),
      };
    });
}
