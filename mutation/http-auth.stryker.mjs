import { strykerConfig } from './config.mjs';

export default strykerConfig('http-auth');
