/** The étapes as tables: type by type, then PLIE by PLIE. Pure. */
import { cleEtape, ETAPES, type CodeEtape } from './etapes';
import type { LigneAnalyse } from './faits';
import { montrerLesNombres, notesDuMasquage, rangeesParPlie, type Vue } from './lignes';
import type { Somme } from './masquer-sommes';
import type { ColonneDAnalyse, LigneDAnalyse, TableauDAnalyse } from './tableau';

const COLONNES: readonly ColonneDAnalyse[] = ETAPES.map(({ code, titre }) => ({ cle: code, titre, libelle: titre, unite: 'NOMBRE', definition: `#def-ETAPE_${code}` }));
const codes = ETAPES.map((c) => c.code);

const sommesDe = (cle: (code: CodeEtape) => string): Somme[] => [
  { tout: cle('TOTAL'), parties: [cle('COMMENCEES')], partielle: true },
  { tout: cle('TOTAL'), parties: [cle('TERMINEES'), cle('EN_COURS')], partielle: true },
  { tout: cle('TERMINEES'), parties: [cle('ACHEVEES'), cle('NON_ACHEVEES')], partielle: true },
];

/** `types`: of the list, in its order; those without any étape in the period are left out, and named under the table. Empty without a PLIE in reach. */
export function tableauxEtapes(lignes: readonly LigneAnalyse<number>[], types: readonly { code: string; libelle: string }[], { contexte, lien }: Vue): TableauDAnalyse[] {
  const ensemble = lignes.at(-1);
  if (!ensemble) return [];
  const rencontres = types.filter((t) => ensemble.valeurs[cleEtape('TOTAL', t.code)]);
  const absents = types.filter((t) => !rencontres.includes(t));
  const parType = rencontres.flatMap((t) => codes.map((c) => cleEtape(c, t.code)));
  const montrer = montrerLesNombres(lignes, (l) => (l === ensemble ? [...codes, ...parType] : codes), [
    ...sommesDe((c) => c), ...rencontres.flatMap((t) => sommesDe((c) => cleEtape(c, t.code))), ...codes.map((c) => ({ tout: c, parties: rencontres.map((t) => cleEtape(c, t.code)) })),
  ], lien);
  const parPlie = rangeesParPlie(lignes, (l) => codes.map((c) => montrer(l, c)));
  const enTypes: LigneDAnalyse[] = [
    ...rencontres.map((t): LigneDAnalyse => ({ libelle: t.libelle, genre: 'VALEUR', cellules: codes.map((c) => montrer(ensemble, cleEtape(c, t.code))) })),
    { libelle: 'Total', genre: 'TOTAL', cellules: codes.map((c) => montrer(ensemble, c)) },
  ];
  const notes = absents.length ? [`Aucune étape dans la période pour : ${absents.map((t) => t.libelle).join(' · ')}.`] : [];
  const colonnes = [...COLONNES];
  return [
    { cle: 'etapes', nom: 'Étapes', titre: 'Les étapes, par type', contexte, axe: "Type d'étape", colonnes, lignes: enTypes, notes: [...notes, ...notesDuMasquage(enTypes)] },
    ...(parPlie.length ? [{ cle: 'etapes-par-plie', nom: 'Étapes par PLIE', titre: 'Les étapes, par PLIE', contexte, axe: 'PLIE', colonnes, lignes: parPlie, notes: notesDuMasquage(parPlie) }] : []),
  ];
}
