/** The workbooks of a reprise: the blank one to fill in, and the refused rows with their reason, to correct and send again. */
import { TITRE_DU_MOTIF } from '../lib/classeur/comprendre';
import type { Feuille } from '../lib/classeur/ecrire';
import type { Etat } from './etat';
import { decrireFormat } from './rules-format';

/** The exact sheets and headers of format A, with nothing in them. */
export function feuillesDuModele(): Feuille[] {
  return Object.entries(decrireFormat({ agences: [], typesEtape: [] })).map(([nom, colonnes]) => ({
    nom,
    colonnes: Object.values(colonnes).map((c) => ({ titre: c.titre, largeur: Math.max(14, c.titre.length + 2) })),
    lignes: [],
  }));
}

/** One sheet per sheet that has refused rows: the rows as they were, and one more column. */
export function feuillesDesRefus(refusees: Etat['refusees']): Feuille[] {
  return [...refusees].map(([nom, { titres, lignes }]) => ({
    nom,
    colonnes: [...titres.map((titre) => ({ titre, largeur: Math.max(14, titre.length + 2) })), { titre: TITRE_DU_MOTIF, largeur: 80 }],
    lignes,
  }));
}
