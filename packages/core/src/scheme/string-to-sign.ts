import { type ParamsInput, type SignedParams, sortValues, toValues } from './params.js';
import { OptionError } from '../errors.js';

/**
 * The string to sign: the URL, then every form parameter, sorted, name and value without delimiters.
 * Exported because people debug with it; it holds the personal data of the request.
 *
 * @param url the whole URL as configured at the sender, never normalised
 * @param params the form parameters, decoded; none for anything but a form
 * @throws OptionError where a value is neither a string nor a list of strings
 * @example
 * stringToSign('https://example.com/voice?a=1', { To: '+15550100', Digits: '1' })
 * // 'https://example.com/voice?a=1Digits1To+15550100'
 */
export function stringToSign(url: string, params: ParamsInput = {}): string {
  return url + signedParams(params).text;
}

/** @throws OptionError where a value is neither a string nor a list of strings */
export function signedParams(params: ParamsInput): SignedParams {
  const values = toValues(params);
  if (values !== undefined) return sortValues(values);
  throw new OptionError(
    'params',
    '"params" must have strings or lists of strings as values: a form has no other types.',
  );
}
