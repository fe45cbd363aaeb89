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
      { adresse: '/analyses/absences-et-etapes', titre: 'Absences et étapes', phrase: 'Les convocations manquées mois par mois ; les étapes commencées, terminées ou en cours, par type.' },
    ],
  },
  {
    cle: 'temps', titre: 'Au fil du temps',
    analyses: [
      { adresse: '/analyses/cohortes', titre: 'Devenir des personnes orientées', phrase: 'Où en sont, 3, 6, 12 et 24 mois plus tard, les personnes orientées une même année : reçues, refusées, accompagnées, sorties.' },
      { adresse: '/analyses/delais', titre: 'Délais entre les étapes', phrase: "De la prescription au premier contact, à l'intégration, à la sortie : durées médianes, année par année." },
      { adresse: '/analyses/stock', titre: 'Orientations en cours à une date', phrase: "Combien attendaient, étaient en diagnostic, en parcours, avec un PNI actif, à la fin du jour de votre choix." },
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
