/** The rows of the sheet « Tableau de suivi »: which dossier, what changes, what is to be checked. Pure. */
import { cle, type Colonne } from '../lib/classeur/colonnes';
import { montrer } from '../lib/classeur/comprendre';
import { formaterDate, type DateCivile } from '../lib/dates';
import { nomComplet } from '../lib/texte';
import { cleDuNom, type Cible, type Connu, type Detail, type DossierConnu, type LigneExaminee, type Question } from './rules-examen';
import { COLONNES, colonnesDe, type LigneTableau } from './rules-format';
import type { Comprise, FeuilleLue } from './rules-lecture';
import { rapprocher, type LigneDesignee, type Reponses } from './rules-rapprochement';

const FEUILLE = 'Tableau de suivi';
const C = COLONNES[FEUILLE];

/** A row that was examined; `dossier`: the one it tells of, null when it is new or not taken. */
export interface RangeeExaminee extends LigneExaminee {
  v: LigneTableau;
  dossier: DossierConnu | null;
  /** To be written; null when the row is not taken, or older than what is known. */
  ecrit: Record<string, unknown> | null;
}

export const estPrise = ({ sort }: Pick<LigneExaminee, 'sort'>): boolean => sort === 'NOUVELLE' || sort === 'MODIFIEE' || sort === 'INCHANGEE';
/** The dossier that a row is written to. */
export const cibleDe = ({ dossier, n }: RangeeExaminee): Cible => dossier?.id ?? -n;

export const presenter = (v: { nom: string; prenom: string; date_naissance: DateCivile; identifiant_pe?: string | null; date_prescription: DateCivile }): string =>
  `${v.identifiant_pe ? `identifiant ${v.identifiant_pe}` : 'sans identifiant'}, date de naissance ${formaterDate(v.date_naissance)}, prescription du ${formaterDate(v.date_prescription)}`;

export function examinerTableau({ lignes, presents }: FeuilleLue<LigneTableau>, connu: Connu, reponses: Reponses): { rangees: RangeeExaminee[]; questions: Question[] } {
  const parId = new Map(connu.dossiers.map((d) => [d.id, d]));
  const agences = new Map(connu.agences.flatMap((a) => [[cle(a.code), a], [cle(a.nom), a]] as const));
  const designees = new Map(lignes.map(({ n, v }) => [n, designer(n, v, connu)]));
  const doublons = trouverDoublons([...designees.values()]);
  const retenues = lignes.filter(({ n, v }) => !doublons.has(n) && triage(v, agences, connu).sort === null);
  const rapprochees = rapprocher(retenues.map(({ n }) => designees.get(n)!), connu.dossiers, reponses);
  const champs = new Set(presents);
  const questions: Question[] = [];

  const examiner = ({ n, v }: Comprise<LigneTableau>): RangeeExaminee => {
    const base = { f: FEUILLE, n, qui: nomComplet(v), v, averti: false, dossier: null, ecrit: null } as const;
    const premiere = doublons.get(n);
    if (premiere) return { ...base, sort: 'REFUSEE', d: [refuser(C.nom, v.nom, `Cette orientation est déjà à la ligne ${premiere} : même personne, même date de prescription. Gardez une seule ligne.`)] };
    const { sort, detail, agence } = triage(v, agences, connu);
    if (sort) return { ...base, sort, d: [detail!] };
    const r = rapprochees.get(n)!;
    if (r.genre === 'CONTRADICTION') {
      const d = parId.get(r.id)!;
      const qui = d.visible ? `à ${nomComplet(d)}, dont la date de naissance est le ${formaterDate(d.date_naissance)}` : 'à une autre personne';
      return { ...base, sort: 'REFUSEE', d: [refuser(C.identifiant_pe, v.identifiant_pe!, `Pour cette date de prescription, cet identifiant appartient ${qui} : ni le nom ni la date de naissance ne s'accordent. Voyez avec le PLIE lequel est faux.`)] };
    }
    if (r.genre === 'QUESTION') {
      questions.push({ n, qui: nomComplet(v), identite: presenter(v), candidats: r.candidats.map((id) => ({ id, qui: nomComplet(parId.get(id)!), identite: presenter(parId.get(id)!) })) });
      return { ...base, sort: 'A_RAPPROCHER', d: [refuser(C.nom, v.nom, "Cette personne ressemble à une autre, déjà connue. Dites si c'est la même.")] };
    }
    return comparer(base, v, agence, r.genre === 'CONNU' ? parId.get(r.id)! : null, champs, connu);
  };
  return { rangees: lignes.map(examiner), questions };
}

const refuser = (colonne: Pick<Colonne, 'titre'>, valeur: string, raison: string): Detail => ({ colonne: colonne.titre, valeur, raison });

function designer(n: number, v: LigneTableau, { noms }: Connu): LigneDesignee {
  const norme = noms.get(cleDuNom(v))!;
  return { n, identifiant_pe: v.identifiant_pe ?? null, nom_norm: norme.nom, prenom_norm: norme.prenom, date_naissance: v.date_naissance, date_prescription: v.date_prescription };
}

/** The rows that repeat another, with the row they repeat. */
function trouverDoublons(lignes: readonly LigneDesignee[]): Map<number, number> {
  const vues = new Map<string, number>();
  const doublons = new Map<number, number>();
  for (const l of lignes) {
    const cles = [`n|${l.nom_norm}|${l.prenom_norm}|${l.date_naissance}|${l.identifiant_pe ?? ''}|${l.date_prescription}`, ...(l.identifiant_pe ? [`i|${l.identifiant_pe}|${l.date_prescription}`] : [])];
    const premiere = cles.map((c) => vues.get(c)).find((p) => p !== undefined);
    if (premiere !== undefined) doublons.set(l.n, premiere);
    else for (const c of cles) vues.set(c, l.n);
  }
  return doublons;
}

type Agences = Map<string, Connu['agences'][number]>;
/** Whose row it is. No agency: the reference agency sees to it. */
function triage(v: LigneTableau, agences: Agences, { agence }: Connu): { sort: 'REFUSEE' | 'AUTRE_AGENCE' | null; detail: Detail | null; agence: number | null } {
  const nommee = v.agence ? agences.get(cle(v.agence)) : null;
  if (nommee === undefined) return { sort: 'REFUSEE', agence: null, detail: refuser(C.agence, v.agence!, "Cette agence ne travaille pas avec ce PLIE dans cette application. Si elle a la sienne, cette ligne est pour elle ; sinon, demandez à l'administrateur de la rattacher au PLIE, ou au PLIE de corriger son nom.") };
  if (agence.reference || nommee?.id === agence.id) return { sort: null, detail: null, agence: nommee?.id ?? null };
  return { sort: 'AUTRE_AGENCE', agence: null, detail: refuser(C.agence, v.agence ?? '', nommee ? `De l'agence ${nommee.nom} : non reprise ici.` : "Sans agence : c'est l'agence de référence du PLIE qui la reprend.") };
}

/** Compared one by one; the agency and the action are not columns of the dossier. */
const COMPAREES = colonnesDe(FEUILLE).filter(([champ]) => champ !== 'agence' && champ !== 'action');

type Base = Pick<RangeeExaminee, 'f' | 'n' | 'qui' | 'v'>;
function comparer(base: Base, v: LigneTableau, agence: number | null, dossier: DossierConnu | null, presents: ReadonlySet<string>, connu: Connu): RangeeExaminee {
  const remarques = aVerifier(v, dossier);
  const lues = v as unknown as Record<string, unknown>;
  if (!dossier) {
    const ecrit = Object.fromEntries([...COMPAREES.map(([champ]) => [champ, lues[champ] ?? null]), ['zone_pe', v.zone_pe ?? null], ['agence_id', agence]]);
    return { ...base, sort: 'NOUVELLE', averti: remarques.length > 0, dossier: null, ecrit, d: remarques };
  }
  if (dossier.plus_recent) return { ...base, sort: 'INCHANGEE', averti: true, dossier, ecrit: null, d: [{ colonne: '', valeur: '', raison: 'Un tableau plus récent a déjà parlé de cette orientation : rien ne change.' }] };
  const ecrit: Record<string, unknown> = {};
  const changements: Detail[] = [];
  for (const [champ, colonne] of COMPAREES) {
    const avant = (dossier as unknown as Record<string, unknown>)[champ] ?? null;
    const apres = !presents.has(champ) || (champ === 'identifiant_pe' && !lues[champ]) ? avant : (lues[champ] ?? null);
    ecrit[champ] = apres;
    if (apres !== avant) changements.push({ colonne: colonne.titre, avant: montrer(colonne, avant), valeur: montrer(colonne, apres) });
  }
  ecrit.zone_pe = v.zone_pe ?? (ecrit.identifiant_pe === dossier.identifiant_pe ? dossier.zone_pe : null);
  ecrit.agence_id = presents.has('agence') ? agence : dossier.agence_id;
  if (ecrit.agence_id !== dossier.agence_id) changements.push({ colonne: C.agence.titre, avant: nommer(connu, dossier.agence_id), valeur: nommer(connu, ecrit.agence_id as number | null) });
  return { ...base, sort: changements.length ? 'MODIFIEE' : 'INCHANGEE', averti: remarques.length > 0, dossier, ecrit, d: [...changements, ...remarques] };
}

const nommer = ({ agences }: Connu, id: number | null): string => agences.find((a) => a.id === id)?.nom ?? '';

/** Taken all the same, and said. */
function aVerifier(v: LigneTableau, dossier: DossierConnu | null): Detail[] {
  const d: Detail[] = [];
  if (!v.identifiant_pe && !dossier?.identifiant_pe) d.push(refuser(C.identifiant_pe, '', 'Sans identifiant : cette personne est reconnue à son nom et à sa date de naissance.'));
  const manque = (colonne: Colonne) => d.push(refuser(colonne, '', `La situation est « ${montrer(C.situation, v.situation)} », mais cette date manque.`));
  if (v.situation === 'REFUS' && !v.date_refus) manque(C.date_refus);
  if ((v.situation === 'INTEGRE' || v.situation === 'EN_PARCOURS') && !v.date_integration) manque(C.date_integration);
  if (v.situation === 'SORTI' && !v.date_sortie) manque(C.date_sortie);
  for (const [avant, apres] of [['date_prescription', 'date_integration'], ['date_prescription', 'date_refus'], ['date_integration', 'date_sortie'], ['pni_debut', 'pni_fin']] as const) {
    const [a, b] = [v[avant], v[apres]];
    if (a && b && b < a) d.push(refuser(C[apres], formaterDate(b), `Cette date précède « ${C[avant].titre} » (${formaterDate(a)}).`));
  }
  return d;
}
