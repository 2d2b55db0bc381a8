import { defineConfig } from 'tsup';
import { preset } from '../../config/tsup.js';

export default defineConfig(preset({ entry: { index: 'src/index.ts' } }));
