/** The statement of a year is noted as sent to Pôle emploi, or the note is set aside. */
import { VERSION } from '../../reports/releve-des-demandes/definitions';
import { empreinteDuReleve, etablirReleve } from '../../reports/releve-des-demandes/releve';
import type { Contexte } from '../acces/acteur';
import { noterDocumentEnvoye, oublierDocumentEnvoye } from '../calendrier/queries';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { Conflit, RegleEnfreinte } from '../lib/erreurs';
import { ajouterEnvoi, annulerEnvoi, chercherDernierEnvoi, type Envoi, type PlieDuReleve } from './queries';
import { critiquerEnvoi } from './rules';

/** `empreinte`: of the figures that were on the page. */
export interface Transmission { date_envoi: DateCivile; destinataire: string; empreinte: string }

/** The deadline of the calendar follows the register: done on the last day that counts, awaited again without any. */
async function accorderLeCalendrier(trx: Transaction, plieId: number, annee: number): Promise<void> {
  const dernier = await chercherDernierEnvoi(trx, plieId, annee);
  if (dernier) await noterDocumentEnvoye(trx, plieId, 'RELEVE_DEMANDES', annee, dernier);
  else await oublierDocumentEnvoye(trx, plieId, 'RELEVE_DEMANDES', annee);
}

/** `instant`: ISO. Throws RegleEnfreinte when the year is not over, or when the figures are no longer those of the page. */
export async function noterTransmission({ base, auteur, acteur, jour }: Contexte, plie: PlieDuReleve, annee: number, { date_envoi, destinataire, empreinte }: Transmission, instant: string): Promise<{ message: string }> {
  const erreurs = critiquerEnvoi({ annee, date: date_envoi }, jour);
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
  return ecrire(base, auteur, { action: 'releve.transmettre', plieId: plie.id, details: { annee, empreinte } }, async (trx) => {
    const releve = await etablirReleve({ base: trx, acteur }, { annee, territoire: { type: 'PLIE', code: plie.code } });
    if (empreinteDuReleve(plie.code, releve) !== empreinte) throw new RegleEnfreinte('Les chiffres ont changé depuis que la page est ouverte. Relisez ceux qui sont affichés maintenant, puis recommencez.');
    await ajouterEnvoi(trx, plie.id, { annee, date_envoi, destinataire, definitions: VERSION, empreinte, utilisateur_id: auteur.utilisateurId, note_le: instant });
    await accorderLeCalendrier(trx, plie.id, annee);
    return { message: `Relevé ${annee} : noté comme transmis le ${formaterDate(date_envoi)}.` };
  });
}

/** Throws Conflit when it was already set aside. */
export async function annulerTransmission({ base, auteur, acteur }: Contexte, envoi: Envoi, instant: string): Promise<{ message: string }> {
  return ecrire(base, auteur, { action: 'releve.annuler_envoi', plieId: envoi.plie_id, details: { annee: envoi.annee } }, async (trx) => {
    if (!(await annulerEnvoi(trx, acteur, envoi, instant))) throw new Conflit('Cette ligne du registre est déjà annulée.', 'Rechargez la page pour le voir.');
    await accorderLeCalendrier(trx, envoi.plie_id, envoi.annee);
    return { message: `L'envoi du ${formaterDate(envoi.date_envoi)} ne compte plus : sa ligne reste au registre.` };
  });
}
