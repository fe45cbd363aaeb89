/** Checks on what a parcours must have, month after month. */
import { brut, sql } from '../lib/db/sql';
import { conditionAttente, sansEntretien, SUIVI_PAR_UN_COMPTE_DESACTIVE } from '../orientations/queries-attentes';
import { FIN_PREVUE } from '../parcours/queries';
import { orientations, type Cible, type Definition } from './queries-definition';

const vers = (suite: string, libelle: string) => ({ orientation_id }: Cible) => ({ adresse: `/orientations/${orientation_id}/${suite}`, libelle });
const SORTIE = vers('sortie', 'Enregistrer la sortie');
const PROLONGATION = vers('prolongation', 'Prolonger');
const INTEGREE_LE = brut('o.date_integration');

const INTEGRATION_SANS_CONTRAT: Definition = {
  code: 'INTEGRATION_SANS_CONTRAT',
  singulier: 'intégration décidée, contrat non signé', pluriel: 'intégrations décidées, contrat non signé',
  gravite: 'ATTENTION', bloquant: false,
  remede: "Enregistrez le jour où le contrat d'engagement a été signé : c'est la date d'intégration que reçoit Pôle emploi.",
  depuis: 'Décidée le', acte: 'orientation.instruire',
  liens: (c) => [vers('integration', 'Enregistrer la signature')(c)],
  population: (d) => orientations(d, sql`o.date_fin = 'infinity' and o.date_integration is null and o.date_decision <= ${d.au}`, { depuis: brut('o.date_decision') }),
};

const INTEGRATION_SANS_PNI: Definition = {
  code: 'INTEGRATION_SANS_PNI',
  singulier: 'intégration sans PNI demandé', pluriel: 'intégrations sans PNI demandé',
  gravite: 'GRAVE', bloquant: false,
  remede: 'Demandez le PNI : la demande part avec le tableau.',
  depuis: 'Intégrée le', acte: 'pni.poser',
  liens: (c) => [vers('pni?acte=demander', 'Demander le PNI')(c)],
  population: (d) => orientations(d, sql`${conditionAttente('pni-a-demander', d.au)} and o.date_integration <= ${d.au}`, { depuis: INTEGREE_LE }),
};

const PNI_ECHU: Definition = {
  code: 'PNI_ECHU',
  singulier: 'PNI échu, parcours toujours ouvert', pluriel: 'PNI échus, parcours toujours ouverts',
  gravite: 'GRAVE', bloquant: false,
  remede: 'Enregistrez la sortie, ou prolongez le parcours puis demandez un nouveau PNI.',
  depuis: 'Dernier jour du PNI', acte: 'parcours.tenir',
  liens: (c) => [SORTIE(c), PROLONGATION(c)],
  population: (d) => orientations(d, conditionAttente('pni-echu', d.au), { depuis: sql`(select max(n.date_fin) from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id and n.date_cloture is null)` }),
};

const SANS_ENTRETIEN: Definition = {
  code: 'SANS_ENTRETIEN',
  singulier: 'parcours sans entretien dans le mois', pluriel: 'parcours sans entretien dans le mois',
  gravite: 'ATTENTION', bloquant: false,
  remede: "Enregistrez l'entretien s'il a eu lieu, ou l'étape qui couvrait tout le mois et en dispensait : stage, formation, emploi de moins de deux mois, prestation.",
  depuis: 'Dernier entretien', acte: 'parcours.tenir',
  liens: (c) => [vers('entretien', "Enregistrer l'entretien")(c), vers('etape', 'Enregistrer une étape')(c)],
  population: (d) => orientations(d, sansEntretien(d.mois), { depuis: sql`(select max(t.date_entretien) from entretiens t where t.plie_id = o.plie_id and t.orientation_id = o.id and t.date_entretien <= ${d.au})` }),
};

const PARCOURS_TROP_LONG: Definition = {
  code: 'PARCOURS_TROP_LONG',
  singulier: 'parcours au-delà de sa durée', pluriel: 'parcours au-delà de leur durée',
  gravite: 'GRAVE', bloquant: false,
  remede: "Un parcours dure 24 mois, plus 6 après l'entrée en emploi ou en formation. Enregistrez la sortie, ou la prolongation exceptionnelle qui a été décidée.",
  depuis: 'Devait finir le', acte: 'parcours.tenir',
  liens: (c) => [SORTIE(c), PROLONGATION(c)],
  population: (d) => orientations(d, sql`o.etat = 'EN_PARCOURS' and ${FIN_PREVUE} < ${d.au}`, { depuis: FIN_PREVUE }),
};

const REFERENT_DESACTIVE: Definition = {
  code: 'REFERENT_DESACTIVE',
  singulier: 'parcours suivi par un compte désactivé', pluriel: 'parcours suivis par un compte désactivé',
  gravite: 'GRAVE', bloquant: true,
  remede: "Confiez la personne à un collègue : Pôle emploi recevrait les coordonnées de quelqu'un qui n'est plus là.",
  depuis: 'Intégrée le', acte: 'orientation.attribuer',
  liens: (c) => [vers('referent', 'Changer de référent')(c)],
  population: (d) => orientations(d, sql`${SUIVI_PAR_UN_COMPTE_DESACTIVE} and o.date_integration <= ${d.au}`, { depuis: INTEGREE_LE }),
};

export const CONTROLES_DE_PARCOURS = [INTEGRATION_SANS_CONTRAT, INTEGRATION_SANS_PNI, PNI_ECHU, SANS_ENTRETIEN, PARCOURS_TROP_LONG, REFERENT_DESACTIVE];
