/** A year beside the one before, and beside its objectives. Pure. */
import { estVentilation, numeroLisible, type Indicateur } from '../../reports/indicateur';
import { estTracable } from '../../reports/graphiques/graphique';
import { jauge } from '../../reports/graphiques/jauge';
import type { Ligne } from '../../reports/moteur';
import type { Objectifs } from '../../reports/objectifs';
import { lignesAMontrer, type Bilan } from '../../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { evolution } from '../../reports/bilan-quantitatif/evolution';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { lireChiffre } from '../../reports/bilan-quantitatif/textes';
import { cadre, type Choix } from './page-cadre';

interface Vue { choix: Choix; cette: Bilan; precedente: Bilan; objectifs: Objectifs }

/** A column of a line, its details on one line under it. */
const lire = (i: Indicateur, ligne: Ligne | undefined) => { const { details, ...lu } = lireChiffre(i, ligne); return { ...lu, detail: details.join(', ') }; };

export function pageEvolution({ choix, cette, precedente, objectifs }: Vue) {
  const { annee } = choix;
  const dessin = jauge(annee, objectifs);
  const [apres, avant] = [lignesAMontrer(cette).at(-1), lignesAMontrer(precedente).at(-1)];
  const etat = (b: Bilan): string => {
    const plies = b.lignes.filter((l) => l.plie);
    const figes = plies.filter((l) => l.fige).length;
    return figes === 0 ? 'chiffres du jour' : figes === plies.length ? 'validé' : `validé pour ${figes} PLIE sur ${plies.length}`;
  };
  return {
    ...cadre(cette, choix, '/bilan/evolution'),
    titre: `Bilan ${annee} comparé à ${annee - 1}`,
    comparees: [{ annee: annee - 1, etat: etat(precedente) }, { annee, etat: etat(cette) }],
    lignes: BILAN_QUANTITATIF.indicateurs.filter((i) => !estVentilation(i)).map((i) => ({
      colonne: numeroLisible(i.numero), libelle: i.libelle, definition: `/definitions#col-${i.numero}`, avant: lire(i, avant), apres: lire(i, apres), evolution: evolution(i, avant, apres),
    })),
    objectifs: dessin,
    sansObjectif: estTracable(dessin) ? null : "L'équipe d'animation du PLIE note les objectifs de l'année dans les prévisions de PNI.",
    // What is particular to one of the two years explains a difference.
    notes: [precedente, cette].map((b) => ({ annee: b.annee, notes: b.notes.map((n) => ({ texte: noteEnClair(n), alerte: n.alerte ?? false })) })),
  };
}
