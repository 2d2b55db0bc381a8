// Tests write bytes as Node does.
export { Buffer } from 'buffer/';
