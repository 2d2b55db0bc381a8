// What a route handler, or an API route in the Edge runtime, can read of a request that was let through.
import { webhook } from '@sig/next';
import { coverageSettings, mountedAt } from './settings.js';

/** The handler of one route below `mount`; `x-suite-scenario` names the setting. */
export function routeHandler(mount, route) {
  const handlers = new Map(
    coverageSettings.map((setting) => [
      setting.name,
      webhook(mountedAt(setting, mount).options, report(route)),
    ]),
  );
  return (request, context) =>
    handlers.get(request.headers.get('x-suite-scenario'))(request, context);
}

const report = (route) => async (request, context, received) => {
  const { url, nextUrl, headers } = request;
  const copy = request.clone();
  const isForm = Object.keys(received.params).length > 0;
  return Response.json({
    reached: true,
    method: request.method,
    target: url.replace(/^[a-z]+:\/\/[^/?#]*/i, ''),
    protocol: new URL(url).protocol.slice(0, -1),
    host: headers.get('x-forwarded-host')?.split(',')[0].trim() || headers.get('host'),
    rawHeaders: [...headers].flat(),
    path: nextUrl.pathname,
    query: [...nextUrl.searchParams],
    route,
    params: (await context?.params) ?? {},
    body: received.body,
    rawBody: base64(received.rawBody),
    leftover: '',
    readable: base64(new Uint8Array(await request.arrayBuffer())),
    ...(isForm && { formData: await formDataOf(copy) }),
  });
};

/** `formData()` of the Edge runtime of 14.0 knows the type in lower case only, and throws at any other. */
async function formDataOf(request) {
  try {
    return [...(await request.formData())];
  } catch (error) {
    if (/^application\/x-www-form-urlencoded/.test(request.headers.get('content-type')))
      throw error;
    return undefined;
  }
}

function base64(bytes = []) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
