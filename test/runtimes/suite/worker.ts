// Answers with the results.
import { runSuite } from './run.js';

export default {
  async fetch(): Promise<Response> {
    return Response.json(await runSuite());
  },
};
