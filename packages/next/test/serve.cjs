// Serves a built project: a port for each scenario that the parent process asks for by message.
const { createServer } = require('node:http');
const { createRequire } = require('node:module');

const [dir] = process.argv.slice(2);
const next = createRequire(`${dir}/`)('next');
const app = next({ dev: false, dir, hostname: '127.0.0.1', port: 1 });
const servers = new Map();

app.prepare().then(() => {
  const handle = app.getRequestHandler();
  process.on('message', ({ id, open, close }) => {
    if (open !== undefined) {
      const server = createServer((req, res) => {
        req.headers['x-suite-scenario'] = open;
        handle(req, res);
      });
      // Next.js takes over upgrades, and leaves their sockets open: the server does not know them any more.
      server.sockets = new Set();
      server.on('connection', (socket) => {
        server.sockets.add(socket.on('close', () => server.sockets.delete(socket)));
      });
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        servers.set(port, server);
        process.send({ id, port });
      });
    } else {
      for (const socket of servers.get(close).sockets) socket.destroy();
      servers.get(close).close(() => process.send({ id }));
    }
  });
  process.send({ ready: true });
});
process.on('disconnect', () => process.exit());
