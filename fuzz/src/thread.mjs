// The entry of a thread: on Node 20, `--import tsx` has no effect in one.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
