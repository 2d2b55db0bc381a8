// `@sig/capture`: captured requests for `sig explain` and the playground. Nothing here needs Node.
export {
  type CapturedRequest,
  cutSentUrl,
  cutUrl,
  headerOf,
  urlAsSeen,
  urlsAsSeen,
} from './captured.js';
export { parseCurl } from './curl.js';
export { type Capture, type CaptureFormat, parseCapture } from './detect.js';
export { CaptureError } from './errors.js';
export { parseEvent } from './event.js';
export { type Entry, parseHar } from './har.js';
export { parseRawHttp } from './raw-http.js';
