// `readFileSync` of the files that tests read: the vectors.
import sharedKeyVectors from '../../../packages/conformance/shared-key-vectors.json' with {
  type: 'json',
};
import vectors from '../../../packages/conformance/vectors.json' with { type: 'json' };

const files: Readonly<Record<string, unknown>> = {
  'vectors.json': vectors,
  'shared-key-vectors.json': sharedKeyVectors,
};

export function readFileSync(url: URL): string {
  return JSON.stringify(files[url.pathname.split('/').at(-1) ?? '']);
}
