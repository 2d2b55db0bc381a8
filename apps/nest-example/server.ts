// A phone line. Set TWILIO_AUTH_TOKEN, PUBLIC_URL to the origin that the sender calls, and SHARED_KEYS to
// `{"KEY_ID":"secret"}` if the sender also signs with keys of yours.
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Module,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocketGateway } from '@nestjs/websockets';
import { basic, digest } from '@sig/http-auth';
import {
  createVerifier,
  type MessageParams,
  type StatusCallbackParams,
  type VoiceParams,
  WebhookGuard,
  WebhookModule,
  type WebhookOptions,
  WebhookParams,
  webhook,
} from '@sig/nest';
import type { VerifyClientCallbackAsync, WebSocket } from 'ws';

const { PUBLIC_URL, SHARED_KEYS, TWILIO_AUTH_TOKEN, PORT = '3000' } = process.env;
const options: WebhookOptions = {
  authToken: TWILIO_AUTH_TOKEN,
  ...(SHARED_KEYS === undefined ? {} : { sharedKeys: JSON.parse(SHARED_KEYS) }),
  ...(PUBLIC_URL === undefined ? {} : { publicUrl: PUBLIC_URL }),
  onReject: (error, request) => console.warn(error.code, request.method, request.target),
};

// The private line: its URL is configured as https://user:password@host/private.
const { PRIVATE_USER = 'user', PRIVATE_PASSWORD = 'secret' } = process.env;
const credentials = { [PRIVATE_USER]: PRIVATE_PASSWORD };
const httpAuth = [
  digest({ realm: 'private line', credentials }),
  basic({ realm: 'private line', credentials }),
];

@Controller()
@UseGuards(webhook({ ...options, httpAuth }))
class PrivateController {
  @Post('private')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  answer() {
    return twiml('<Say>Nobody else can hear this.</Say>');
  }
}

// Everything here is behind the signature alone.
@Controller()
@UseGuards(WebhookGuard)
class PhoneController {
  @Post('voice')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  voice() {
    return twiml(
      '<Gather action="/voice/menu" numDigits="1"><Say>Press 1 for news, 2 for music.</Say></Gather>',
    );
  }

  @Post('voice/menu')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  menu(@WebhookParams() params: VoiceParams) {
    const choices: Record<string, string> = { 1: 'No news is good news.', 2: 'La la la.' };
    return twiml(`<Say>${choices[String(params.Digits)] ?? 'There is no such choice.'}</Say>`);
  }

  @Get('voice/status')
  @HttpCode(204)
  status(@Query() query: StatusCallbackParams) {
    console.log(`call ${query.CallSid}: ${query.CallStatus}`);
  }

  @Post('sms')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  sms(@WebhookParams() params: MessageParams) {
    return twiml(`<Message>${escapeXml(String(params.Body))}</Message>`);
  }

  @Post('events')
  @HttpCode(204)
  events(@Body() event: { type: string }) {
    console.log(`event: ${event.type}`);
  }
}

const verifier = createVerifier(options);
const verifyClient: VerifyClientCallbackAsync = async ({ req }, done) => {
  const verdict = await verifier.verify(req);
  if (verdict.ok) return done(true);
  const { status, code, headers } = verdict.error;
  done(false, status, code, headers);
};

@WebSocketGateway({ path: '/media', verifyClient })
class MediaGateway {
  handleConnection(stream: WebSocket) {
    stream.on('message', (audio, isBinary) => stream.send(audio, { binary: isBinary }));
  }
}

@Module({
  imports: [WebhookModule.forRoot(options)],
  controllers: [PrivateController, PhoneController],
  providers: [MediaGateway],
})
class AppModule {}

const app = await NestFactory.create<NestExpressApplication>(AppModule);
app.useWebSocketAdapter(new WsAdapter(app));
// Without PUBLIC_URL the scheme and the host come from the proxy in front, on this machine.
app.set('trust proxy', 'loopback');
await app.listen(Number(PORT));
console.log(`Listening on port ${PORT}.`);

function twiml(verbs: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
