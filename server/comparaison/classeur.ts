/** The differences as a workbook: one sheet per kind, the lines that could not be read at its end. */
import { direNonExportees } from '../acces/rules-limitation';
import type { Cellule, Colonne, Feuille } from '../lib/classeur/ecrire';
import type { DateCivile } from '../lib/dates';
import type { Resultat } from './actions';
import type { Ecart } from './rules';

const date = (d: DateCivile | null | undefined): Cellule => (d ? { date: d } : null);

const COLONNES: Colonne[] = [
  { titre: 'Personne', largeur: 30 }, { titre: 'Date de naissance', largeur: 12, format: 'date' }, { titre: 'Identifiant Pôle emploi', largeur: 13 },
  { titre: 'Début PNI, Pôle emploi', largeur: 12, format: 'date' }, { titre: 'Fin PNI, Pôle emploi', largeur: 12, format: 'date' },
  { titre: 'Début PNI, PLIE', largeur: 12, format: 'date' }, { titre: 'Fin PNI, PLIE', largeur: 12, format: 'date' },
  { titre: 'Accompagnateur', largeur: 24 }, { titre: 'Ce que l\'on sait', largeur: 70 },
];

const feuille = (nom: string, ecarts: readonly Ecart[]): Feuille => ({
  nom, colonnes: COLONNES,
  lignes: ecarts.map((e) => [e.nom, date(e.naissance), e.identifiant, date(e.pe?.debut), date(e.pe?.fin), date(e.plie?.debut), date(e.plie?.fin), e.accompagnateur, e.explication]),
});

export function feuillesDesEcarts({ exportable: c, refusees }: Resultat): Feuille[] {
  const nonExportees = direNonExportees(c.limitees);
  return [
    feuille('Pôle emploi seulement', c.chezPoleEmploi), feuille('PLIE seulement', c.auPlie), feuille('PNI différents', c.differents),
    ...(nonExportees ? [{ nom: 'Limitation', colonnes: [{ titre: 'Personnes non exportées', largeur: 50 }], lignes: [[nonExportees]], filtre: false }] : []),
    ...(refusees.length ? [{
      nom: 'Lignes non lues', colonnes: [{ titre: 'Ligne', format: 'entier' as const }, { titre: 'Colonne', largeur: 24 }, { titre: 'Valeur', largeur: 24 }, { titre: 'Raison', largeur: 70 }],
      lignes: refusees.map((r): Cellule[] => [r.ligne, r.colonne, r.valeur, r.raison]),
    }] : []),
  ];
}
