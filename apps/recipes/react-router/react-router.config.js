export default {
  // For version 7, which otherwise re-serializes queries: genuine requests would be refused. Version 8 has no such flag.
  future: { v8_passThroughRequests: true },
};
