import type { RequestBody } from '../webhook/request.js';
import { isForm } from './content-type.js';
import { parseFormValues } from './parse-form.js';
import { type Params, sortValues, toValues } from './params.js';

/** The params of a body that is a form, verified or not; none for anything else. */
export function formParams(contentType: string | undefined, body: RequestBody): Params {
  const none = { names: [], values: [] };
  if (!isForm(contentType)) return sortValues(none).params;
  const values = body.bytes === undefined ? toValues(body.parsed) : parseFormValues(body.bytes);
  return sortValues(values ?? none).params;
}
