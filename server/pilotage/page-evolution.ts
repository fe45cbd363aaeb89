/** A year beside the one before, and beside its objectives. Pure. */
import { estVentilation, numeroLisible, type Indicateur } from '../../reports/indicateur';
import type { Fond } from '../../reports/figes';
import type { Ligne } from '../../reports/moteur';
import type { Objectif, Objectifs } from '../../reports/objectifs';
import { lignesAMontrer, type Bilan } from '../../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { formaterNombre, formaterTaux } from '../lib/texte';
import { adresseDuBilan, fondEnAdresse, RUBRIQUE } from './page';
import type { TerritoireOffert } from './territoires';

interface Vue { annee: number; fond: Fond; choisi: TerritoireOffert; cette: Bilan; precedente: Bilan; objectifs: Objectifs }

/** Tenths, with its sign: « +12,5 », « −3,0 ». Half goes away from zero, as in print. */
function dixiemes(numerateur: number, denominateur: number): string {
  const n = Math.sign(numerateur) * Math.floor((Math.abs(numerateur) * 20 + denominateur) / (2 * denominateur));
  return `${n > 0 ? '+' : n < 0 ? '−' : ''}${formaterNombre(Math.floor(Math.abs(n) / 10))},${Math.abs(n) % 10}`;
}
const signe = (n: number): string => `${n > 0 ? '+' : n < 0 ? '−' : ''}${formaterNombre(Math.abs(n))}`;
const couverture = (plies: number, ligne: Ligne): string => (plies > 0 && plies < ligne.plies ? `${plies} PLIE sur\u00a0${ligne.plies}` : '');

interface Lu { texte: string; detail: string; discret: boolean }

function lire(i: Indicateur, ligne: Ligne | undefined): Lu {
  const vide = (texte: string): Lu => ({ texte, detail: '', discret: true });
  if (!ligne || estVentilation(i)) return vide('–');
  if (i.genre === 'compte') {
    const c = ligne.comptes[i.numero]!;
    return !c.applicable ? vide('Non applicable') : c.valeur === null ? vide('n.d.') : { texte: formaterNombre(c.valeur), detail: couverture(c.plies, ligne), discret: false };
  }
  const t = ligne.taux[i.numero]!;
  if (!t.applicable) return vide('Non applicable');
  return t.numerateur === null || !t.denominateur ? vide('n.d.') : { texte: formaterTaux(t.numerateur, t.denominateur), detail: [`${formaterNombre(t.numerateur)} / ${formaterNombre(t.denominateur)}`, couverture(t.plies, ligne)].filter(Boolean).join(', '), discret: false };
}

/** « +12 (+8,5 %) » for a count, « −3,2 points » for a ratio; nothing when one of the two is missing. Only over as many PLIEs. */
export function evolution(i: Indicateur, avant: Ligne | undefined, apres: Ligne | undefined): string {
  if (!avant || !apres || estVentilation(i)) return '';
  if (i.genre === 'compte') {
    const [a, b] = [avant.comptes[i.numero]!, apres.comptes[i.numero]!];
    if (a.valeur === null || b.valeur === null || !a.applicable || !b.applicable) return '';
    if (a.plies !== b.plies) return 'pas les mêmes PLIE';
    return `${signe(b.valeur - a.valeur)}${a.valeur ? ` (${dixiemes((b.valeur - a.valeur) * 100, a.valeur)} %)` : ''}`;
  }
  const [a, b] = [avant.taux[i.numero]!, apres.taux[i.numero]!];
  if (!a.applicable || !b.applicable || a.numerateur === null || b.numerateur === null || !a.denominateur || !b.denominateur) return '';
  if (a.plies !== b.plies) return 'pas les mêmes PLIE';
  return `${dixiemes((b.numerateur * a.denominateur - a.numerateur * b.denominateur) * 100, a.denominateur * b.denominateur)} points`;
}

/** How far an objective is; null when nobody has set it. */
function jauge(libelle: string, { vise, atteint, plies, sur }: Objectif) {
  if (!vise || atteint === null) return null;
  const part = Math.min(100, Math.round((atteint / vise) * 1000) / 10);
  return { libelle, atteint: formaterNombre(atteint), vise: formaterNombre(vise), taux: formaterTaux(atteint, vise), largeur: `${part}%`, tenu: atteint >= vise, reste: atteint >= vise ? 'Objectif tenu' : `Il en manque ${formaterNombre(vise - atteint)}`, couverture: plies < sur ? `${plies} PLIE sur ${sur} ${plies > 1 ? 'ont' : 'a'} fixé cet objectif` : '' };
}

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
    objectifs: [jauge("Intégrations de l'année, tous prescripteurs", objectifs.integrations), jauge("Personnes accompagnées dans l'année", objectifs.participants)].filter((o) => o !== null),
    sansObjectif: `Aucun objectif n'est fixé pour ${annee}. L'équipe d'animation du PLIE les note dans les prévisions de PNI.`,
    // What is particular to one of the two years explains a difference.
    notes: [precedente, cette].map((b) => ({ annee: b.annee, notes: b.notes.map((n) => ({ texte: noteEnClair(n), alerte: n.alerte ?? false })) })),
  };
}
