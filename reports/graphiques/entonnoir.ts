/** From prescription to exit: five steps of the year, each counted by its own date. Pure. */
import { accorder } from '../../server/lib/texte';
import { lignesAMontrer, type Bilan } from '../bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../bilan-quantitatif/definitions';
import { enumerer } from '../bilan-quantitatif/notes';
import { NON_DISPONIBLE } from '../bilan-quantitatif/textes';
import { compteDe } from '../indicateur';
import type { Ligne } from '../moteur';
import type { Graphique } from './graphique';
import { absent, couvertures, lie, lire, nombre, notesSur, serie, type Lier, type Point } from './lecture';

interface Etape { etiquette: string; point: Point; singulier: string; pluriel: string }

/** Those whom Pôle emploi oriented, as the convention counts them: the denominator of column 9 bis. */
function prescription(ligne: Ligne, lier: Lier): Etape {
  const orientes = ligne.taux['9bis']!.denominateur;
  // The sum with column 2 has no list of its own.
  const parLeFlux = orientes !== null && orientes === ligne.comptes['1']!.valeur;
  return {
    etiquette: parLeFlux ? 'Prescription (col.\u00a01)' : 'Prescription (col.\u00a01\u00a0+\u00a02)', singulier: 'prescription', pluriel: 'prescriptions',
    point: lie(orientes === null ? absent(NON_DISPONIBLE) : nombre(orientes), () => (parLeFlux ? lier({ numero: '1' }, ligne) : null)),
  };
}

const SUITE = [
  { numero: '3', etiquette: 'Premier contact (col.\u00a03)', singulier: 'premier contact', pluriel: 'premiers contacts' },
  { numero: '5', etiquette: 'Diagnostic (col.\u00a05)', singulier: 'entrée en diagnostic', pluriel: 'entrées en diagnostic' },
  { numero: '7', etiquette: 'Intégration (col.\u00a07)', singulier: 'intégration', pluriel: 'intégrations' },
  { numero: '10', etiquette: 'Sortie (col.\u00a010)', singulier: 'sortie', pluriel: 'sorties' },
] as const;
const NUMEROS = SUITE.map((s) => s.numero);

/** Of the last line of the bilan: its only PLIE, or the whole. A step that does not apply is left out. */
export function entonnoir(bilan: Bilan, lier: Lier): Graphique {
  const ligne = lignesAMontrer(bilan).at(-1)!;
  const etapes: Etape[] = [
    prescription(ligne, lier),
    ...SUITE.filter(({ numero }) => ligne.comptes[numero]!.applicable).map((s) => ({ ...s, point: lie(lire(compteDe(BILAN_QUANTITATIF, s.numero), ligne), () => lier({ numero: s.numero }, ligne)) })),
  ];
  const dite = ({ point, singulier, pluriel }: Etape): string => (point.valeur === null ? `${pluriel} non disponibles` : accorder(point.valeur, singulier, pluriel));
  return {
    cle: 'entonnoir', titre: "De l'orientation à la sortie", genre: 'ENTONNOIR', unite: 'NOMBRE',
    phrase: `En ${bilan.annee} : ${enumerer(etapes.map(dite))}.`,
    axe: 'Étape', etiquettes: etapes.map((e) => e.etiquette), series: [serie('Nombre', etapes.map((e) => e.point))],
    notes: [
      "Chaque fait est compté l'année de sa propre date : les barres ne suivent pas un même groupe de personnes, et l'une peut dépasser celle qui la précède.",
      ...notesDeLaPrescription(ligne, bilan), ...couvertures(NUMEROS, ligne), ...notesSur(NUMEROS, bilan),
    ],
  };
}

function notesDeLaPrescription(ligne: Ligne, bilan: Bilan): string[] {
  const { plies, denominateur } = ligne.taux['9bis']!;
  const partielle = plies < ligne.plies;
  return [
    ...(denominateur === ligne.comptes['1']!.valeur ? [] : ["Prescription : les orientations sur le flux (col.\u00a01), plus les présents aux informations collectives (col. 2) là où la convention les prévoit."]),
    ...(partielle && plies > 0 ? [`Prescription : ${plies} PLIE sur ${ligne.plies}.`] : []),
    ...(partielle ? notesSur(['2'], bilan) : []),
  ];
}
