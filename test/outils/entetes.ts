/** The headers of every response, whatever it is. */
import type request from 'supertest';

/** One line per fault; an empty list is expected. */
export function fautesEntetes({ headers }: request.Response): string[] {
  const fautes: string[] = [];
  const csp = String(headers['content-security-policy'] ?? '');
  for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]) if (!csp.includes(directive)) fautes.push(`CSP sans ${directive}`);
  if (/unsafe-|\*/.test(csp)) fautes.push(`CSP trop large : ${csp}`);
  if (!/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}'/.test(csp)) fautes.push('CSP sans nonce');
  const attendus: Record<string, string> = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' };
  for (const [nom, valeur] of Object.entries(attendus)) if (headers[nom] !== valeur) fautes.push(`${nom} : ${String(headers[nom])} au lieu de ${valeur}`);
  if (headers['x-powered-by']) fautes.push('x-powered-by');
  for (const cookie of (headers['set-cookie'] as unknown as string[] | undefined) ?? []) if (!/HttpOnly/i.test(cookie) || !/SameSite=(Lax|Strict)/i.test(cookie)) fautes.push(`cookie ouvert : ${cookie.split('=')[0]}`);
  return fautes;
}
