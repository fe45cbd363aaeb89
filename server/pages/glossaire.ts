/** The words of the trade, as the help explains them. Pure. */

export interface Terme { terme: string; developpe: string; definition: string }

/** In alphabetical order of the term. */
export function glossaire(): Terme[] {
  return [
    { terme: 'Accompagnateur-emploi', developpe: '', definition: 'La personne du PLIE qui suit le participant, du premier rendez-vous à la sortie. Il y en a une seule à la fois : le référent unique.' },
    { terme: 'Bilan quantitatif', developpe: '', definition: "Le tableau des orientations, des intégrations et des sorties d'une année. Il est envoyé avant le 30 avril de l'année suivante." },
    { terme: 'CUI-PEC', developpe: 'Contrat unique d\'insertion – parcours emploi compétences', definition: "Un contrat aidé : il compte comme emploi durable s'il dure 6 mois ou plus." },
    { terme: 'DE', developpe: 'Demandeur d\'emploi', definition: `La personne inscrite auprès de Pôle emploi. On dit participant une fois qu'elle est intégrée au PLIE.` },
    { terme: 'DELD', developpe: 'Demandeur d\'emploi de longue durée', definition: 'Une personne inscrite depuis un an ou plus.' },
    { terme: 'Diagnostic', developpe: '', definition: "La période qui va du premier entretien individuel à la décision d'intégration. Certaines conventions n'en ont pas." },
    { terme: 'Étape', developpe: '', definition: 'Un moment du parcours : formation, atelier, stage, emploi, prestation… avec un début et une fin.' },
    { terme: 'Fiche de liaison', developpe: '', definition: "Le document par lequel une personne est orientée vers le PLIE. Elle ne contient aucun texte libre et porte, à son pied, l'information donnée à la personne." },
    { terme: 'Freins périphériques', developpe: '', definition: 'Sept difficultés qui gênent le retour à l\'emploi : argent, logement, santé, démarches, famille, communication, transport. On les coche, on ne les commente pas.' },
    { terme: 'IAE', developpe: 'Insertion par l\'activité économique', definition: 'Un contrat dans une structure d\'insertion. Il met fin à la délégation du suivi (PNI).' },
    { terme: 'IC', developpe: 'Information collective', definition: 'Une réunion de présentation du PLIE, tenue par le PLIE ou avec Pôle emploi.' },
    { terme: 'Intégration', developpe: '', definition: "L'entrée dans le PLIE. Sa date est celle de la signature du contrat d'engagement." },
    { terme: 'Orientation', developpe: '', definition: `La proposition de suivre une personne, par Pôle emploi ou un autre prescripteur. Elle finit par une intégration ou par un refus.` },
    { terme: 'PLIE', developpe: 'Plan local pour l\'insertion et l\'emploi', definition: "Un dispositif d'une collectivité qui accompagne vers l'emploi durable des personnes qui en sont éloignées." },
    { terme: 'PMSMP', developpe: 'Période de mise en situation en milieu professionnel', definition: 'Un stage court, pour découvrir un métier ou confirmer un projet.' },
    { terme: 'PNI', developpe: 'Partenaire non informatisé', definition: `Le code que Pôle emploi pose quand il délègue le suivi au PLIE. Il vaut 24 mois au plus, dernier jour compris.` },
    { terme: 'PPAE', developpe: 'Projet personnalisé d\'accès à l\'emploi', definition: `Le projet convenu entre la personne et Pôle emploi, tenu à jour avec ce que le PLIE transmet.` },
    { terme: 'Prescripteur', developpe: '', definition: 'Celui qui oriente : Pôle emploi, conseil départemental, mission locale, Cap emploi, CCAS, structure d\'insertion, ou la personne elle-même.' },
    { terme: 'Référent unique', developpe: '', definition: "L'accompagnateur-emploi qui suit la personne en ce moment. Les précédents restent dans l'historique." },
    { terme: 'RQTH', developpe: 'Reconnaissance de la qualité de travailleur handicapé', definition: 'Une décision administrative qui ouvre des droits. Cette donnée ne revient jamais dans le tableau de suivi.' },
    { terme: 'Sortie positive', developpe: '', definition: "Un emploi durable tenu six mois, ou un diplôme ou titre obtenu. Elle se déduit du contrat et de la preuve vue, jamais du seul motif." },
    { terme: 'Suivi dans l\'emploi', developpe: '', definition: "Les six mois qui suivent l'entrée en emploi durable ou en formation, avec un contact aux mois 1, 3 et 6." },
    { terme: 'Tableau de suivi', developpe: '', definition: `Le fichier mensuel des intégrations, refus, absences, étapes et sorties, envoyé à Pôle emploi avant le 7 du mois suivant.` },
  ].sort((a, b) => a.terme.localeCompare(b.terme, 'fr'));
}
