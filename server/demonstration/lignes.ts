/** The rows of the demonstration, spelled like the columns they fill. Identifiers are given here, in the order of the facts. */
import type { CodeDe } from '../codes/listes';
import type { DateCivile, Mois } from '../lib/dates';

export interface Personne {
  id: number; plie_id: number; nom: string; prenom: string; date_naissance: DateCivile; sexe: 'F' | 'H';
  adresse: string; code_postal: string; commune: string; telephone: string | null; consentement_courriel: boolean; courriel: string | null;
  identifiant_pe: string | null; zone_pe: string | null; identifiant_caf: string | null; minimum_social: string | null; rqth: boolean | null; deld: boolean | null; freins: string[];
}

export interface Orientation {
  id: number; plie_id: number; personne_id: number; agence_id: number | null; prescripteur: string; mode_orientation: 'FLUX' | 'INFO_COLLECTIVE' | null; date_prescription: DateCivile;
  agent_nom: string | null; agent_prenom: string | null; agent_fonction: string | null; agent_telephone: string | null; agent_courriel: string | null; prescripteur_id: number | null;
  minimum_social: string | null; rqth: boolean | null; deld: boolean | null; freins: string[]; date_information: DateCivile | null;
  date_contact: DateCivile | null; type_contact: 'COLLECTIF' | 'INDIVIDUEL' | null; date_diagnostic: DateCivile | null; date_refus: DateCivile | null; motif_refus: string | null; detail_refus: string | null;
  date_decision: DateCivile | null; date_integration: DateCivile | null; date_sortie: DateCivile | null; nature_sortie: string | null; motif_sortie: string | null;
  attribuee_a: number | null;
}

interface Rattachee { id: number; plie_id: number; orientation_id: number }
export interface Referent extends Rattachee { utilisateur_id: number; date_debut: DateCivile; date_fin: DateCivile | null }
export interface Pni extends Rattachee { personne_id: number; date_demande: DateCivile; date_debut: DateCivile | null; date_fin: DateCivile | null; date_cloture: DateCivile | null; motif_cloture: string | null }
export interface Etape extends Rattachee { type: string; date_debut: DateCivile; date_fin: DateCivile | null; resultat: string | null }
export interface Entretien extends Rattachee { date_entretien: DateCivile }
export interface Absence extends Rattachee { date_convocation: DateCivile; excuse: boolean; premier_contact: boolean }
export interface AvisAbsence extends Rattachee {
  absence_id: number; utilisateur_id: number; destinataire: string; canal_fichier: 'COURRIEL'; canal_cle: string; empreinte: string; etat: 'PREPARE' | 'ENVOYE' | 'ECHEC'; erreur: string | null; prepare_le: string; envoye_le: string | null;
}
export interface Demande extends Rattachee { type: string; date_demande: DateCivile; reponse: string; date_reponse: DateCivile | null; date_realisation: DateCivile | null }
export interface Prolongation extends Rattachee { date_decision: DateCivile; date_fin: DateCivile; instance: string; raison: string }
export interface Suivi extends Rattachee {
  nature: 'EMPLOI' | 'FORMATION'; date_debut: DateCivile; date_perte: DateCivile | null; contrat: string | null; date_fin_prevue: DateCivile | null; mi_temps: boolean | null;
  titre: string | null; rncp: string | null; date_validation: DateCivile | null; preuve: string | null; date_preuve: DateCivile | null;
}
export interface ContactSuivi { id: number; plie_id: number; suivi_id: number; mois: 1 | 3 | 6; date_contact: DateCivile; en_poste: boolean }
export interface Sortie extends Rattachee { suivi_id: number | null; origine: 'DERIVEE' | 'REPRISE'; regle: string | null; explication: string | null; date_reclassement: DateCivile | null }
export interface Note { id: number; plie_id: number; personne_id: number; auteur_id: number; instant: string; texte: string }
export interface InformationCollective { id: number; plie_id: number; agence_id: number; date_session: DateCivile; rang: number; convoques: number; presents: number }

export interface ServicePe { id: number; plie_id: number; agence_id: number; mois: Mois; type: CodeDe<'TYPES_DEMANDE_PE'>; nombre: number }
export interface DeclarationPe { id: number; plie_id: number; agence_id: number; annee: number; chiffre: CodeDe<'CHIFFRES_PE'>; etat: CodeDe<'ETATS_DECLARATION_PE'>; utilisateur_id: number; declare_le: string }

export interface SeanceDemo { id: number; plie_id: number; type: 'COLLECTIF' | 'INDIVIDUEL'; date_seance: DateCivile; heure: string; lieu: string }
export interface ConvocationDemo extends Rattachee { seance_id: number; personne_id: number; heure: string; presence: 'PRESENT' | 'ABSENT' | 'EXCUSE' | null }

export interface CommissionDemo { id: number; plie_id: number; date_seance: DateCivile; lieu: string; membres: string[] }
export interface DossierDemo extends Rattachee { commission_id: number; decision: 'INTEGRER' | 'REFUSER' | 'AJOURNER' | null; motif_ajournement: string | null; suivante_id: number | null; date_information: DateCivile | null }
export interface JustificatifDemo extends Rattachee { type: string; date_vue: DateCivile }

/** What is filled for the people; the tables' own names, in the order in which they may be inserted. */
export interface Faits {
  personnes: Personne[];
  orientations: Orientation[];
  referents: Referent[];
  pni: Pni[];
  etapes: Etape[];
  entretiens: Entretien[];
  absences: Absence[];
  avis_absence: AvisAbsence[];
  demandes_pe: Demande[];
  prolongations: Prolongation[];
  suivis_emploi: Suivi[];
  suivi_contacts: ContactSuivi[];
  sorties: Sortie[];
  seances: SeanceDemo[];
  convocations: ConvocationDemo[];
  commissions: CommissionDemo[];
  commission_dossiers: DossierDemo[];
  justificatifs: JustificatifDemo[];
  informations_collectives: InformationCollective[];
  services_pe: ServicePe[];
  declarations_pe: DeclarationPe[];
  notes: Note[];
}

export const aucunFait = (): Faits => ({
  personnes: [], orientations: [], referents: [], pni: [], etapes: [], entretiens: [], absences: [], avis_absence: [], demandes_pe: [], prolongations: [], suivis_emploi: [], suivi_contacts: [], sorties: [], seances: [], convocations: [], commissions: [], commission_dossiers: [], justificatifs: [],
  informations_collectives: [], services_pe: [], declarations_pe: [], notes: [],
});

/** Adds a row to a table and gives it the next identifier. */
export function ajouter<T extends { id: number }>(table: T[], ligne: Omit<T, 'id'>): T {
  const complete = { id: table.length + 1, ...ligne } as T;
  table.push(complete);
  return complete;
}
