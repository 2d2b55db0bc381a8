import type { Target } from '../target.js';
import { contentType } from './content-type.js';
import { digestLogins } from './digest.js';
import { explanations } from './explain.js';
import { fetchRequests, receivers } from './fetch.js';
import { form } from './form.js';
import { signatureGuards } from './guard.js';
import { basicCredentials, challengeHeaders, credentialParams, extValues } from './headers.js';
import { linear } from './linear.js';
import { anything } from './types.js';
import { hosts, urls } from './url.js';
import { verifying } from './verify.js';

/** Everything that is fuzzed. Adding a target is adding a row. */
export const targets: readonly Target[] = [
  verifying(),
  anything(),
  form(),
  contentType(),
  urls(),
  hosts(),
  signatureGuards(),
  fetchRequests(),
  receivers(),
  credentialParams(),
  challengeHeaders(),
  extValues(),
  basicCredentials(),
  linear(),
  digestLogins(),
  explanations(),
];
