export default {
  // Otherwise version 7 writes the query anew, and requests whose URLs are written in another way are refused.
  future: { v8_passThroughRequests: true },
};
