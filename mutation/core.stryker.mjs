import { strykerConfig } from './config.mjs';

export default strykerConfig('core');
