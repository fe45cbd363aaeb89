/** The stock at a date as a table, PLIE by PLIE. Pure. */
import type { LigneAnalyse } from './faits';
import { lignesAMontrer, montrerLesNombres, notesDuMasquage, rangeesParPlie, type Vue } from './lignes';
import type { Somme } from './masquer-sommes';
import { STOCK } from './stock';
import type { ColonneDAnalyse, LigneDAnalyse, TableauDAnalyse } from './tableau';

const COLONNES: readonly ColonneDAnalyse[] = STOCK.map(({ code, titre }) => ({ cle: code, titre, libelle: titre, unite: 'NOMBRE', definition: `#def-${code}` }));
const codes = STOCK.map((c) => c.code);
const SOMMES: readonly Somme[] = [
  { tout: 'EN_COURS', parties: ['EN_ATTENTE', 'RECUE', 'EN_DIAGNOSTIC', 'EN_PARCOURS'] },
  { tout: 'EN_PARCOURS', parties: ['PNI_ACTIF'], partielle: true },
  { tout: 'EN_PARCOURS', parties: ['SUIVI_EMPLOI'], partielle: true },
];

/** Empty without a PLIE in reach. */
export function tableauxStock(lignes: readonly LigneAnalyse<number>[], { contexte, lien }: Vue): TableauDAnalyse[] {
  if (!lignes.length) return [];
  const montrer = montrerLesNombres(lignes, () => codes, SOMMES, lien);
  const cellules = (l: LigneAnalyse<number>) => codes.map((c) => montrer(l, c));
  const parPlie = rangeesParPlie(lignes, cellules);
  const rangees: LigneDAnalyse[] = parPlie.length ? parPlie : [{ libelle: lignes[0]!.plie!.nom, genre: 'VALEUR', cellules: cellules(lignesAMontrer(lignes)[0]!) }];
  return [{
    cle: 'stock', nom: 'Stock', titre: 'Les orientations en cours', contexte, axe: 'PLIE', colonnes: [...COLONNES], lignes: rangees,
    notes: [
      "Au dernier jour d'un mois, « En cours » est ce que le tableau de suivi de ce mois montre en cours, d'après les faits connus aujourd'hui : une saisie plus tardive que le tableau envoyé peut l'en écarter, et une personne dont les données sont effacées reste comptée ici.",
      ...notesDuMasquage(rangees),
    ],
  }];
}
