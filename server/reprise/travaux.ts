/**
 * The work of the reprises deposited on screen: one at a time in this process, each claimed in the database, so that any
 * process takes over what another has left. Reading is done by a child process; the check gives way between two batches.
 */
import { performance } from 'node:perf_hooks';
import type { Contexte } from '../acces/acteur';
import { chercherCompteParId } from '../acces/queries';
import { classeurEnMemoire } from '../lib/classeur/ecrire';
import { FichierRefuse, LIMITES_ENVOI } from '../lib/classeur/lire';
import { aujourdhui, type Horloge } from '../lib/dates';
import type { Base } from '../lib/db';
import { RegleEnfreinte } from '../lib/erreurs';
import type { Logger } from '../lib/logger';
import { importer } from './actions';
import { verifierFichier } from './actions-verifier';
import { feuillesDesRefus } from './classeurs';
import type { Etat } from './etat';
import { finirTravail, noterAvancement, purgerReprises, reserverTravail, type Fin, type Travail } from './queries-reprises';

export interface Atelier {
  base: Base;
  horloge: Horloge;
  logger: Logger;
  /** The embedded database has one connection: during a transaction nothing else can be written, progress included. */
  uneSeuleConnexion: boolean;
}

const enCours = new WeakMap<Base, Promise<void>>();

/** Does the jobs that wait, after those that this process is at. Resolves when none is left; never rejects. */
export function travailler(atelier: Atelier): Promise<void> {
  const suite = (enCours.get(atelier.base) ?? Promise.resolve()).then(() => vider(atelier)).catch((erreur: unknown) => atelier.logger.error({ erreur: (erreur as Error).name, code: (erreur as { code?: string }).code }, 'reprises'));
  enCours.set(atelier.base, suite);
  return suite;
}

/** Every half minute: what another process has left, and the files that have had their time. A job under way at the stop is taken up at the next start. */
export function veiller(atelier: Atelier): { arreter: () => void } {
  const tour = () => void travailler(atelier).then(() => purgerReprises(atelier.base)).catch(() => {});
  tour();
  const minuteur = setInterval(tour, 30_000);
  minuteur.unref();
  return { arreter: () => clearInterval(minuteur) };
}

async function vider(atelier: Atelier): Promise<void> {
  for (;;) {
    const travail = await reserverTravail(atelier.base);
    if (!travail) return;
    await accomplir(atelier, travail);
  }
}

const ECHEC = "Cette reprise n'a pas pu être menée à bien, et rien n'a été enregistré. Envoyez le fichier de nouveau ; si l'échec se répète, prévenez votre administrateur.";

async function accomplir(atelier: Atelier, travail: Travail): Promise<void> {
  try {
    const contexte = await contexteDe(atelier, travail);
    const etat = await verifierFichier(contexte, travail.plie_id, { contenu: travail.contenu, nom: travail.nom_fichier }, { limites: LIMITES_ENVOI, avancer: noteur(atelier, travail) });
    const refus = etat.refusees.size ? await classeurEnMemoire(feuillesDesRefus(etat.refusees)) : null;
    const fin = (etatFinal: Fin['etat']): Fin => ({ etat: etatFinal, rapport: etat.rapport, refus });
    if (travail.etat === 'A_LIRE') await finirTravail(atelier.base, travail, fin('LUE'));
    else if (etat.rapport.nombre_erreurs && !travail.ignorer_les_erreurs) await finirTravail(atelier.base, travail, fin('ECHOUEE'));
    else await enregistrer(atelier, contexte, travail, etat, fin('TERMINEE'));
  } catch (erreur) {
    const dite = erreur instanceof FichierRefuse || erreur instanceof RegleEnfreinte;
    if (!dite) atelier.logger.error({ reprise: travail.id, erreur: (erreur as Error).stack?.replace(/ - .*/s, ''), code: (erreur as { code?: string }).code }, 'reprise');
    await finirTravail(atelier.base, travail, { etat: 'ECHOUEE', rapport: { phrase: dite ? erreur.message : ECHEC }, refus: null });
  }
}

/** The rows and the end of the job are one transaction: interrupted, both are left to be done again. */
async function enregistrer(atelier: Atelier, contexte: Contexte, travail: Travail, etat: Etat, fin: Fin): Promise<void> {
  await importer(contexte, travail.plie_id, etat, {
    ignorerLesErreurs: travail.ignorer_les_erreurs,
    avancer: atelier.uneSeuleConnexion ? () => {} : noteur(atelier, travail),
    ensuite: async (trx) => {
      if (!(await finirTravail(trx, travail, fin))) throw new RegleEnfreinte('Cette reprise a déjà été enregistrée.');
    },
  });
}

/** The actor is whoever deposited the file, with the rights of today. */
async function contexteDe({ base, horloge }: Atelier, travail: Travail): Promise<Contexte> {
  const compte = await chercherCompteParId(base, travail.utilisateur_id);
  if (!compte?.actif || compte.acteur.organisation?.id !== travail.plie_id) throw new RegleEnfreinte("Le compte qui a déposé ce fichier n'est plus actif dans ce PLIE. Rien n'a été enregistré.");
  return { base, acteur: compte.acteur, jour: aujourdhui(horloge), auteur: { utilisateurId: compte.acteur.utilisateurId, systeme: null, requeteId: null, cleFormulaire: null } };
}

/** Writes the progress once a second, without waiting for it. */
function noteur({ base }: Atelier, travail: Travail): (part: number) => void {
  let dernier = performance.now();
  return (part) => {
    if (performance.now() - dernier < 1000) return;
    dernier = performance.now();
    noterAvancement(base, travail, Math.floor(part * 100)).catch(() => {});
  };
}
