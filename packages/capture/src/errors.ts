/** A text is not the captured request that it should be. */
export class CaptureError extends Error {}
