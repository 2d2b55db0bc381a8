// Any other endpoint: the check against cross-site forms still holds here.
export const POST = () => new Response('sent');
