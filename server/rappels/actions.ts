/** Acts on one's reminders, and the daily pass that sends them. */
import type { Contexte, Role } from '../acces/acteur';
import { chercherCompteParId } from '../acces/queries';
import { listerEcheances } from '../calendrier/queries';
import { genresDuRole, vueParDefaut, type Genre } from '../calendrier/rules';
import { regrouper } from '../calendrier/rules-personnes';
import { composer, CourrielNonParti, envoyer } from '../lib/courriel';
import { ajouterJours, aujourdhui, dansMinutes, heureAParis, type DateCivile, type Horloge } from '../lib/dates';
import type { Base } from '../lib/db';
import { ecrire } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import type { Logger } from '../lib/logger';
import * as q from './queries';
import { ecrireRappel, HEURE_DES_RAPPELS, JOURS_DE_MEMOIRE, MINUTES_AVANT_REPRISE, rappelsDus, rolesDesSuppleants, type Lot } from './rules';

async function verifierSuppleant(contexte: Contexte, titulaire: number, role: Role, suppleant: number | null): Promise<void> {
  if (suppleant === null) return;
  if (suppleant === titulaire || !(await q.listerCollegues(contexte, rolesDesSuppleants(role))).some((c) => c.id === suppleant)) {
    throw new RegleEnfreinte([{ champ: 'suppleant_id', message: 'Choisissez un collègue de la liste : actif, de votre organisation, et qui peut ouvrir les mêmes pages.' }]);
  }
}

/** One's own choice; the kinds that the role has no deadline of are left out. */
export async function reglerMesRappels(contexte: Contexte, choix: q.Reglages): Promise<void> {
  const { base, auteur, acteur } = contexte;
  const role = acteur.role as Role;
  await verifierSuppleant(contexte, acteur.utilisateurId!, role, choix.suppleant_id);
  const genres = genresDuRole(role).filter((g) => choix.genres.includes(g));
  await ecrire(base, auteur, { action: 'compte.regler_rappels', details: { genres: genres.length } }, (trx) => q.poserReglages(trx, acteur.utilisateurId!, { ...choix, genres }));
}

/** Names who stands in for a colleague of the PLIE: what they chose to be reminded of stays theirs. */
export async function nommerSuppleant(contexte: Contexte, { utilisateur_id, suppleant_id, version }: { utilisateur_id: number; suppleant_id: number | null; version: number }): Promise<void> {
  const { base, auteur, acteur } = contexte;
  const titulaire = (await q.listerCollegues(contexte, rolesDesSuppleants('ANIMATION'))).find((c) => c.id === utilisateur_id);
  if (!titulaire) throw new Introuvable();
  await verifierSuppleant(contexte, titulaire.id, titulaire.role, suppleant_id);
  const { genres } = await q.lireReglages(base, titulaire.id);
  await ecrire(base, auteur, { action: 'suppleant.nommer', plieId: acteur.organisation?.id ?? null, details: { utilisateur: titulaire.id } }, (trx) => q.poserReglages(trx, titulaire.id, { genres, suppleant_id, version }));
}

export interface Facteur { base: Base; horloge: Horloge; logger: Logger; smtpUrl: string | undefined; url: string; operateur: string }
export interface Passage { envoyes: number; refuses: number }

/** Of whom the deadlines go to whom: one's own first. */
function destinataires(abonnes: readonly q.Abonne[]): Map<number, { titulaire: number; genres: Genre[] }[]> {
  const pour = new Map<number, { titulaire: number; genres: Genre[] }[]>();
  const ajouter = (qui: number, titulaire: number, genres: Genre[]) => pour.set(qui, [...(pour.get(qui) ?? []), { titulaire, genres }]);
  for (const { utilisateur_id, genres } of abonnes) ajouter(utilisateur_id, utilisateur_id, genres);
  for (const { utilisateur_id, genres, suppleant_id } of abonnes) if (suppleant_id !== null) ajouter(suppleant_id, utilisateur_id, genres);
  return pour;
}

/**
 * The reminders of the day: at most one mail an agent, whatever the number of processes, and whatever the days missed. Does
 * nothing before seven in the morning, without a mail server, or once the day is done; then only tries again what was refused.
 *
 * At most once: the mail is claimed before it leaves, and a process that dies in between leaves it claimed. Nobody can tell
 * whether the server took it; the next step (one day before, then late) and the page say it again, while a mail received twice
 * would teach to read none. A refusal of the server is known: that one is tried again. `continuer`: asked between two agents.
 */
export async function passer(facteur: Facteur, continuer: () => boolean = () => true): Promise<Passage> {
  const { base, horloge, smtpUrl, logger } = facteur;
  const fait: Passage = { envoyes: 0, refuses: 0 };
  if (!smtpUrl || heureAParis(horloge) < HEURE_DES_RAPPELS) return fait;
  const jour = aujourdhui(horloge);
  const fini = await q.commencerPassage(base, jour, dansMinutes(horloge, 0));
  const aReprendre = fini ? await q.listerAReprendre(base, jour, dansMinutes(horloge, 0)) : null;
  if (aReprendre?.length === 0) return fait;
  for (const [qui, titulaires] of destinataires(await q.listerAbonnes(base))) {
    if (!continuer()) return fait;
    if (aReprendre && !aReprendre.includes(qui)) continue;
    try {
      const issue = await prevenir({ ...facteur, smtpUrl }, qui, titulaires, jour);
      if (issue === 'ENVOYE') fait.envoyes += 1;
      if (issue === 'REFUSE') fait.refuses += 1;
    } catch (erreur) {
      // One agent's trouble keeps no mail from the others.
      logger.error({ utilisateur: qui, erreur: (erreur as Error).name, code: (erreur as { code?: string }).code }, 'rappel');
    }
  }
  if (!fini) await q.finirPassage(base, jour, dansMinutes(horloge, 0), ajouterJours(jour, -3 * JOURS_DE_MEMOIRE));
  return fait;
}

async function prevenir({ base, horloge, smtpUrl, url, operateur }: Facteur & { smtpUrl: string }, qui: number, titulaires: readonly { titulaire: number; genres: Genre[] }[], jour: DateCivile): Promise<'RIEN' | 'ENVOYE' | 'REFUSE'> {
  const destinataire = await chercherCompteParId(base, qui);
  if (!destinataire?.actif) return 'RIEN';
  const deja = await q.listerPaliersDits(base, qui, ajouterJours(jour, -JOURS_DE_MEMOIRE));
  const lots: Lot[] = [];
  const paliers: string[] = [];
  for (const { titulaire, genres } of titulaires) {
    const compte = await chercherCompteParId(base, titulaire);
    if (!compte?.actif) continue;
    const { acteur } = compte;
    const contexte: Contexte = { base, acteur, jour, auteur: { utilisateurId: titulaire, systeme: null, requeteId: null, cleFormulaire: null } };
    const dus = rappelsDus(await listerEcheances(contexte, vueParDefaut(acteur.role)), genres, deja, jour);
    paliers.push(...dus.map((d) => d.palier));
    lots.push({ suppleance: titulaire !== qui, echeances: regrouper(dus.map((d) => d.echeance), acteur.role === 'ACCOMPAGNATEUR' ? titulaire : null, jour) });
  }
  if (!paliers.length || !(await q.reserverRappel(base, qui, jour, [...new Set(paliers)], dansMinutes(horloge, 0)))) return 'RIEN';

  const { organisation } = destinataire.acteur;
  const adresses = { de: (organisation && await q.chercherCourrielOrganisation(base, organisation.id)) ?? destinataire.courriel, a: destinataire.courriel };
  try {
    await envoyer(smtpUrl, await composer({ ...adresses, ...ecrireRappel(lots, { url, operateur, plusieurs: organisation?.type !== 'PLIE', jour }), pieces: [] }), adresses);
  } catch (erreur) {
    if (!(erreur instanceof CourrielNonParti)) throw erreur;
    await q.noterRappelRefuse(base, qui, jour, dansMinutes(horloge, MINUTES_AVANT_REPRISE));
    return 'REFUSE';
  }
  await q.noterRappelEnvoye(base, qui, jour, dansMinutes(horloge, 0));
  return 'ENVOYE';
}
