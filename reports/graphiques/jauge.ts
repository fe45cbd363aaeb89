/** The objectives of a year, and how far. Pure. */
import { accorder, formaterNombre, formaterTaux } from '../../server/lib/texte';
import { enumerer } from '../bilan-quantitatif/notes';
import { NON_DISPONIBLE } from '../bilan-quantitatif/textes';
import type { Objectif, Objectifs } from '../objectifs';
import type { Graphique } from './graphique';
import { absent, serie, type Point } from './lecture';

const OBJECTIFS: readonly { cle: keyof Objectifs; libelle: string; court: string }[] = [
  { cle: 'orientations', libelle: "Orientations de Pôle emploi dans l'année", court: 'orientations' },
  { cle: 'integrations', libelle: "Intégrations de l'année, tous prescripteurs", court: 'intégrations' },
  { cle: 'participants', libelle: "Personnes accompagnées dans l'année", court: 'personnes accompagnées' },
];

const estFixe = ({ vise }: Objectif): boolean => vise !== null && vise > 0;

/** Each objective as the part of it that is reached, beside its two figures. An objective that nobody has set stays in the table. */
export function jauge(annee: number, objectifs: Objectifs): Graphique {
  const lus = OBJECTIFS.map(({ cle, libelle, court }) => ({ libelle, court, o: objectifs[cle] }));
  const fixes = lus.filter(({ o }) => estFixe(o));
  const part = (o: Objectif): Point => (!estFixe(o) ? absent(o.inconnus ? NON_DISPONIBLE : 'Aucun objectif') : o.atteint === null ? absent(NON_DISPONIBLE) : { valeur: (100 * o.atteint) / o.vise!, texte: formaterTaux(o.atteint, o.vise!), lien: null });
  const ecrire = (o: Objectif, n: number | null): Point => absent(!estFixe(o) ? (o.inconnus ? NON_DISPONIBLE : '–') : n === null ? NON_DISPONIBLE : formaterNombre(n));
  return {
    cle: 'objectifs', titre: `Objectifs ${annee}`, genre: 'JAUGE', unite: 'POURCENTAGE',
    phrase: fixes.length
      ? `En ${annee} : ${enumerer(fixes.map(({ court, o }) => `${o.atteint === null ? NON_DISPONIBLE : formaterNombre(o.atteint)} ${court} pour un objectif de ${formaterNombre(o.vise!)} (${part(o).texte})`))}.`
      : `Aucun objectif n'est fixé pour ${annee}.`,
    axe: 'Objectif', etiquettes: lus.map((l) => l.libelle),
    series: [
      serie('Part atteinte', lus.map(({ o }) => part(o))),
      serie('Atteint', lus.map(({ o }) => ecrire(o, o.atteint))),
      serie('Objectif', lus.map(({ o }) => ecrire(o, o.vise))),
      serie('Reste', lus.map(({ o }) => absent(!estFixe(o) || o.atteint === null ? ecrire(o, null).texte : o.atteint >= o.vise! ? 'Objectif tenu' : `Il en manque ${formaterNombre(o.vise! - o.atteint)}`))),
    ],
    notes: lus.flatMap(({ libelle, o }) => [
      ...(estFixe(o) && o.plies < o.sur ? [`${libelle} : ${accorder(o.plies, 'PLIE', 'PLIE')} sur ${o.sur} ${o.plies > 1 ? 'ont' : 'a'} fixé cet objectif ; les autres ne comptent pas.`] : []),
      ...(o.inconnus ? [`${libelle} : ${accorder(o.inconnus, 'bilan', 'bilans')} de cette année ${o.inconnus > 1 ? 'ont été validés' : 'a été validé'} avant que l'application tienne cet objectif, et n'en ${o.inconnus > 1 ? 'disent' : 'dit'} rien.`] : []),
    ]),
  };
}
