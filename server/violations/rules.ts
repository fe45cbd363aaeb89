/**
 * The two clocks of a breach and what its closing needs. Pure. Sources: domaine §10 (36 hours to the other party), RGPD art. 33 (72 hours to
 * the regulator, unless there is no risk) and 34 (the persons, when the risk is high). Hours are elapsed hours from the discovery.
 */
import type { CodeDe } from '../codes/listes';
import { ajouterHeures, formaterInstant, minutesEntre } from '../lib/dates';
import { formaterNombre } from '../lib/texte';

export const HEURES_AUTRE_PARTIE = 36;
export const HEURES_CNIL = 72;

export interface Annonce { destinataire: CodeDe<'DESTINATAIRES_ANNONCE'>; convention_id: number | null; dite_le: string }
export interface PartieConcernee { convention_id: number; nom: string }
/** What the clocks are read from. */
export interface FaitsDeViolation { decouverte_le: string; risque: CodeDe<'RISQUES_VIOLATION'>; close_le: string | null; sans_objet_le: string | null; parties: readonly PartieConcernee[]; annonces: readonly Annonce[] }

/** The addresses to which a party is written, each once. */
export const adressesDe = ({ contacts }: { contacts: readonly { courriel: string | null }[] }): string[] => [...new Set(contacts.flatMap((c) => c.courriel ?? []))];

/** Somebody to tell. `avant` is null when no hour is set; `nom` as a sentence says it after « à ». */
export interface Delai { destinataire: Annonce['destinataire']; convention_id: number | null; nom: string; avant: string | null; diteLe: string | null }

/** Whom a breach must be told to: each other party, the regulator when there is a risk, the persons when it is high. */
export function delais(v: FaitsDeViolation): Delai[] {
  const premiere = (destinataire: Annonce['destinataire'], convention_id: number | null): string | null =>
    v.annonces.filter((a) => a.destinataire === destinataire && a.convention_id === convention_id).map((a) => a.dite_le)
      .reduce<string | null>((tot, le) => (tot === null || minutesEntre(le, tot) > 0 ? le : tot), null);
  const delai = (destinataire: Annonce['destinataire'], convention_id: number | null, nom: string, heures: number | null): Delai =>
    ({ destinataire, convention_id, nom, avant: heures === null ? null : ajouterHeures(v.decouverte_le, heures), diteLe: premiere(destinataire, convention_id) });
  return [
    ...v.parties.map((p) => delai('AUTRE_PARTIE', p.convention_id, p.nom, HEURES_AUTRE_PARTIE)),
    ...(v.risque === 'AUCUN' ? [] : [delai('CNIL', null, 'la CNIL', HEURES_CNIL)]),
    ...(v.risque === 'ELEVE' ? [delai('PERSONNES', null, 'les personnes concernées', null)] : []),
  ];
}

/** « 12 h 05 min », « 40 min », « 50 h ». */
export function formaterDuree(minutes: number): string {
  const [h, min] = [Math.floor(minutes / 60), minutes % 60];
  if (!h) return `${min} min`;
  return min ? `${formaterNombre(h)} h ${String(min).padStart(2, '0')} min` : `${formaterNombre(h)} h`;
}

export type Ton = 'retard' | 'du' | 'fait';
/** Where a clock stands at that instant; the very last minute is still in time. */
export function etatDuDelai({ avant, diteLe }: Delai, maintenant: string): { ton: Ton; mot: string; phrase: string } {
  const reste = avant === null ? 0 : minutesEntre(diteLe ?? maintenant, avant);
  const enRetard = avant !== null && reste < 0;
  if (diteLe) return { ton: 'fait', mot: enRetard ? 'Dit en retard' : 'Dit', phrase: `Le ${formaterInstant(diteLe)}${avant === null ? '' : enRetard ? `, ${formaterDuree(-reste)} après le délai` : ', dans le délai'}.` };
  if (avant === null) return { ton: 'du', mot: 'À dire', phrase: 'Dans les meilleurs délais.' };
  return enRetard ? { ton: 'retard', mot: 'En retard', phrase: `En retard de ${formaterDuree(-reste)}.` } : { ton: 'du', mot: 'À dire', phrase: `Il reste ${formaterDuree(reste)}.` };
}

/** Neither closed nor without object: its clocks run. */
export const estOuverte = ({ close_le, sans_objet_le }: Pick<FaitsDeViolation, 'close_le' | 'sans_objet_le'>): boolean => close_le === null && sans_objet_le === null;

/** What an open breach still has to tell, the most pressing first. */
export const aDire = (v: FaitsDeViolation): Delai[] =>
  !estOuverte(v) ? [] : delais(v).filter((d) => !d.diteLe).sort((x, y) => (x.avant ?? '9').localeCompare(y.avant ?? '9'));

/** « à la CNIL », « aux personnes concernées », « à « Agence X » ». */
export const aQui = ({ destinataire, nom }: Pick<Delai, 'destinataire' | 'nom'>): string => (destinataire === 'PERSONNES' ? 'aux personnes concernées' : destinataire === 'CNIL' ? 'à la CNIL' : `à « ${nom} »`);

/** Why a line can no longer be without object; null as long as nobody was told. */
export const refusDeSansObjet = ({ annonces }: Pick<FaitsDeViolation, 'annonces'>): string | null => (annonces.length
  ? "Quelqu'un a déjà été informé de cette violation. Complétez-la plutôt (risque « Aucun », et sa raison), dites-le à ceux qui l'ont apprise, puis closez-la." : null);

/** What keeps a breach from being closed, in sentences; none when it may be. */
export function manquesPourClore(v: FaitsDeViolation & { mesures: readonly string[] }): string[] {
  const manque: Record<Delai['destinataire'], string> = {
    AUTRE_PARTIE: "la convention demande de le dire à l'autre partie", CNIL: 'un risque est déclaré', PERSONNES: 'le risque déclaré est élevé',
  };
  return [
    ...delais(v).filter((d) => !d.diteLe).map((d) => `Il manque au registre ce qui a été dit ${aQui(d)} : ${manque[d.destinataire]}.`),
    ...(v.mesures.length ? [] : ['Il manque au moins une mesure prise : complétez la violation.']),
  ];
}
