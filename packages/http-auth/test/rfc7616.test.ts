// The RFCs' own example exchanges.
import { describe, expect, it } from 'vitest';
import { digestResponse, ha1, responseAuth, userhash } from '../src/digest/response.js';
import type { DigestAlgorithm } from '../src/index.js';
import { authorizer } from '../src/index.js';

const mufasa = {
  realm: 'http-auth@example.org',
  username: 'Mufasa',
  password: 'Circle of Life',
  uri: '/dir/index.html',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
};

describe('RFC 7616, section 3.9.1', () => {
  const rows: [DigestAlgorithm, string][] = [
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ];
  it.each(rows)('%s', (algorithm, response) => {
    const { realm, username, password, uri, nonce, cnonce, opaque } = mufasa;
    const secret = ha1(algorithm, username, realm, password);
    const input = { algorithm, nonce, nc: '00000001', cnonce, qop: 'auth', uri } as const;
    expect(digestResponse(input, secret, 'GET', undefined)).toBe(response);

    const client = authorizer({ username, password, makeCnonce: () => cnonce });
    const challenge = `Digest realm="${realm}", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="${opaque}"`;
    const request = { method: 'GET', url: `http://www.example.org${uri}`, target: uri };
    expect(client.answer([challenge], request)).toBe(
      `Digest username="Mufasa", realm="${realm}", uri="${uri}", algorithm=${algorithm}, nonce="${nonce}", nc=00000001, cnonce="${cnonce}", qop=auth, response="${response}", opaque="${opaque}"`,
    );
  });

  it('the client takes the stronger of both challenges, whatever their order', () => {
    const client = authorizer({ username: 'a', password: 'b' });
    const challenge = (algorithm: string) =>
      `Digest realm="r", qop="auth", algorithm=${algorithm}, nonce="n"`;
    const request = { method: 'GET', url: 'http://h/', target: '/' };
    const header = client.answer([challenge('MD5'), challenge('SHA-256')], request);
    expect(header).toContain('algorithm=SHA-256');
  });
});

describe('RFC 7616, section 3.9.2, as its errata have it', () => {
  const realm = 'api@example.org';
  const username = 'Jäsøn Doe';

  it('userhash', () => {
    expect(userhash('SHA-512-256', username, realm)).toBe(
      '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b',
    );
  });

  it('the response', () => {
    const cnonce = 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v';
    const nonce = '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK';
    const client = authorizer({ username, password: 'Secret, or not?', makeCnonce: () => cnonce });
    const challenge = `Digest realm="${realm}", qop="auth", algorithm=SHA-512-256, nonce="${nonce}", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true`;
    const request = { method: 'GET', url: 'http://api.example.org/doe.json', target: '/doe.json' };
    const header = client.answer([challenge], request);
    expect(header).toContain('userhash=true');
    expect(header).toContain(
      'response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"',
    );
  });
});

it('RFC 2617, section 3.5', () => {
  const secret = ha1('MD5', 'Mufasa', 'testrealm@host.com', 'Circle Of Life');
  const input = {
    algorithm: 'MD5',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    nc: '00000001',
    cnonce: '0a4f113b',
    qop: 'auth',
    uri: '/dir/index.html',
  } as const;
  expect(digestResponse(input, secret, 'GET', undefined)).toBe('6629fae49393a05397450978507c4ef1');
  expect(responseAuth(input, secret)).toMatch(/^[0-9a-f]{32}$/);
});
