/** Whether a `Host` is one name or address with a port at the most, so that it moves no border of the URL. */
export function isHost(text: string): boolean {
  const [host, port] = text.startsWith('[')
    ? [text.slice(0, text.indexOf(']') + 1), text.slice(text.indexOf(']') + 1)]
    : text.includes(':')
      ? [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':'))]
      : [text, ''];
  if (port !== '' && !/^:\d{1,5}$/.test(port)) return false;
  if (text.startsWith('['))
    return /^\[[0-9a-fA-F:.]+\]$/.test(host) && host.length >= 4 && host.length <= 47;
  const ends = [host.at(0), host.at(-1)];
  return (
    [...host].every((character) => /[A-Za-z0-9_.-]/.test(character)) &&
    host.length > 0 &&
    host.length <= 255 &&
    /[A-Za-z0-9_]/.test(ends[0] ?? '') &&
    ends[1] !== '-'
  );
}
