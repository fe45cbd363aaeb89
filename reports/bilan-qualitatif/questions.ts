/** The eight questions of annexe 2, in the order and the words of the form that PLIEs and Pôle emploi fill in (domaine 04). */
export const QUESTIONS: readonly { numero: number; libelle: string }[] = [
  { numero: 1, libelle: "Les spécificités des publics orientés par Pôle emploi vers le PLIE sont-elles le fruit d'une négociation entre Pôle emploi et le PLIE ?" },
  { numero: 2, libelle: "Les demandeurs d'emploi orientés par Pôle emploi sont-ils intégrés dans le PLIE ?" },
  { numero: 3, libelle: "Pendant le parcours, les échanges d'information entre Pôle emploi et le PLIE permettent-ils de suivre le demandeur d'emploi (actualisation du PPAE) ?" },
  { numero: 4, libelle: 'Les DE suivis par le PLIE peuvent-ils bénéficier des prestations, aides, formations de Pôle emploi ?' },
  { numero: 5, libelle: 'Les actions en direction des publics et des employeurs, notamment dans le cadre des clauses d\'insertion des marchés publics, sont-elles faites conjointement ?' },
  { numero: 6, libelle: "L'accès aux offres d'emploi PLIE, dont l'offre d'insertion par l'activité économique, est-il facilité ?" },
  { numero: 7, libelle: "Un plan d'action concerté sur la mise en œuvre d'actions partagées en direction des employeurs est-il mis en œuvre ?" },
  { numero: 8, libelle: "La coopération a-t-elle permis la mise en place d'actions innovantes au service de l'emploi ?" },
];
