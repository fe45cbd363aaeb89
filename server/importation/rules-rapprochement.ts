/**
 * Which dossier a row tells of: the identifiant first, else the name and the birth date, with the date de prescription, for
 * a person may be oriented twice. What only looks alike is asked of the référent, never decided. Pure.
 */
import { comparerIdentites } from '../doublons/rules';
import type { DateCivile } from '../lib/dates';
import { comparerNoms } from '../personnes/rules';

/** Names normalised by the database. */
export interface Designation {
  identifiant_pe: string | null;
  nom_norm: string;
  prenom_norm: string;
  date_naissance: DateCivile;
  date_prescription: DateCivile;
}
export interface DossierDesigne extends Designation {
  id: number;
  /** May be shown to the actor. */
  visible: boolean;
}
export interface LigneDesignee extends Designation { n: number }

export type Rapprochement =
  | { genre: 'CONNU'; id: number }
  | { genre: 'NOUVEAU' }
  /** The person may be one of these; the référent says. */
  | { genre: 'QUESTION'; candidats: number[] }
  /** The identifiant is that of somebody else. */
  | { genre: 'CONTRADICTION'; id: number };

/** Answers of the référent, by row: a dossier, or AUTRE (somebody else). */
export type Reponses = Record<string, number | 'AUTRE'>;

const identite = (d: Designation) => ({ nom: d.nom_norm, prenom: d.prenom_norm, date_naissance: d.date_naissance });
const parIdentifiant = (d: Designation) => `${d.identifiant_pe}|${d.date_prescription}`;
const parNom = (d: Designation) => `${d.nom_norm}|${d.prenom_norm}|${d.date_naissance}|${d.date_prescription}`;

export const CANDIDATS_MONTRES = 3;

/** The dossier of each row, by row number. A dossier goes to one row only. */
export function rapprocher(lignes: readonly LigneDesignee[], dossiers: readonly DossierDesigne[], reponses: Reponses): Map<number, Rapprochement> {
  const resultat = new Map<number, Rapprochement>();
  const identifies = new Map(dossiers.filter((d) => d.identifiant_pe).map((d) => [parIdentifiant(d), d]));
  const nommes = new Map(dossiers.map((d) => [parNom(d), d]));
  const pris = new Set<number>();
  const prendre = (n: number, id: number) => { pris.add(id); resultat.set(n, { genre: 'CONNU', id }); };
  for (const l of lignes) {
    const d = l.identifiant_pe ? identifies.get(parIdentifiant(l)) : undefined;
    if (!d) continue;
    if (l.date_naissance !== d.date_naissance && !comparerNoms(identite(l), identite(d))) resultat.set(l.n, { genre: 'CONTRADICTION', id: d.id });
    else prendre(l.n, d.id);
  }
  const autres = lignes.filter((l) => !resultat.has(l.n));
  for (const l of autres) {
    const d = nommes.get(parNom(l));
    if (d && !pris.has(d.id) && !(l.identifiant_pe && d.identifiant_pe)) prendre(l.n, d.id);
  }
  // What was answered holds as long as the dossier is still free.
  for (const l of autres) {
    const reponse = reponses[l.n];
    if (typeof reponse === 'number' && !resultat.has(l.n) && !pris.has(reponse) && dossiers.some((d) => d.id === reponse)) prendre(l.n, reponse);
  }
  const libres = new Map<string, DossierDesigne[]>();
  for (const d of dossiers) {
    if (!d.visible || pris.has(d.id)) continue;
    const duJour = libres.get(d.date_prescription);
    if (duJour) duJour.push(d);
    else libres.set(d.date_prescription, [d]);
  }
  for (const l of autres) {
    if (resultat.has(l.n)) continue;
    const candidats = reponses[l.n] === 'AUTRE' ? [] : (libres.get(l.date_prescription) ?? []).filter((d) => ressemble(l, d)).slice(0, CANDIDATS_MONTRES);
    resultat.set(l.n, candidats.length ? { genre: 'QUESTION', candidats: candidats.map((d) => d.id) } : { genre: 'NOUVEAU' });
  }
  return resultat;
}

/** Two identifiants that differ are two persons, unless everything else is the same: one of them is then badly typed. */
function ressemble(ligne: Designation, dossier: Designation): boolean {
  const ressemblance = comparerIdentites(identite(ligne), identite(dossier));
  return ligne.identifiant_pe && dossier.identifiant_pe ? ressemblance === 'MEME_IDENTITE' : ressemblance !== null;
}
