/** How often one may ask. Counted by this process alone: it spares work, it guards no secret. */
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { chargerActeur } from '../acces/connexion';
import type { Config } from '../config';
import { TropDeDemandes } from '../lib/erreurs';

/** A whole office behind one address may open its agendas in the same minute. */
export const LECTURES_PAR_MINUTE = 300;

export const limiterLesLectures = (): RequestHandler => rateLimit({
  windowMs: 60_000, limit: LECTURES_PAR_MINUTE, standardHeaders: true, legacyHeaders: false,
  keyGenerator: (req) => ipKeyGenerator(req.ip ?? ''),
  handler: (_req, res) => void res.status(429).set('Cache-Control', 'no-store').type('text/plain; charset=utf-8').send("Trop de lectures depuis votre adresse. L'agenda réessaiera de lui-même dans une minute."),
});

/** Of an account, all its sessions together; no one's hands go so fast, even on a list of files opened in tabs. */
export const limiterLesComptes = ({ requetesParMinute }: Config): RequestHandler => rateLimit({
  windowMs: 60_000, limit: requetesParMinute, standardHeaders: true, legacyHeaders: false,
  skip: (req) => chargerActeur(req) === null,
  keyGenerator: (req) => String(chargerActeur(req)?.utilisateurId),
  handler: (_req, _res, next) => next(new TropDeDemandes()),
});
