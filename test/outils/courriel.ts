/** A mail as a mail program shows it. */
const decoder = (brut: string): string => Buffer.from(brut.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, h: string) => String.fromCharCode(parseInt(h, 16))), 'latin1').toString('utf8');

/** Its subject, out of the whole message. */
export const objetDe = (brut: string): string => (/^Subject: ((?:.*(?:\r\n[ \t])?)*)/m.exec(brut)?.[1] ?? '').replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, t: string) => Buffer.from(t, 'base64').toString()).replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, t: string) => decoder(t.replaceAll('_', ' '))).replace(/\r\n/g, '').trim();

/** Its text, of a message without attachment. */
export function corpsDe(brut: string): string {
  const fin = brut.indexOf('\r\n\r\n');
  return /base64/i.test(brut.slice(0, fin)) ? Buffer.from(brut.slice(fin + 4), 'base64').toString() : decoder(brut.slice(fin + 4));
}
