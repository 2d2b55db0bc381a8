import assert from 'node:assert/strict';
import { Controller, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { webhook } from '@sig/nest';
import { authToken, statuses } from './kit.js';

// snippet

@Module({ controllers: [VoiceController] })
class AppModule {}
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0);
assert.deepEqual(await statuses(Number(new URL(await app.getUrl()).port)), [201, 403]);
await app.close();
