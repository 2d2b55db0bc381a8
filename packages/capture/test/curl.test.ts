// What is read of a command is what curl sends by it: each is run by a shell, and a server compares.
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CaptureError, parseCapture, parseCurl } from '../src/index.js';

interface Seen {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const run = promisify(execFile);
let origin = '';
let seen: Seen | undefined;

const server = createServer(async (req, res) => {
  seen = await received(req);
  res.end();
});

async function received(req: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const raw = req.rawHeaders;
  return {
    method: req.method,
    target: req.url,
    headers: raw.flatMap((name, i) => (i % 2 === 0 ? [[name, utf8(raw[i + 1] ?? '')]] : [])) as [],
    body: Buffer.concat(chunks).toString(),
  };
}

const utf8 = (text: string) => Buffer.from(text, 'latin1').toString();

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  seen = undefined;
});

/** What curl adds by itself, of which a command says nothing. */
const own = /^(?:content-length|user-agent: curl\/|accept: \*\/\*|host: 127)/i;

function sorted(headers: Seen['headers']): string[] {
  const lines = headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return lines.filter((line) => !own.test(line)).sort();
}

const signed = `-H 'X-Twilio-Signature: abc='`;

describe('curl sends what is read of', () => {
  it.each([
    `curl $URL ${signed} -d Digits=1234 -dDigits2=9`,
    `curl -H'X-Twilio-Signature: abc=' -XPUT -sSLd a=b $URL`,
    `curl -sSf --max-redirs 3 -b 'a=b; c=d' -A UA -e 'http://example.com/;auto' -m5 $URL`,
    `curl -b a=b -b c=d -A '' $URL`,
    `curl '$URL?a=b&c' ${signed} | cat`,
    `curl $URL?a=b ${signed} > /dev/null 2>&1`,
    `curl $URL?a=b -o /dev/null ${signed} 2>/dev/null -d Body=how? && echo done`,
    `curl $URL -d Body=a*b?c`,
    `curl $URL -d Body=a#b ${signed} # a remark`,
    `curl -G $URL -d a=1 --data-urlencode 'b=x y'`,
    `curl -G '$URL?q=1' -d a=1`,
    `curl -G '$URL?' -d a=1`,
    `curl -G $URL -d ''`,
    `curl $URL --url-query 'z=1 2' --url-query '+raw=a+b'`,
    `curl -I $URL`,
    `curl -X POST $URL`,
    `curl $URL -d ''`,
    `curl $URL --data-urlencode 'a b!*' --data-urlencode '=c d' --data-urlencode "n=it's (x) ~-._é+"`,
    `curl $URL --data-urlencode x@y=z --data-raw @x --data-binary 'l1\nl2'`,
    `curl $URL --json '{"a":' --json 1 --json '}'`,
    `curl $URL --json '{}' -H 'Content-Type: application/vnd+json'`,
    `curl $URL -H 'Content-Type:' -d a`,
    `curl $URL -H 'X-Empty;' -H 'X-None:' -H '' -d a`,
    `curl -u 'us€r:x' $URL`,
    `curl --user a:b -H 'Authorization: Own' $URL`,
    `curl --oauth2-bearer abc $URL`,
    `curl --request POST --url $URL --header 'X-A: 1' --data a=1`,
    `curl --request-target '/other?x=1' $URL`,
    `curl -H 'Host: example.com' $URL`,
    `curl -X PUT -d a -- $URL#there`,
    `curl -d "a=\\"b\\"" -d "it's" -d $'\\u00e9\\'\\n' --data a\\ b $URL`,
    `curl $URL \\\n  -H 'X-A: 1' \\\n  --data-raw 'a \\\nb'`,
    `curl $URL -d a\nprintf '{"a":1}'`,
  ])('%s', async (text) => {
    const command = text.replaceAll('$URL', `${origin}/voice`);
    await run('bash', ['-c', command]);
    const read = parseCurl(command);
    expect(read).toMatchObject({ method: seen?.method, target: seen?.target, scheme: 'http' });
    expect(read.body).toBe(seen?.body);
    expect(sorted(read.headers)).toEqual(sorted(seen?.headers ?? []));
    const host = seen?.headers.find(([name]) => name === 'Host');
    expect(read.host).toBe(host?.[1]);
  });

  it('a user in the URL', async () => {
    const command = `curl '${origin.replace('//', '//us%40er:p€w@')}?x'`;
    await run('bash', ['-c', command]);
    const read = parseCurl(command);
    expect(read).toMatchObject({ target: '/?x', host: origin.slice('http://'.length) });
    expect(sorted(read.headers)).toEqual(sorted(seen?.headers ?? []));
  });
});

// As Chrome and Firefox copy them for cmd.exe.
describe('a command for cmd.exe', () => {
  it.each([
    [
      'of Chrome',
      [
        'curl ^"https://example.com/voice?a=1^&b=^%^41^" ^',
        '  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"124^\\^"^" ^',
        '  -H ^"x-twilio-signature: abc=^" ^',
        '  --data-raw ^"Body=a^|b^^c^\n\nd^\\\\e&f^"',
      ],
      'Body=a|b^c\nd\\e&f',
    ],
    [
      'of Firefox',
      [
        'curl.exe ^"https://example.com/voice?a=1^&b=^%^41^" ^',
        '  -H ^"sec-ch-ua: ""Chromium"";v=""124""^" ^',
        '  -H ^"x-twilio-signature: abc=^" ^',
        '  --data-raw ^"^{""a"": ""\\$b""^}^"',
      ],
      '{"a": "$b"}',
    ],
  ])('%s', (_, lines, body) => {
    for (const text of [lines.join('\r\n'), lines.join('\n'), `${lines.join('\r\n')}\r\necho 1`]) {
      const { format, request } = parseCapture(text);
      expect(format).toBe('curl');
      expect(request).toMatchObject({ host: 'example.com', target: '/voice?a=1&b=%41', body });
      expect(request.headers).toContainEqual(['sec-ch-ua', '"Chromium";v="124"']);
      expect(request.headers).toContainEqual(['x-twilio-signature', 'abc=']);
    }
  });
});

describe('nothing is dropped', () => {
  const url = 'https://example.com/voice';
  it.each([
    [`curl ${url} -d @body.txt`, /sends a file \("@body\.txt"\).*--data-raw/],
    [`curl ${url} --json @-`, /sends a file/],
    [`curl ${url} --data-urlencode Body@file`, /sends a file/],
    [`curl ${url} -F a=b`, /multipart form \(-F\).*raw HTTP or HAR/],
    [`curl ${url} --form-string a=b`, /multipart form/],
    [`curl ${url} -T file`, /sends a file \(-T\)/],
    [`curl -K options ${url}`, /what a file says \(-K\)/],
    [`curl ${url} --next ${url}`, /several requests/],
    [`curl ${url} -H @headers.txt`, /header without a name.*"Name: value"/],
    [`curl ${url} -H nonsense`, /header without a name/],
    [`curl ${url} other`, /more than one URL: .* and "other"/],
    [`curl ${url} --new-option 1`, /"--new-option" of curl is not known/],
    [`curl ${url} -sì`, /"-ì" of curl is not known/],
    [`curl ${url} -d`, /-d of curl has no value/],
    [`curl ${url}?a=1&b=2 -H 'X-A: 1'`, /"&" outside of quotes/],
    [`curl ${url} -d a=(b)`, /"\(" outside of quotes/],
    [`curl ${url} -H "X-Twilio-Signature: $SIG"`, /variable \$SIG/],
    [`curl ${url} -d \${}`, /No shell reads/],
    [`curl ${url} -d 'a=1`, /quote in the command is not closed/],
    [`curl ^"${url}^" -d ^"a=1`, /quote in the command is not closed/],
    ['curl example.com/voice', /no URL with a scheme/],
    [`Invoke-WebRequest -Uri "${url}" -Method "POST"`, /PowerShell are not read.*cURL/],
    [`$session = New-Object X\nInvoke-WebRequest -Uri "${url}"`, /PowerShell/],
  ])('%s', (text, says) => {
    const read = () => parseCurl(text);
    expect(read).toThrow(CaptureError);
    expect(read).toThrow(says);
    expect(() => parseCapture(text)).toThrow(CaptureError);
  });

  it('Invoke-WebRequest in a message is text', () => {
    expect(parseCurl(`curl ${url} -d Body=Invoke-WebRequest`).body).toBe('Body=Invoke-WebRequest');
  });
});
