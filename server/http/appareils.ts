/**
 * The browsers that an account is known to use: a signed cookie, which tells them apart from new ones without looking at what they are.
 * Each entry is good for one account, for one set of its secrets (a new password makes every browser new), and for a year.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { ajouterMois, aujourdhui, chercherDateIso, type DateCivile } from '../lib/dates';
import { signer, type Cles } from '../lib/secrets';
import type { Porte } from '../acces/connexion';
import type { Compte } from '../acces/queries';

const MOIS_DE_MEMOIRE = 12;
/** Colleagues who share a machine; the one who came the longest ago goes. */
const ENTREES_MAX = 8;

const enHttps = (req: Request): boolean => (req.app.locals.deps as { config: { url: string } }).config.url.startsWith('https:');
const nomDuTemoin = (req: Request): string => (enHttps(req) ? '__Host-plie-appareil' : 'plie-appareil');

const marque = (cle: string, { acteur, versionSessions }: Compte, jour: string): string => signer(cle, `${acteur.utilisateurId}.${versionSessions}.${jour}`);
const egales = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** « 2025-06-16.<signature> », the latest first. */
function entreesDe(req: Request): { jour: string; signature: string }[] {
  const valeur = new RegExp(`(?:^|;\\s*)${nomDuTemoin(req)}=([\\w.~-]*)`).exec(req.headers.cookie ?? '')?.[1] ?? '';
  return valeur.split('~').slice(0, ENTREES_MAX).map((e) => ({ jour: e.slice(0, 10), signature: e.slice(11) }));
}

const estValable = (cles: Cles, compte: Compte, { jour, signature }: { jour: string; signature: string }, aujourdHui: DateCivile): boolean => {
  const pose = chercherDateIso(jour);
  return pose !== null && ajouterMois(pose, MOIS_DE_MEMOIRE) > aujourdHui && cles.some((cle) => egales(signature, marque(cle, compte, jour)));
};

/** True when this account was opened from this browser before. */
export const estAppareilConnu = ({ cles, horloge }: Porte, req: Request, compte: Compte): boolean => entreesDe(req).some((e) => estValable(cles, compte, e, aujourdhui(horloge)));

/** From now on it was, for a year. */
export function retenirAppareil({ cles, horloge }: Porte, req: Request, compte: Compte): void {
  const jour = aujourdhui(horloge);
  const autres = entreesDe(req).filter((e) => e.signature && !estValable(cles, compte, e, jour));
  const valeur = [{ jour, signature: marque(cles[0], compte, jour) }, ...autres].slice(0, ENTREES_MAX).map((e) => `${e.jour}.${e.signature}`).join('~');
  (req.res as Response).cookie(nomDuTemoin(req), valeur, { httpOnly: true, secure: enHttps(req), sameSite: 'strict', path: '/', maxAge: 365 * 86_400_000 });
}
