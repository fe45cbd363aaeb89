/** Sending the table: to whom, by which way, on time or late (domaine §7). Pure. */
import { LISTES, type CodeDe } from '../codes/listes';
import { formaterDate, joursEntre, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import type { Correspondant } from '../organisations/conventions/rules';
import { deMois, echeanceDuMois } from './rules';

export type CanalFichier = CodeDe<'CANAUX_FICHIER'>;
export type CanalCle = CodeDe<'CANAUX'>;

/** The encrypted file stays in the register until its sending is confirmed, that long at most. */
export const JOURS_DE_GARDE = 30;

/** Of the convention's Pôle emploi side: its mailbox, then its correspondents. */
export interface Destinataire { code: string; libelle: string; courriel: string | null }

export function destinatairesPossibles(boite: string | null, correspondants: readonly Correspondant[]): Destinataire[] {
  return [
    ...(boite ? [{ code: 'BOITE', libelle: `Boîte générique : ${boite}`, courriel: boite }] : []),
    ...LISTES.DOMAINES_CORRESPONDANT.flatMap(({ code, libelle }) => correspondants.filter((c) => c.partie === 'POLE_EMPLOI' && c.domaine === code).map((c) => ({
      code, libelle: `${c.nom}, ${libelle.toLowerCase()}${c.courriel ? ` : ${c.courriel}` : ''}`, courriel: c.courriel,
    }))),
  ];
}

export const SANS_DESTINATAIRE = "La convention ne nomme ni boîte générique ni correspondant de Pôle emploi : on ne sait pas à qui envoyer ce tableau. Demandez à l'administrateur de les enregistrer.";

/** The password never takes the way of the file, and a mail needs an address. */
export function verifierEnvoi(canalFichier: CanalFichier, canalCle: CanalCle, destinataire: Destinataire | undefined): Erreur[] {
  return [
    ...(canalFichier === canalCle ? [{ champ: 'canal_cle', message: 'La phrase de passe ne peut pas prendre le même chemin que le fichier. Choisissez un autre moyen, le téléphone par exemple.' }] : []),
    ...(!destinataire ? [{ champ: 'destinataire', message: 'Choisissez le destinataire dans la liste.' }] : []),
    ...(destinataire && canalFichier === 'COURRIEL' && !destinataire.courriel ? [{ champ: 'destinataire', message: "Ce correspondant n'a pas d'adresse de courriel. Choisissez la boîte générique, un autre correspondant, ou un autre moyen." }] : []),
  ];
}

/** On time on the 6th, late on the 7th. */
export function ponctualite(mois: Mois, dateEnvoi: DateCivile): { aTemps: boolean; texte: string } {
  const retard = joursEntre(echeanceDuMois(mois), dateEnvoi);
  return retard <= 0 ? { aTemps: true, texte: 'à temps' } : { aTemps: false, texte: `avec ${accorder(retard, 'jour')} de retard` };
}

/** The day it left: neither before the validation nor to come. */
export function verifierDateEnvoi(date: DateCivile, valideLe: DateCivile): Erreur[] {
  return date < valideLe ? [{ champ: 'date_envoi', message: `Le tableau a été validé le ${formaterDate(valideLe)} : il n'a pas pu partir avant. Corrigez cette date.` }] : [];
}

/** Subject and body: neither name nor figure. */
export function messageDEnvoi(plie: { nom: string }, mois: Mois, canalCle: CanalCle): { objet: string; texte: string } {
  const moyen = LISTES.CANAUX.find((c) => c.code === canalCle)!.libelle.toLowerCase();
  return {
    objet: `${plie.nom} : tableau de suivi ${deMois(mois)}`,
    texte: ['Bonjour,', '', `Vous trouverez ci-joint le tableau de suivi ${deMois(mois)}. Ce classeur est chiffré :`, `la phrase de passe qui l'ouvre vous est donnée à part, ${moyen}.`, '', plie.nom, ''].join('\n'),
  };
}

export const nomDuDestinataire = (d: Destinataire, canal: CanalFichier, correspondants: readonly Correspondant[]): string => {
  if (canal === 'COURRIEL' || d.code === 'BOITE') return d.courriel!;
  return correspondants.find((c) => c.partie === 'POLE_EMPLOI' && c.domaine === d.code)?.nom ?? d.libelle;
};
