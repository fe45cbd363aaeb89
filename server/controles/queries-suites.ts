/** Checks on what should have followed: a first contact, a notice of absence, the proof of an exit. */
import { aSignaler } from '../avis/queries';
import { brut, sql } from '../lib/db/sql';
import { ATTEND_DEPUIS, conditionAttente } from '../orientations/queries-attentes';
import { JOURS_AVANT_RETARD_CONTACT } from '../orientations/rules-echeances';
import { listerSortiesSansPreuveDuMois } from '../sorties/queries-suivis';
import { preuvesAObtenir } from '../sorties/rules-suivis';
import { duTableau, LIMITEE, orientations, type Definition } from './queries-definition';

const ORIENTATION_EN_ATTENTE: Definition = {
  code: 'ORIENTATION_EN_ATTENTE',
  singulier: `orientation en attente de premier contact depuis plus de ${JOURS_AVANT_RETARD_CONTACT} jours`, pluriel: `orientations en attente de premier contact depuis plus de ${JOURS_AVANT_RETARD_CONTACT} jours`,
  gravite: 'ATTENTION', bloquant: false,
  remede: "Enregistrez le premier contact s'il a eu lieu, sinon convoquez la personne.",
  depuis: 'Attend depuis le', acte: 'orientation.instruire',
  liens: ({ orientation_id }) => [{ adresse: `/orientations/${orientation_id}/contact`, libelle: 'Enregistrer le premier contact' }],
  population: (d) => orientations(d, conditionAttente('contact-tardif', d.au), { depuis: ATTEND_DEPUIS }),
};

const ABSENCE_NON_SIGNALEE: Definition = {
  code: 'ABSENCE_NON_SIGNALEE',
  singulier: 'absence non signalée à Pôle emploi', pluriel: 'absences non signalées à Pôle emploi',
  gravite: 'ATTENTION', bloquant: false,
  remede: "Prévenez Pôle emploi par le courriel chiffré, dans les 30 jours de l'absence ; ensuite, seul le tableau le lui dit.",
  depuis: 'Absente le', acte: 'parcours.tenir',
  liens: ({ orientation_id, objet_id }) => [{ adresse: `/orientations/${orientation_id}/absences/${objet_id}/avis`, libelle: 'Prévenir Pôle emploi' }],
  population: (d) => orientations(d, sql`${aSignaler(d.contexte, 'TOUTES')} and a.date_convocation between ${d.periode.debut} and ${d.periode.fin}`, {
    depuis: brut('a.date_convocation'), objet: brut('a.id'), jointure: sql`join absences a on a.plie_id = o.plie_id and a.orientation_id = o.id`,
  }),
};

const SORTIE_SANS_PREUVE: Definition = {
  code: 'SORTIE_SANS_PREUVE',
  singulier: 'sortie en emploi ou en formation sans preuve', pluriel: 'sorties en emploi ou en formation sans preuve',
  gravite: 'ATTENTION', bloquant: false,
  remede: "Complétez le contrat ou la formation, et dites quelle preuve vous avez vue : la sortie peut alors devenir positive.",
  depuis: 'Sortie le', acte: 'sortie.enregistrer',
  liens: ({ orientation_id }) => [{ adresse: `/orientations/${orientation_id}/sortie/reclasser`, libelle: 'Indiquer la preuve' }],
  // An exit always has its motif: the database refuses one without. Which proofs may still change something is a rule, not SQL.
  async population(d) {
    const sorties = await listerSortiesSansPreuveDuMois(d.contexte, d.plieId, d.mois);
    const retenues = preuvesAObtenir(sorties, d.contexte.jour).map((p) => p.sortie.orientation_id);
    return orientations(d, sql`o.id = any(${retenues}::bigint[])`, { depuis: brut('o.date_sortie') });
  },
};

/** Told before the sending: these rows stay behind (RGPD art. 18). */
export const LAISSEE_DE_COTE: Definition = {
  code: 'LAISSEE_DE_COTE',
  singulier: 'orientation laissée hors du tableau : limitation', pluriel: 'orientations laissées hors du tableau : limitation',
  gravite: 'ATTENTION', bloquant: false,
  remede: "Rien n'est à corriger : la personne a demandé que ses données ne servent plus. Ses lignes partiront en correction après la fin de la limitation, que l'équipe d'animation ou le délégué à la protection des données peut lever dans « Demandes de droits ».",
  depuis: 'Prescrite le', acte: 'personne.lire',
  liens: ({ personne_id, orientation_id }) => [{ adresse: `/personnes/${personne_id}?orientation=${orientation_id}`, libelle: 'Ouvrir la fiche' }],
  population: (d) => orientations(d, sql`${LIMITEE} and ${duTableau(d)}`),
};

export const CONTROLES_DES_SUITES = [ORIENTATION_EN_ATTENTE, ABSENCE_NON_SIGNALEE, SORTIE_SANS_PREUVE, LAISSEE_DE_COTE];
