import { strykerConfig } from './config.mjs';

export default strykerConfig('core', 'core', ['**/*.ts', '!hash/portable.ts']);
