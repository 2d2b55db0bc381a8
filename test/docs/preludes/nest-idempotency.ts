import { Controller, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { webhook } from '@sig/nest';
import { authToken, expectOnceAt, publicUrl } from './kit.js';

// snippet

@Module({ controllers: [MessageController] })
class AppModule {}
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0);
await expectOnceAt(Number(new URL(await app.getUrl()).port));
await app.close();
