// What people write without verification.
export async function POST(request) {
  const params = await request.formData();
  return new Response(`<Response><Say>${params.get('CallSid')}</Say></Response>`, {
    headers: { 'Content-Type': 'text/xml' },
  });
}
