// Types as users meet them: `pnpm types` is what tests this file, running it only loads it.
import { type MessageParams, type Params, type Received, webhook } from '@sig/next';
import { webhook as apiRoute } from '@sig/next/pages';
import { expectTypeOf, it } from 'vitest';

const authToken = 'token';

it('route handlers see typed params', () => {
  webhook({ authToken }, (_request, _context, { params }) => {
    expectTypeOf(params).toEqualTypeOf<Params>();
    return new Response();
  });
  webhook({ authToken }, (_request, _context, { params }: Received<MessageParams>) => {
    expectTypeOf(params.Body).toEqualTypeOf<string | undefined>();
    expectTypeOf(params.Unknown).toEqualTypeOf<string | string[] | undefined>();
    return new Response();
  });
  type Context = { params: Promise<{ id: string }> };
  const route = webhook({ authToken }, (_request, _context: Context) => new Response());
  expectTypeOf(route).parameter(1).toEqualTypeOf<Context>();
  webhook<Context>({ authToken }, (_request, context, { params }) => {
    expectTypeOf(context).toEqualTypeOf<Context>();
    expectTypeOf(params).toEqualTypeOf<Params>();
    return new Response();
  });
});

it('API routes see typed bodies', () => {
  apiRoute<MessageParams>({ authToken }, (req) => {
    expectTypeOf(req.body.Body).toEqualTypeOf<string | undefined>();
    expectTypeOf(req.body.Unknown).toEqualTypeOf<string | string[] | undefined>();
  });
});
