import assert from 'node:assert/strict';
import { Controller, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WebhookParams, webhook } from '@sig/nest';
import { authToken, publicUrl } from './kit.js';

@Controller()
@UseGuards(webhook({ authToken, publicUrl }))
class VoiceController {
  @Post('voice')
  voice(@WebhookParams('Digits') digits: string) {
    return `You pressed ${digits}.`;
  }
}
@Module({ controllers: [VoiceController] })
class AppModule {}
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0);

// snippet

assert.equal(await response.text(), 'You pressed 1.');
await app.close();
