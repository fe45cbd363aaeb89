/** Where the differences are wanted. Pure. */
export const SORTIES = [
  { code: 'ECRAN', libelle: "À l'écran" },
  { code: 'CLASSEUR', libelle: 'Dans un classeur .xlsx' },
] as const;
export type Sortie = (typeof SORTIES)[number]['code'];
