import { webhook } from '@sig/lambda';
import { serve } from '@sig/lambda/local';
import { authToken, expectOnceAt, publicUrl } from './kit.js';

const respond = async () => ({ statusCode: 200, body: 'done' });

// snippet

const server = serve(handler, { port: 0 });
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
await expectOnceAt(typeof address === 'object' && address !== null ? address.port : 0);
server.closeAllConnections();
server.close();
