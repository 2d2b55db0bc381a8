import { webhook } from '@sig/next';
import { options, twiml } from '../../../lib/line';

const choices: Record<string, string> = { 1: 'No news is good news.', 2: 'La la la.' };

export const POST = webhook(options, (_request, _context, { params }) =>
  twiml(`<Say>${choices[String(params.Digits)] ?? 'There is no such choice.'}</Say>`),
);
