import { webhook } from '@sig/next';
import { escapeXml, options, twiml } from '../../lib/line';

export const POST = webhook(options, async (request) => {
  const form = await request.formData();
  return twiml(`<Message>${escapeXml(String(form.get('Body')))}</Message>`);
});
