/**
 * The integration file of a person, and what may be done of a session. Pure.
 * Sources: convention PLIE art. 3-4 b (request for integration, contrat d'engagement), art. 4-4 (proofs), domaine §3 and §4.
 */
import type { CodeDe } from '../codes/listes';
import { LISTES, libelle } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import type { EtatEnregistre } from '../orientations/rules';

export type Justificatif = CodeDe<'JUSTIFICATIFS'>;
export type Decision = CodeDe<'DECISIONS_COMMISSION'>;

/** States in which a person may be presented to a commission. */
export const ETATS_PRESENTABLES = ['ACCUEILLIE', 'EN_DIAGNOSTIC'] as const satisfies readonly EtatEnregistre[];

/** Days after a session beyond which decisions not entered are late. */
export const JOURS_POUR_DECIDER = 7;

export const estPresentable = (etat: string): boolean => (ETATS_PRESENTABLES as readonly string[]).includes(etat);

/** What the file of one orientation is checked on. */
export interface FaitsDuDossier {
  date_contact: DateCivile | null;
  date_diagnostic: DateCivile | null;
  date_decision: DateCivile | null;
  date_integration: DateCivile | null;
  identifiant_pe: string | null;
  agence: string | null;
  minimum_social: CodeDe<'MINIMA_SOCIAUX'> | null;
  rqth: boolean | null;
  justificatifs: { type: Justificatif; date_vue: DateCivile }[];
  /** Day on which the PNI was asked for, or set without a request. */
  date_pni: DateCivile | null;
}

/** The proofs that this person's situation calls for, in the order of the list. */
export function justificatifsAttendus({ minimum_social, rqth }: Pick<FaitsDuDossier, 'minimum_social' | 'rqth'>): Justificatif[] {
  return LISTES.JUSTIFICATIFS.map((j) => j.code).filter((code) => {
    if (code === 'MINIMUM_SOCIAL') return minimum_social !== null && minimum_social !== 'AUCUN';
    return code !== 'RQTH' || rqth === true;
  });
}

export interface Piece {
  code: 'PREMIER_CONTACT' | 'DIAGNOSTIC' | 'IDENTIFIANT' | 'AGENCE' | 'CONTRAT' | 'PNI' | Justificatif;
  libelle: string;
  /** A_VENIR: it only comes once the integration is decided. */
  etat: 'FAITE' | 'MANQUE' | 'A_VENIR';
  date: DateCivile | null;
}

/** Every check of the file, in the order of a person's way. The diagnostic only where the convention has that phase. */
export function pieces(f: FaitsDuDossier, { phaseDiagnostic }: { phaseDiagnostic: boolean }): Piece[] {
  const avant = (code: Piece['code'], nom: string, date: DateCivile | null, faite = date !== null): Piece => ({ code, libelle: nom, etat: faite ? 'FAITE' : 'MANQUE', date });
  const apres = (code: Piece['code'], nom: string, date: DateCivile | null, attendue: boolean): Piece => ({ code, libelle: nom, etat: date ? 'FAITE' : attendue ? 'MANQUE' : 'A_VENIR', date });
  const vue = (type: Justificatif) => f.justificatifs.find((j) => j.type === type)?.date_vue ?? null;
  return [
    avant('PREMIER_CONTACT', 'Premier contact', f.date_contact),
    ...(phaseDiagnostic || f.date_diagnostic ? [avant('DIAGNOSTIC', 'Diagnostic', f.date_diagnostic)] : []),
    avant('IDENTIFIANT', 'Identifiant Pôle emploi', null, f.identifiant_pe !== null),
    avant('AGENCE', 'Agence Pôle emploi', null, f.agence !== null),
    ...justificatifsAttendus(f).map((type) => avant(type, libelle('JUSTIFICATIFS', type), vue(type))),
    apres('CONTRAT', "Contrat d'engagement signé", f.date_integration, f.date_decision !== null),
    apres('PNI', 'PNI demandé', f.date_pni, f.date_integration !== null),
  ];
}

export const piecesManquantes = (toutes: readonly Piece[]): Piece[] => toutes.filter((p) => p.etat === 'MANQUE');

/** Complete files first, then by what is missing, then those who have waited longest. */
export function ordonnerCandidats<T extends { manques: number; date_contact: DateCivile | null }>(candidats: readonly T[]): T[] {
  return [...candidats].sort((a, b) => a.manques - b.manques || (a.date_contact ?? '').localeCompare(b.date_contact ?? ''));
}

export interface EtatDeSeance { date_seance: DateCivile; date_cloture: DateCivile | null }

/** Why decisions cannot be recorded, or null. */
export function empechementDecision(s: EtatDeSeance, jour: DateCivile): string | null {
  if (s.date_cloture) return 'Cette séance est close. Rouvrez-la pour changer une décision.';
  return s.date_seance > jour ? "Cette séance n'a pas encore eu lieu : ses décisions se saisiront ce jour-là." : null;
}
