import assert from 'node:assert/strict';
import { Controller, Global, Injectable, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { authToken, publicUrl, statuses } from './kit.js';

@Injectable()
class ConfigService {
  getOrThrow<T>(name: string): T {
    return (name === 'PUBLIC_URL' ? publicUrl : authToken) as T;
  }
}
@Global()
@Module({ providers: [ConfigService], exports: [ConfigService] })
class ConfigModule {}

// snippet

@Module({ imports: [ConfigModule, AppModule] })
class WholeModule {}
const app = await NestFactory.create(WholeModule, { logger: false });
await app.listen(0);
assert.deepEqual(await statuses(Number(new URL(await app.getUrl()).port)), [201, 403]);
await app.close();
