import { createHmac } from 'node:crypto';
import { parse } from 'node:querystring';
import * as octokit from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import twilio from 'twilio';
import { measure } from './measure.js';
import { formWorks, jsonWorks, type Line, linesOf } from './ours.js';
import { authToken, formOf, jsonOf, url } from './requests.js';

/** Forms of so many parameters, beside the official package. */
export function measureForms(count: number): Line[] {
  const { params, signature, forged, body } = formOf(count);
  const parsed = parse(body.toString());
  const timings = measure({
    ...formWorks(count),
    'twilio, valid': () => twilio.validateRequest(authToken, signature, url, params),
    'twilio, valid, params of a parser': () =>
      twilio.validateRequest(authToken, signature, url, parsed),
    'twilio, forged': () => twilio.validateRequest(authToken, forged, url, params),
    'querystring.parse + twilio, valid': () =>
      twilio.validateRequest(authToken, signature, url, parse(body.toString())),
  });
  return linesOf(timings, `${count} params`);
}

/** JSON of so many bytes, beside packages that do the same for other senders. */
export function measureJson(length: number): Line[] {
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
    ...jsonWorks(length),
    'twilio, valid': () => twilio.validateRequestWithBody(authToken, signature, url, text),
    standardwebhooks: () => signatures.standard.verify(text, standardHeaders),
    '@octokit/webhooks-methods (starts a promise)': () =>
      octokit.verify(authToken, text, signatures.github),
    stripe: () => Stripe.webhooks.constructEvent(text, signatures.stripe, authToken, 1e9),
  });
  return linesOf(timings, `JSON ${length / 1024} KB`);
}
