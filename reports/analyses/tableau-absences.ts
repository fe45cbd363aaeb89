/** The missed convocations as tables: month by month, then PLIE by PLIE. Pure. */
import { formaterMois, type Mois } from '../../server/lib/dates';
import { ABSENCES, cleAbsence, type CodeAbsence } from './absences';
import type { LigneAnalyse } from './faits';
import { montrerLesNombres, notesDuMasquage, rangeesParPlie, type Vue } from './lignes';
import type { Somme } from './masquer-sommes';
import type { ColonneDAnalyse, LigneDAnalyse, TableauDAnalyse } from './tableau';

const COLONNES: readonly ColonneDAnalyse[] = ABSENCES.map(({ code, titre }) => ({ cle: code, titre, libelle: titre, unite: 'NOMBRE', definition: `#def-ABS_${code}` }));
const codes = ABSENCES.map((c) => c.code);

const sommesDe = (cle: (code: CodeAbsence) => string): Somme[] => [
  { tout: cle('TOTAL'), parties: [cle('NON_EXCUSEES'), cle('EXCUSEES')] },
  { tout: cle('TOTAL'), parties: [cle('PREMIER_CONTACT')], partielle: true },
];

/** `mois`: those of the period, in order. Empty without a PLIE in reach. */
export function tableauxAbsences(lignes: readonly LigneAnalyse<number>[], mois: readonly Mois[], { contexte, lien }: Vue): TableauDAnalyse[] {
  const ensemble = lignes.at(-1);
  if (!ensemble) return [];
  const parMois = mois.flatMap((m) => codes.map((c) => cleAbsence(c, m)));
  const montrer = montrerLesNombres(lignes, (l) => (l === ensemble ? [...codes, ...parMois] : codes), [
    ...sommesDe((c) => c), ...mois.flatMap((m) => sommesDe((c) => cleAbsence(c, m))), ...codes.map((c) => ({ tout: c, parties: mois.map((m) => cleAbsence(c, m)) })),
  ], lien);
  const parPlie = rangeesParPlie(lignes, (l) => codes.map((c) => montrer(l, c)));
  const enMois: LigneDAnalyse[] = [
    ...mois.map((m): LigneDAnalyse => ({ libelle: formaterMois(m), genre: 'VALEUR', cellules: codes.map((c) => montrer(ensemble, cleAbsence(c, m))) })),
    ...(mois.length > 1 ? [{ libelle: 'Total', genre: 'TOTAL' as const, cellules: codes.map((c) => montrer(ensemble, c)) }] : []),
  ];
  const colonnes = [...COLONNES];
  return [
    { cle: 'absences', nom: 'Absences', titre: 'Les convocations manquées, par mois', contexte, axe: 'Mois', colonnes, lignes: enMois, notes: notesDuMasquage(enMois) },
    ...(parPlie.length ? [{ cle: 'absences-par-plie', nom: 'Absences par PLIE', titre: 'Les convocations manquées, par PLIE', contexte, axe: 'PLIE', colonnes, lignes: parPlie, notes: notesDuMasquage(parPlie) }] : []),
  ];
}
