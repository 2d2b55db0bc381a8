import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { verify } from '@sig/core';
import { authToken, forge, formOf, formType, url } from './requests.js';

/** Bytes by which the heap grows over a million requests, valid and forged mixed. */
export function heapGrowth(requests = 1_000_000): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const forms = [1, 5, 20].map(formOf);
  const some = (count: number) => {
    for (let i = 0; i < count; i++) {
      const { signature, body } = forms[i % forms.length] ?? formOf(1);
      const shown = i % 3 === 0 ? forge(signature) : signature;
      // Names that never come again, so that whatever remembers names must forget them.
      const fresh = i % 10 === 0 ? Buffer.from(`x${i}=1&y${i}=2`) : body;
      verify({ authToken, signature: shown, url, contentType: formType, body: fresh });
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = some(requests / 10);
  return some(requests) - before;
}
