import assert from 'node:assert/strict';
import { Controller, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { webhook } from '@sig/nest';
import { authToken } from './kit.js';

@Controller()
@UseGuards(webhook({ authToken }))
class VoiceController {
  @Post('voice')
  voice() {}
}
@Module({ controllers: [VoiceController] })
class AppModule {}
const app = await NestFactory.create(AppModule, { logger: false });

// snippet

await app.listen(0);
const { port } = new URL(await app.getUrl());
const response = await fetch(`http://localhost:${port}/voice`, { method: 'POST' });
assert.deepEqual([response.status, await response.json()], [403, { code: 'missing-signature' }]);
await app.close();
