/** The cohort as tables: what became of it at each mark, then PLIE by PLIE at one of them. Pure. */
import { ajouterMois, formaterDate, type DateCivile } from '../../server/lib/dates';
import { formaterTaux } from '../../server/lib/texte';
import { cleCohorte, COLONNES_COHORTE, REPERES, type CodeCohorte, type Repere } from './cohorte';
import type { LigneAnalyse } from './faits';
import { montrerLesNombres, notesDuMasquage, rangeesParPlie, type Vue } from './lignes';
import type { Somme } from './masquer-sommes';
import { SITUATIONS } from './situations';
import { celluleTexte, type CelluleDAnalyse, type ColonneDAnalyse, type TableauDAnalyse } from './tableau';

export const nomDuRepere = (repere: Repere): string => `À ${repere} mois`;

const situations = SITUATIONS.map((s) => s.code) as CodeCohorte[];
const estUneSituation = (code: CodeCohorte): boolean => situations.includes(code);

const COLONNES: readonly ColonneDAnalyse[] = COLONNES_COHORTE.map(({ code, titre }) => ({
  cle: code, titre, libelle: titre, unite: 'NOMBRE', definition: `#def-${code}`, ...(estUneSituation(code) && { groupe: 'Situation au repère, parmi les déjà observables' }),
}));

/** How many were oriented between two days says nothing of what became of them: the bilan and the figures of a period tell it to the same readers. */
const TAILLES: readonly CodeCohorte[] = ['ENSEMBLE', 'NON_OBSERVABLE', 'OBSERVABLE'];

const sommesDe = (repere: Repere): Somme[] => [
  { tout: cleCohorte(repere, 'OBSERVABLE'), parties: situations.map((s) => cleCohorte(repere, s)) },
];

/** The cells of a line at a mark: under a situation, its share of those that are observable. « n.d. » when none is. */
function cellulesAuRepere(lignes: readonly LigneAnalyse<number>[], repere: Repere, lien: Vue['lien']): (l: LigneAnalyse<number>) => CelluleDAnalyse[] {
  const codes = COLONNES_COHORTE.map((c) => c.code);
  const montrer = montrerLesNombres(lignes, () => codes.map((c) => cleCohorte(repere, c)), sommesDe(repere), lien, TAILLES.map((c) => cleCohorte(repere, c)));
  return (l) => codes.map((code) => {
    const [cle, total] = [cleCohorte(repere, code), cleCohorte(repere, 'OBSERVABLE')];
    const observables = l.valeurs[total] ?? 0;
    if (!estUneSituation(code)) return montrer(l, cle);
    if (!observables) return celluleTexte('n.d.');
    return montrer(l, cle, l.valeurs[cle] ? [formaterTaux(l.valeurs[cle], observables)] : []);
  });
}

/** `fin`: last day of the cohort. From that day on, every one of its orientations has reached the mark. */
export const finDuRepere = (fin: DateCivile, repere: Repere): DateCivile => ajouterMois(fin, repere);

interface Cohorte extends Vue { fin: DateCivile; jour: DateCivile; repere: Repere }

/** Empty without a PLIE in reach. */
export function tableauxCohorte(lignes: readonly LigneAnalyse<number>[], { contexte, fin, jour, repere, lien }: Cohorte): TableauDAnalyse[] {
  const ensemble = lignes.at(-1);
  if (!ensemble) return [];
  const reperes = REPERES.map((r) => ({ libelle: nomDuRepere(r), genre: 'VALEUR' as const, cellules: cellulesAuRepere(lignes, r, lien)(ensemble) }));
  const parPlie = rangeesParPlie(lignes, cellulesAuRepere(lignes, repere, lien));
  const aVenir = REPERES.filter((r) => finDuRepere(fin, r) > jour);
  const notes = [
    'Chaque orientation est regardée à la fin du jour de son propre repère. Sous un nombre : sa part des orientations déjà observables.',
    ...(aVenir.length ? [`Tout n'est pas encore observable : ${aVenir.map((r) => `les ${r} mois ne seront passés pour toutes que le ${formaterDate(finDuRepere(fin, r))}`).join(', ')}. Ce qui est à venir n'est compté nulle part ailleurs.`] : []),
  ];
  const colonnes = [...COLONNES];
  return [
    { cle: 'reperes', nom: 'Cohorte', titre: 'Ce que sont devenues les orientations', contexte, axe: 'Repère', colonnes, lignes: reperes, notes: [...notes, ...notesDuMasquage(reperes)] },
    ...(parPlie.length ? [{ cle: 'par-plie', nom: `PLIE à ${repere} mois`, titre: `Par PLIE, ${repere} mois après la prescription`, contexte, axe: 'PLIE', colonnes, lignes: parPlie, notes: notesDuMasquage(parPlie) }] : []),
  ];
}

