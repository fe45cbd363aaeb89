/** How often an address may read what needs no log-in. Counted by this process alone: it spares work, it guards no secret. */
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';

/** A whole office behind one address may open its agendas in the same minute. */
export const LECTURES_PAR_MINUTE = 300;

export const limiterLesLectures = (): RequestHandler => rateLimit({
  windowMs: 60_000, limit: LECTURES_PAR_MINUTE, standardHeaders: true, legacyHeaders: false,
  keyGenerator: (req) => req.socket.remoteAddress ?? '',
  handler: (_req, res) => void res.status(429).set('Cache-Control', 'no-store').type('text/plain; charset=utf-8').send("Trop de lectures depuis votre adresse. L'agenda réessaiera de lui-même dans une minute."),
});
