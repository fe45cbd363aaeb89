/** The access table, written a second time by hand: an act given to one more role, or taken from one, is a decision that shows here. */
import { ROLES, type Acteur, type Role } from '../../server/acces/acteur';
import { DROITS, peut } from '../../server/acces/droits';

/** A accompagnateur, E équipe d'animation, C conseiller and R référent of Pôle emploi, K correspondant régional, S administrateur, D DPO. */
const LETTRES: Record<Role, string> = { ACCOMPAGNATEUR: 'A', ANIMATION: 'E', CONSEILLER_PE: 'C', REFERENT_PE: 'R', CORRESPONDANT_REGIONAL: 'K', ADMINISTRATEUR: 'S', DPO: 'D' };

const ATTENDUS: Record<string, string> = {
  'accueil.voir': 'AECRKSD', 'compte.gerer': 'AECRKSD', 'definitions.lire': 'AECRKSD',
  // Persons by name: never the region, the administrator nor the DPO
  'personne.lire': 'AECR', 'personne.modifier': 'AE', 'doublon.traiter': 'E',
  'orientation.lire': 'AECR', 'orientation.creer': 'AEC', 'orientation.instruire': 'AE', 'orientation.attribuer': 'E',
  'commission.preparer': 'AE', 'commission.tenir': 'E', 'reception.lire': 'AE', 'seance.tenir': 'E',
  'parcours.tenir': 'AE', 'portefeuille.lire': 'AE', 'note.lire': 'AE', 'note.tenir': 'AE', 'pni.poser': 'AER', 'pni.lire': 'AER',
  'tache.traiter': 'R', 'retour.traiter': 'AE', 'retour.importer': 'E', 'prevision.lire': 'AE', 'objectif.fixer': 'E',
  'sortie.enregistrer': 'AE', 'fait.corriger': 'AE',
  'echeance.lire': 'AERKSD', 'jalon.tenir': 'E', 'suppleant.nommer': 'E',
  'reprise.importer': 'E', 'tableau.etablir': 'E', 'comparaison.etablir': 'E', 'controle.lire': 'AE', 'controle.regler': 'E', 'tableau.importer': 'R',
  // Figures: the region reads them, the list of persons behind them stays in the PLIE
  'bilan.lire': 'AERK', 'bilan.personnes': 'AE', 'analyse.lire': 'AERK', 'bilan.tenir': 'E', 'bilan.recevoir': 'K', 'releve.transmettre': 'E',
  'informations_collectives.lire': 'AERK', 'chiffres_pe.saisir': 'ER',
  'enquete.lire': 'ERK', 'enquete.repondre': 'ER', 'enquete.convenir': 'E', 'enquete.conduire': 'K',
  // Settings: the administrator alone
  'organisation.administrer': 'S', 'convention.administrer': 'S', 'convention.lire': 'ERKSD', 'utilisateur.administrer': 'S', 'codes.administrer': 'S',
  'correspondant.lire': 'ERSD', 'correspondant.tenir': 'ESD',
  'conservation.lire': 'ED', 'conservation.decider': 'ED', 'conservation.suspendre': 'ED', 'archive.ouvrir': 'ED', 'droit.traiter': 'ED',
  'journal.lire': 'SD', 'alerte.lire': 'D', 'registre.lire': 'ED', 'violation.tenir': 'ERD',
};

test('chaque acte est permis aux rôles dits ici, et à eux seuls', () => {
  const acteur = (role: Role): Acteur => ({ utilisateurId: 1, nom: '', prenom: '', role, organisation: null });
  const permis = Object.fromEntries(DROITS.map((droit) => [droit, ROLES.filter((role) => peut(acteur(role), droit)).map((role) => LETTRES[role]).join('')]));
  expect(permis).toEqual(ATTENDUS);
});
