/** Structured logs: route pattern, status, duration, ids. Never a body, a query string, a name, an identifier. */
import pino from 'pino';

export type Logger = pino.Logger;
export const creerLogger = (niveau: string): Logger => pino({ level: niveau, base: null }, pino.destination(2));
