import { strictEqual } from 'node:assert';
import { Controller, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { signedRequest, type VerifiedWebhook, WebhookVerdict, webhook } from '@sig/nest';

const authToken = 'token';
const publicUrl = 'https://example.com';

class VoiceController {
  voice({ params }: VerifiedWebhook): string {
    const digits: string | string[] | undefined = params.Digits;
    return String(digits);
  }
}
class AppModule {}

// Without the syntax of decorators, which not all of the programs here are compiled with.
const { prototype } = VoiceController;
const descriptor = Object.getOwnPropertyDescriptor(prototype, 'voice') as PropertyDescriptor;
Post('voice')(prototype, 'voice', descriptor);
WebhookVerdict()(prototype, 'voice', 0);
Controller()(VoiceController);
UseGuards(webhook({ authToken, publicUrl }))(VoiceController);
Module({ controllers: [VoiceController] })(AppModule);

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const request = signedRequest({ authToken, url: `${publicUrl}/voice`, params: { Digits: '1' } });
  const url = (await app.getUrl()) + request.path;
  strictEqual(await (await fetch(url, request)).text(), '1');
  const forged = await fetch(url, { ...request, body: 'Digits=2' });
  strictEqual(((await forged.json()) as { code: string }).code, 'signature-mismatch');
  await app.close();
  console.log('nest: done');
}
void main();
