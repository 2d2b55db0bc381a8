import { coreTests } from './core-tests.mjs';

export default coreTests('portable');
