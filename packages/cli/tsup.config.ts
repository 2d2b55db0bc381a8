import { defineConfig } from 'tsup';
import { preset } from '../../config/tsup.js';

// A program, not a library: one format, and no types.
export default defineConfig(
  preset({ entry: { main: 'src/main.ts' }, format: ['esm'], dts: false }),
);
