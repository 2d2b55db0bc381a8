import { parse } from 'shell-quote';
import { type CapturedRequest, cutSentUrl } from './captured.js';
import { CaptureError } from './errors.js';

/** Options of curl that take a value and say nothing of the request. */
const ignored = new Set([
  '-o',
  '--output',
  '-m',
  '--max-time',
  '--connect-timeout',
  '-w',
  '--cacert',
]);

/**
 * Reads a curl command line, as browsers and API tools copy it.
 *
 * @throws CaptureError if it has no URL
 */
export function parseCurl(text: string): CapturedRequest {
  const words = parse(text.replace(/\\\r?\n/g, ' ')).filter((word) => typeof word === 'string');
  let [method, url] = ['', ''];
  const headers: [string, string][] = [];
  const data: string[] = [];
  for (let i = words[0] === 'curl' ? 1 : 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const value = () => words[++i] ?? '';
    if (word === '-X' || word === '--request') method = value();
    else if (word === '-H' || word === '--header') {
      const header = value();
      const colon = header.indexOf(':');
      if (colon > 0) headers.push([header.slice(0, colon), header.slice(colon + 1).trim()]);
    } else if (/^(?:-d|--data(?:-raw|-binary|-ascii)?)$/.test(word)) data.push(value());
    else if (word === '--data-urlencode') data.push(urlencoded(value()));
    else if (word === '--json') {
      data.push(value());
      headers.push(['Content-Type', 'application/json']);
    } else if (word === '-u' || word === '--user') {
      headers.push(['Authorization', `Basic ${btoa(value())}`]);
    } else if (word === '--url') url = value();
    else if (ignored.has(word)) i++;
    else if (!word.startsWith('-')) url = word;
  }
  if (!/^[a-z]+:\/\//i.test(url))
    throw new CaptureError('The curl command has no URL with a scheme.');
  const body = data.join('&');
  if (body !== '' && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  }
  return { method: method || (body === '' ? 'GET' : 'POST'), ...cutSentUrl(url), headers, body };
}

function urlencoded(text: string): string {
  const [name = '', value] = text.split(/=(.*)/s);
  return value === undefined ? encodeURIComponent(name) : `${name}=${encodeURIComponent(value)}`;
}
