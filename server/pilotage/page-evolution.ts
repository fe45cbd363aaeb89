/** A year beside the one before, and beside its objectives. Pure. */
import { estVentilation, numeroLisible, type Indicateur } from '../../reports/indicateur';
import type { Fond } from '../../reports/figes';
import type { Ligne } from '../../reports/moteur';
import type { Objectifs } from '../../reports/objectifs';
import { lignesAMontrer, type Bilan } from '../../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { evolution, jauges } from '../../reports/bilan-quantitatif/evolution';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { lireChiffre } from '../../reports/bilan-quantitatif/textes';
import { adresseDuBilan, fondEnAdresse, RUBRIQUE } from './page';
import type { TerritoireOffert } from './rules-territoires';

interface Vue { annee: number; fond: Fond; choisi: TerritoireOffert; cette: Bilan; precedente: Bilan; objectifs: Objectifs }

/** A column of a line, its details on one line under it. */
const lire = (i: Indicateur, ligne: Ligne | undefined) => { const { details, ...lu } = lireChiffre(i, ligne); return { ...lu, detail: details.join(', ') }; };

export function pageEvolution({ annee, fond, choisi, cette, precedente, objectifs }: Vue) {
  const [apres, avant] = [lignesAMontrer(cette).at(-1), lignesAMontrer(precedente).at(-1)];
  const etat = (b: Bilan): string => {
    const plies = b.lignes.filter((l) => l.plie);
    const figes = plies.filter((l) => l.fige).length;
    return figes === 0 ? 'chiffres du jour' : figes === plies.length ? 'validé' : `validé pour ${figes} PLIE sur ${plies.length}`;
  };
  return {
    titre: `Bilan ${annee} comparé à ${annee - 1}`, rubrique: RUBRIQUE,
    fil: [{ adresse: adresseDuBilan('/bilan', annee, choisi.cle, fondEnAdresse(fond)), libelle: `Bilan quantitatif ${annee}` }],
    territoire: choisi.libelle,
    annees: [{ annee: annee - 1, etat: etat(precedente) }, { annee, etat: etat(cette) }],
    lignes: BILAN_QUANTITATIF.indicateurs.filter((i) => !estVentilation(i)).map((i) => ({
      colonne: numeroLisible(i.numero), libelle: i.libelle, definition: `/definitions#col-${i.numero}`, avant: lire(i, avant), apres: lire(i, apres), evolution: evolution(i, avant, apres),
    })),
    objectifs: jauges(objectifs),
    sansObjectif: `Aucun objectif n'est fixé pour ${annee}. L'équipe d'animation du PLIE les note dans les prévisions de PNI.`,
    // What is particular to one of the two years explains a difference.
    notes: [precedente, cette].map((b) => ({ annee: b.annee, notes: b.notes.map((n) => ({ texte: noteEnClair(n), alerte: n.alerte ?? false })) })),
  };
}
