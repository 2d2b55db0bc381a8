import { webhook } from '@sig/next';
import { options, twiml } from '../../lib/line';

export const POST = webhook(options, () =>
  twiml(
    '<Gather action="/voice/menu" numDigits="1"><Say>Press 1 for news, 2 for music.</Say></Gather>',
  ),
);
