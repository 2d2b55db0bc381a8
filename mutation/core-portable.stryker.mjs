import { strykerConfig } from './config.mjs';

export default strykerConfig('core-portable', 'core', ['hash/portable.ts']);
