/** What is said of a restriction of processing: on the pages of the person, and where they are left out of a file. Pure. */
import { libelle, type CodeDe } from '../codes/listes';
import { formaterDate, formaterInstant } from '../lib/dates';
import { accorder, dansLaPhrase } from '../lib/texte';
import type { LimitationDUnePersonne } from './queries-limitation';

type Usage = CodeDe<'USAGES_LIMITES'>;

/** Is that use open for a while by an exception? */
export const permet = (l: Pick<LimitationDUnePersonne, 'exceptions'>, usage: Usage): boolean => l.exceptions.some((e) => e.pour === usage);

const OUVRE: Record<Usage, string> = { MODIFIER: 'de modifier sa fiche et son parcours', TRANSMETTRE: "d'imprimer et de transmettre ses données" };

/** Since when and why nothing may be written, what an exception opens, whom to ask for one. */
export function decrireLimitation(l: LimitationDUnePersonne): { depuis: string; exceptions: string[]; aQui: string } {
  const { nom, telephone, courriel } = l.delegue ?? { nom: null, telephone: null, courriel: null };
  const joindre = [courriel, telephone].filter(Boolean).join(', ');
  return {
    depuis: `depuis le ${formaterDate(l.debut)}, à sa demande : ses données sont gardées, sans être modifiées, imprimées ni transmises.`,
    exceptions: l.exceptions.map((e) => `Une exception permet ${OUVRE[e.pour]} jusqu'au ${formaterInstant(e.expire_le)} (${dansLaPhrase(libelle('MOTIFS_EXCEPTION', e.motif))}).`),
    aQui: `Pour une ${l.exceptions.length ? 'autre ' : ''}exception, adressez-vous au délégué à la protection des données du PLIE${nom ? ` : ${nom}` : ''}${joindre ? ` (${joindre})` : ''}.`,
  };
}

/** The same as one text, where the form would be. */
export function direLimitation(l: LimitationDUnePersonne): string {
  const { depuis, exceptions, aQui } = decrireLimitation(l);
  return [`Le traitement des données de cette personne est limité ${depuis}`, ...exceptions, aQui].join(' ');
}

/** Beside a refused row given back to whoever brought it, in the place of a reason that would tell what is held on the person. */
export const MOTIF_TU = "Cette ligne touche une personne dont le traitement est limité, à sa demande : la raison du refus n'est pas écrite ici. Voyez sa fiche dans l'application.";

/** « 1 personne non exportée : limitation », in the file and on screen; null when nobody is left out. */
export const direNonExportees = (nombre: number): string | null => (nombre ? `${accorder(nombre, 'personne non exportée', 'personnes non exportées')} : limitation` : null);
