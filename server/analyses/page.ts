/** The page that lists the analyses. Pure. */

export const RUBRIQUE = { adresse: '/analyses', libelle: 'Analyses' };
/** First step of the breadcrumb of every analysis. */
export const FIL = [RUBRIQUE];

interface Section { cle: string; titre: string; analyses: readonly { adresse: string; titre: string; phrase: string }[] }

/** In the order of the page. Each analysis has its own route. */
const SECTIONS: readonly Section[] = [
  {
    cle: 'periode', titre: 'Mois, trimestre, année ou dates de votre choix',
    analyses: [
      { adresse: '/analyses/repartition', titre: "Chiffres d'une période", phrase: "Orientations, accueils, intégrations et sorties d'un mois, d'un trimestre ou de la période de votre choix, selon l'agence, la commune, l'âge, les freins…" },
    ],
  },
];

export function pageAnalyses() {
  return {
    titre: 'Analyses', rubrique: RUBRIQUE,
    chapeau: "Pour regarder au-delà du bilan de l'année. Ces chiffres sont ceux du jour : ils suivent les saisies, et ne remplacent pas le bilan validé.",
    sections: SECTIONS,
  };
}

/** A reader to whom no PLIE is attached yet. */
export function pageSansPlie() {
  return { titre: 'Analyses', rubrique: RUBRIQUE, phrase: "Aucun PLIE dans votre territoire. L'administrateur doit d'abord rattacher un PLIE à votre organisation ; ses chiffres se montreront ici." };
}
