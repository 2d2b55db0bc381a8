import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { sign } from '@sig/nest';
import WebSocketClient from 'ws';
import { authToken } from './kit.js';

// snippet

@Module({ providers: [MediaGateway] })
class AppModule {}
const app = await NestFactory.create(AppModule, { logger: false });
app.useWebSocketAdapter(new WsAdapter(app));
await app.listen(0);
const { port } = new URL(await app.getUrl());
const connect = (token: string) => {
  const { signature } = sign({ authToken: token, url: 'wss://example.com/media' });
  return new WebSocketClient(`ws://localhost:${port}/media`, {
    headers: { 'X-Twilio-Signature': signature },
  });
};
const socket = connect(authToken);
await once(socket, 'open');
socket.send('ping');
assert.equal(String((await once(socket, 'message'))[0]), 'ping');
socket.close();
const [error] = await once(connect('forged'), 'error');
assert.match(String(error), /403/);
await app.close();
