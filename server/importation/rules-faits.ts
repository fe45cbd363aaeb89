/** Étapes and absences: whose they are among the rows of the table, and what is already known of them. Pure. */
import { cle } from '../lib/classeur/colonnes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { nomComplet } from '../lib/texte';
import { grouper, type Cible, type Connu, type Detail, type Ecriture, type LigneExaminee, type Sort } from './rules-examen';
import { COLONNES, type LigneAbsence, type LigneEtape, type NomDeFeuille } from './rules-format';
import type { Comprise, FeuilleLue, Fautive } from './rules-lecture';
import { cibleDe, estPrise, type RangeeExaminee } from './rules-tableau';

interface Designee { identifiant_pe?: string | null; nom: string; prenom: string }
const parNom = (v: { nom: string; prenom: string }): string => `${cle(v.nom)}|${cle(v.prenom)}`;

/** The rows of the table by person, for the sheets that name a person and nothing more. */
export class Personnes {
  readonly #parIdentifiant: Map<string | null, RangeeExaminee[]>;
  readonly #parNom: Map<string, RangeeExaminee[]>;
  readonly #fautives: Set<string>;

  constructor(rangees: readonly RangeeExaminee[], fautives: readonly Fautive[]) {
    this.#parIdentifiant = grouper(rangees, (r) => r.v.identifiant_pe ?? null);
    this.#parNom = grouper(rangees, (r) => parNom(r.v));
    this.#fautives = new Set(fautives.map((f) => cle(f.qui)));
  }

  chercher(v: Designee): RangeeExaminee[] {
    return (v.identifiant_pe ? this.#parIdentifiant.get(v.identifiant_pe) : undefined) ?? this.#parNom.get(parNom(v)) ?? [];
  }

  /** The row of this person could not be understood. */
  estFautive(v: Designee): boolean {
    return this.#fautives.has(cle(nomComplet(v)));
  }

  /** The orientation that a fact of that day belongs to: the last one prescribed by then; a sentence when nothing says which. */
  situer(v: Designee, jour: DateCivile): RangeeExaminee | string {
    const rangees = this.chercher(v);
    if (!rangees.length) return this.estFautive(v) ? "Sa ligne de la feuille « Tableau de suivi » est refusée : corrigez-la d'abord." : "Cette personne n'est pas dans la feuille « Tableau de suivi ».";
    const personnes = new Set(rangees.map((r) => `${r.v.identifiant_pe ?? ''}|${r.v.date_naissance}`));
    if (!v.identifiant_pe && personnes.size > 1) return 'Deux personnes du tableau portent ce nom : donnez son identifiant.';
    const triees = rangees.toSorted((a, b) => (a.v.date_prescription < b.v.date_prescription ? -1 : 1));
    return triees.findLast((r) => r.v.date_prescription <= jour) ?? triees[0]!;
  }
}

interface Situee { ligne: LigneExaminee; cible: Cible | null; inconnu: boolean }

/** Whose row it is, or why it is not taken; the facts of a dossier told of by a newer table are left alone. */
function situer(f: NomDeFeuille, n: number, v: Designee, jour: DateCivile, personnes: Personnes): Situee {
  const base = { f, n, qui: nomComplet(v), averti: false } as const;
  const refus = (sort: Sort, raison: string): Situee => ({ ligne: { ...base, sort, d: [{ colonne: 'Nom', valeur: v.nom, raison }] }, cible: null, inconnu: false });
  const rangee = personnes.situer(v, jour);
  if (typeof rangee === 'string') return refus('REFUSEE', rangee);
  if (rangee.sort === 'AUTRE_AGENCE') return refus('AUTRE_AGENCE', `Suit la ligne ${rangee.n} du tableau : non reprise ici.`);
  if (rangee.sort === 'A_RAPPROCHER') return refus('A_RAPPROCHER', `Suit la ligne ${rangee.n} du tableau, à rapprocher d'abord.`);
  if (!estPrise(rangee)) return refus('REFUSEE', `Sa ligne du tableau (${rangee.n}) est refusée : corrigez-la d'abord.`);
  if (rangee.ecrit === null) return { ligne: { ...base, sort: 'INCHANGEE', d: [] }, cible: null, inconnu: false };
  return { ligne: { ...base, sort: 'INCHANGEE', d: [] }, cible: cibleDe(rangee), inconnu: rangee.dossier === null };
}

const REPETEE: Detail = { colonne: '', valeur: '', raison: "Cette ligne en répète une autre : elle ne compte qu'une fois." };

export function examinerEtapes({ lignes }: FeuilleLue<LigneEtape>, connu: Connu, personnes: Personnes, ecriture: Ecriture): LigneExaminee[] {
  const connues = new Map(connu.etapes.map((e) => [`${e.dossier_id}|${e.type}|${e.date_debut}`, e]));
  const vues = new Set<string>();
  return lignes.map(({ n, v }: Comprise<LigneEtape>) => {
    const { ligne, cible, inconnu } = situer('Étapes', n, v, v.date_debut, personnes);
    if (cible === null) return ligne;
    const fin = v.date_fin ?? null;
    if (fin && fin < v.date_debut) return { ...ligne, sort: 'REFUSEE', d: [{ colonne: 'Fin', valeur: formaterDate(fin), raison: `La fin précède le début (${formaterDate(v.date_debut)}).` }] };
    const clef = `${cible}|${v.type}|${v.date_debut}`;
    if (vues.has(clef)) return { ...ligne, averti: true, d: [REPETEE] };
    vues.add(clef);
    ecriture.etapes.push({ cible, type: v.type, date_debut: v.date_debut, date_fin: fin });
    const connue = inconnu ? undefined : connues.get(clef);
    if (!connue) return { ...ligne, sort: 'NOUVELLE', d: [{ colonne: COLONNES.Étapes.type.titre, valeur: `${v.type}, ${fin ? `du ${formaterDate(v.date_debut)} au ${formaterDate(fin)}` : `depuis le ${formaterDate(v.date_debut)}`}` }] };
    return connue.date_fin === fin ? ligne : { ...ligne, sort: 'MODIFIEE', d: [{ colonne: `${v.type} : fin`, avant: formaterDate(connue.date_fin), valeur: formaterDate(fin) }] };
  });
}

const dire = (excuse: boolean): string => (excuse ? 'excusé' : 'non excusé');

export function examinerAbsences({ lignes }: FeuilleLue<LigneAbsence>, connu: Connu, personnes: Personnes, ecriture: Ecriture): LigneExaminee[] {
  const connues = new Map(connu.absences.map((a) => [`${a.dossier_id}|${a.date_convocation}`, a]));
  const vues = new Set<string>();
  return lignes.map(({ n, v }: Comprise<LigneAbsence>) => {
    const { ligne, cible, inconnu } = situer('Absences', n, v, v.date_convocation, personnes);
    if (cible === null) return ligne;
    const clef = `${cible}|${v.date_convocation}`;
    if (vues.has(clef)) return { ...ligne, averti: true, d: [REPETEE] };
    vues.add(clef);
    const excuse = v.excuse ?? false;
    ecriture.absences.push({ cible, date_convocation: v.date_convocation, excuse });
    const connue = inconnu ? undefined : connues.get(clef);
    const le = formaterDate(v.date_convocation);
    if (!connue) return { ...ligne, sort: 'NOUVELLE', d: [{ colonne: COLONNES.Absences.date_convocation.titre, valeur: `${le}, ${dire(excuse)}` }] };
    return connue.excuse === excuse ? ligne : { ...ligne, sort: 'MODIFIEE', d: [{ colonne: `Absence du ${le}`, avant: dire(connue.excuse), valeur: dire(excuse) }] };
  });
}
