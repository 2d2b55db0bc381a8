import { type CapturedRequest, cutSentUrl } from './captured.js';
import { joined, queryOf } from './curl-data.js';
import { curlOptions } from './curl-options.js';
import { CaptureError } from './errors.js';
import { shellWords } from './shell-words.js';

/** A command of curl, after the prompt of a shell or not. */
const command = /^(?:[$#>%]\s*)?(?=curl(?:\.exe)?\s)/;

/** Whether a text is a command of curl. */
export function isCurl(text: string): boolean {
  return command.test(text.trim());
}

/** @throws CaptureError if a text is a command of PowerShell */
export function checkShell(text: string): void {
  const start = /^(?:\$\w+\s*=\s*)?(?:New-Object|Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\b/i;
  if (!start.test(text.trim())) return;
  throw new CaptureError(
    'Commands of PowerShell are not read: copy the request as cURL, or save it as HAR.',
  );
}

/** Options whose data only curl has. */
const refused: readonly (readonly [name: string, reason: string])[] = [
  ['form', 'a multipart form (-F), whose boundary curl makes up'],
  ['form-string', 'a multipart form (--form-string), whose boundary curl makes up'],
  ['upload-file', 'a file (-T), which is not in it'],
  ['config', 'what a file says (-K), which is not in it'],
  ['next', 'several requests (--next)'],
];

const dataNames = ['data', 'data-ascii', 'data-binary', 'data-raw', 'data-urlencode', 'json'];

/**
 * Reads a curl command line, as browsers and API tools copy it.
 *
 * @throws CaptureError if it has no URL, or something of the request is not in it
 */
export function parseCurl(text: string): CapturedRequest {
  checkShell(text);
  const words = shellWords(text.trim().replace(command, ''));
  const options = curlOptions(/^curl(?:\.exe)?$/.test(words[0] ?? '') ? words.slice(1) : words);
  for (const [name, reason] of refused) {
    if (!options.some(([one]) => one === name)) continue;
    throw new CaptureError(
      `The curl command sends ${reason}: capture the request itself, as raw HTTP or HAR.`,
    );
  }
  const all = (name: string) => options.filter(([one]) => one === name).map(([, value]) => value);
  const last = (name: string) => all(name).at(-1);
  const data = options.filter(([name]) => dataNames.includes(name));
  const isQuery = last('get') !== undefined;
  const { scheme, userinfo, host, target } = cutCurlUrl(all('url'));
  const sent = joined(data);
  const query = [...all('url-query').map(queryOf), ...(isQuery ? [sent] : [])];
  const hasBody = data.length > 0 && !isQuery;
  const isJson = hasBody && last('json') !== undefined;
  const formType = hasBody ? 'application/x-www-form-urlencoded' : undefined;
  const headers = headersOf(all('header'), {
    Authorization: authorizationOf(last('user') ?? userinfo, last('oauth2-bearer')),
    'User-Agent': last('user-agent'),
    Referer: last('referer')?.replace(/;auto$/, ''),
    // Without "=" it is a file.
    Cookie: all('cookie')
      .filter((value) => value.includes('='))
      .join(';'),
    Accept: isJson ? 'application/json' : undefined,
    'Content-Type': isJson ? 'application/json' : formType,
  });
  const usual = last('head') !== undefined ? 'HEAD' : hasBody ? 'POST' : 'GET';
  return {
    method: last('request') ?? usual,
    scheme,
    host: headers.find(([name]) => /^host$/i.test(name))?.[1] ?? host,
    target: last('request-target') ?? withQuery(target, query),
    headers,
    body: hasBody ? sent : '',
  };
}

/** The URL, cut as curl sends it: the fragment stays, and user and password go into a header. */
function cutCurlUrl([url = '', another]: readonly string[]) {
  if (another !== undefined) {
    throw new CaptureError(
      `The curl command has more than one URL: ${JSON.stringify(url)} and ${JSON.stringify(another)}. Leave out what is none.`,
    );
  }
  const { scheme, host = '', target } = cutSentUrl(url.replace(/#.*$/s, ''));
  if (scheme === undefined) throw new CaptureError('The curl command has no URL with a scheme.');
  const at = host.lastIndexOf('@');
  const userinfo = at < 0 ? undefined : decoded(host.slice(0, at));
  return { scheme, userinfo, host: host.slice(at + 1), target };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withQuery(target: string, query: readonly string[]): string {
  const added = query.filter((piece) => piece !== '').join('&');
  if (added === '') return target;
  const mark = !target.includes('?') ? '?' : /[?&]$/.test(target) ? '' : '&';
  return target + mark + added;
}

function authorizationOf(user: string | undefined, token: string | undefined): string | undefined {
  if (token !== undefined) return `Bearer ${token}`;
  if (user === undefined) return undefined;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(user)))}`;
}

/** The fields that are stated, and those of other options of which none is. */
function headersOf(
  stated: readonly string[],
  others: Readonly<Record<string, string | undefined>>,
): [name: string, value: string][] {
  const fields = stated.filter((text) => text.trim() !== '').map(fieldOf);
  const isStated = (name: string) =>
    fields.some(([one]) => one.toLowerCase() === name.toLowerCase());
  const made = Object.entries(others).filter(([name, value]) => value && !isStated(name));
  return [...fields, ...made].flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
}

/** A field as `-H` states it: `Name;` is an empty one, and `Name:` one that curl is to leave out. */
function fieldOf(text: string): [name: string, value: string | undefined] {
  const [, name, value = ''] = /^([^:@][^:]*):(.*)$/s.exec(text) ?? [];
  if (name !== undefined) return [name, value.trim() || undefined];
  const [, empty] = /^([^:;@]+);$/.exec(text.trim()) ?? [];
  if (empty !== undefined) return [empty, ''];
  throw new CaptureError(
    `The curl command has a header without a name or a value: ${JSON.stringify(text)}. Write it as "Name: value".`,
  );
}
