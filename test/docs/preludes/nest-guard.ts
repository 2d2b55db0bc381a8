import assert from 'node:assert/strict';
import { Controller, Get, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { webhook } from '@sig/nest';
import { authToken, statuses } from './kit.js';

// snippet

@Module({ controllers: [VoiceController] })
class AppModule {}
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0);
const { port } = new URL(await app.getUrl());
assert.deepEqual(await statuses(Number(port)), [401, 401]);
assert.equal((await fetch(`http://localhost:${port}/private`)).status, 401);
await app.close();
