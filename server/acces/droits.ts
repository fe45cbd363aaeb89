/** The one table role → acts. A route declares its act; an act that is not here is allowed to nobody. */
import type { Acteur, Role } from './acteur';

const PLIE: Role[] = ['ACCOMPAGNATEUR', 'ANIMATION'];
const POLE_EMPLOI: Role[] = ['CONSEILLER_PE', 'REFERENT_PE'];
const TOUS: Role[] = ['ACCOMPAGNATEUR', 'ANIMATION', 'CONSEILLER_PE', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR', 'DPO'];

const TABLE = {
  'accueil.voir': TOUS,
  'compte.gerer': TOUS,
  'definitions.lire': TOUS,
  // Persons, by name
  'personne.lire': [...PLIE, ...POLE_EMPLOI],
  'personne.modifier': PLIE,
  'doublon.traiter': ['ANIMATION'],
  'orientation.lire': [...PLIE, ...POLE_EMPLOI],
  'orientation.creer': [...PLIE, 'CONSEILLER_PE'],
  'orientation.instruire': PLIE,
  'orientation.attribuer': ['ANIMATION'],
  'commission.preparer': PLIE,
  'commission.tenir': ['ANIMATION'],
  'reception.lire': PLIE,
  'seance.tenir': ['ANIMATION'],
  'parcours.tenir': PLIE,
  'portefeuille.lire': PLIE,
  'note.lire': PLIE,
  'note.tenir': PLIE,
  'pni.poser': ['ANIMATION', 'ACCOMPAGNATEUR', 'REFERENT_PE'],
  'pni.lire': ['ANIMATION', 'ACCOMPAGNATEUR', 'REFERENT_PE'],
  // What a PLIE's table asks of Pôle emploi, and what Pôle emploi answered
  'tache.traiter': ['REFERENT_PE'],
  'retour.traiter': PLIE,
  'retour.importer': ['ANIMATION'],
  'prevision.lire': PLIE,
  'objectif.fixer': ['ANIMATION'],
  'sortie.enregistrer': PLIE,
  'fait.corriger': PLIE,
  // Deadlines: a conseiller has none of their own
  'echeance.lire': [...PLIE, 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR', 'DPO'],
  'jalon.tenir': ['ANIMATION'],
  'suppleant.nommer': ['ANIMATION'],
  // Files and figures
  'reprise.importer': ['ANIMATION'],
  'tableau.etablir': ['ANIMATION'],
  'comparaison.etablir': ['ANIMATION'],
  'controle.lire': PLIE,
  'controle.regler': ['ANIMATION'],
  'tableau.importer': ['REFERENT_PE'],
  'bilan.lire': [...PLIE, 'REFERENT_PE', 'CORRESPONDANT_REGIONAL'],
  'bilan.personnes': PLIE,
  // Beyond annexe 1
  'analyse.lire': [...PLIE, 'REFERENT_PE', 'CORRESPONDANT_REGIONAL'],
  // The year of a PLIE: taken to its validation by the PLIE, accepted or returned by the region
  'bilan.tenir': ['ANIMATION'],
  'bilan.recevoir': ['CORRESPONDANT_REGIONAL'],
  // The yearly statement of requests is noted as sent
  'releve.transmettre': ['ANIMATION'],
  'informations_collectives.lire': [...PLIE, 'REFERENT_PE', 'CORRESPONDANT_REGIONAL'],
  // By Pôle emploi's référent; by the PLIE where Pôle emploi sends its figures on paper.
  'chiffres_pe.saisir': ['ANIMATION', 'REFERENT_PE'],
  // Annexe 2: each party of a convention answers, the PLIE records what the comité agreed on, the region conducts
  'enquete.lire': ['ANIMATION', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL'],
  'enquete.repondre': ['ANIMATION', 'REFERENT_PE'],
  'enquete.convenir': ['ANIMATION'],
  'enquete.conduire': ['CORRESPONDANT_REGIONAL'],
  // Settings
  'organisation.administrer': ['ADMINISTRATEUR'],
  'convention.administrer': ['ADMINISTRATEUR'],
  'convention.lire': ['ADMINISTRATEUR', 'ANIMATION', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'DPO'],
  // Who answers for the data and for security, and where the data are: read by the parties, kept by each for itself
  'correspondant.lire': ['ANIMATION', 'REFERENT_PE', 'DPO', 'ADMINISTRATEUR'],
  'correspondant.tenir': ['ANIMATION', 'DPO', 'ADMINISTRATEUR'],
  'utilisateur.administrer': ['ADMINISTRATEUR'],
  'codes.administrer': ['ADMINISTRATEUR'],
  // How long persons are kept: the PLIE decides within what the convention allows, its data-protection officer sees to it
  'conservation.lire': ['ANIMATION', 'DPO'],
  'conservation.decider': ['ANIMATION', 'DPO'],
  'conservation.suspendre': ['ANIMATION', 'DPO'],
  'archive.ouvrir': ['ANIMATION', 'DPO'],
  // What persons ask about their data
  'droit.traiter': ['ANIMATION', 'DPO'],
  'journal.lire': ['ADMINISTRATEUR', 'DPO'],
  'alerte.lire': ['DPO'],
  'registre.lire': ['ANIMATION', 'DPO'],
  // The breaches of their own organisation
  'violation.tenir': ['ANIMATION', 'REFERENT_PE', 'DPO'],
} as const satisfies Record<string, readonly Role[]>;

export type Droit = keyof typeof TABLE;

/** Every act, for the tests that cross acts and roles. */
export const DROITS = Object.keys(TABLE) as Droit[];

/** Acts that change what the PLIE holds on one person: offered to nobody on the pages of somebody whose processing is restricted. */
const CHANGENT_UNE_PERSONNE: readonly Droit[] = [
  'personne.modifier', 'orientation.creer', 'orientation.instruire', 'orientation.attribuer', 'commission.preparer', 'seance.tenir', 'parcours.tenir', 'note.tenir', 'pni.poser', 'sortie.enregistrer',
  'fait.corriger',
];

/** May this actor do that act? The system (command line, tasks) may do everything. */
export function peut(acteur: Acteur, droit: Droit): boolean {
  return acteur.role === 'SYSTEME' || ((TABLE[droit] as readonly Role[]).includes(acteur.role) && !(acteur.surLimitee && CHANGENT_UNE_PERSONNE.includes(droit)));
}
