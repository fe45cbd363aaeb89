/** What changed between two states of the figures of a year: column, before, after. Pure. */
import { estVentilation, numeroLisible } from '../../reports/indicateur';
import type { Chiffres } from '../../reports/figer';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { NON_APPLICABLE, NON_DISPONIBLE } from '../../reports/bilan-quantitatif/textes';
import { libelle } from '../codes/listes';
import { formaterDate } from '../lib/dates';
import { dansLaPhrase, formaterNombre, formaterTaux } from '../lib/texte';

export interface Difference { colonne: string; libelle: string; avant: string; apres: string }

/** A figure as it is read: « 12 », « 66,7 % (2 / 3) », « n.d. », « Non applicable ». */
export function texteDuChiffre(chiffres: Pick<Chiffres, 'comptes' | 'taux'>, numero: string): string {
  const [compte, taux] = [chiffres.comptes[numero], chiffres.taux[numero]];
  if (compte) return !compte.applicable ? NON_APPLICABLE : compte.valeur === null ? NON_DISPONIBLE : formaterNombre(compte.valeur);
  if (!taux?.applicable) return NON_APPLICABLE;
  return taux.numerateur === null || !taux.denominateur ? NON_DISPONIBLE : `${formaterTaux(taux.numerateur, taux.denominateur)} (${formaterNombre(taux.numerateur)} / ${formaterNombre(taux.denominateur)})`;
}

/** The settings of the year, part by part, in words. */
export const reglagesEnClair = ({ periodes }: Pick<Chiffres, 'periodes'>): string[] => periodes.map((p) => [
  `Du ${formaterDate(p.debut)} au ${formaterDate(p.fin)}`,
  p.phase_diagnostic ? 'phase de diagnostic' : 'sans phase de diagnostic',
  `orientations par information collective : ${dansLaPhrase(libelle('ORIENTATIONS_IC', p.orientations_ic))}`,
  `sorties : ${dansLaPhrase(libelle('PERIMETRES_SORTIES', p.perimetre_sorties))}`,
  ...(p.conventionnee ? [] : ['aucune convention ces jours-là']),
].join(' · '));

/** Every column whose figure is not the same, then the settings if they changed. Empty when nothing did. */
export function comparer(avant: Chiffres, apres: Chiffres): Difference[] {
  const colonnes = BILAN_QUANTITATIF.indicateurs.flatMap((i): Difference[] => {
    const colonne = numeroLisible(i.numero);
    if (!estVentilation(i)) return [{ colonne, libelle: i.libelle, avant: texteDuChiffre(avant, i.numero), apres: texteDuChiffre(apres, i.numero) }];
    const dire = (c: Chiffres, code: string) => { const v = c.ventilations[i.numero]!.valeurs[code] ?? { nombre: 0, dont: 0 }; return v.dont ? `${formaterNombre(v.nombre)}, dont positives : ${formaterNombre(v.dont)}` : formaterNombre(v.nombre); };
    return i.valeurs.map((v) => ({ colonne, libelle: v.libelle, avant: dire(avant, v.code), apres: dire(apres, v.code) }));
  });
  const [anciens, nouveaux] = [reglagesEnClair(avant).join(' ; '), reglagesEnClair(apres).join(' ; ')];
  return [...colonnes, { colonne: '–', libelle: 'Réglages de la convention', avant: anciens, apres: nouveaux }].filter((d) => d.avant !== d.apres);
}
