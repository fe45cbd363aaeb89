/** Sending a validated bilan to the regional correspondents: to whom, with what words. Pure. */
import { formaterDate, type DateCivile } from '../lib/dates';
import { estRendu, type EtapeBilan } from './rules';

/** `courriel` names it in the form. */
export interface Destinataire { libelle: string; courriel: string; deLaRegion: boolean }

export const SANS_DESTINATAIRE = "Aucune adresse de courriel n'est enregistrée pour la région ni pour les correspondants de la convention : on ne sait pas à qui envoyer ce bilan. Demandez à l'administrateur de les enregistrer.";

/** Why nothing may leave; null when the way is open. */
export function empechementDEnvoyer(etape: EtapeBilan | null, annee: number): string | null {
  if (estRendu(etape)) return null;
  return etape === 'RENVOYE'
    ? `Le bilan ${annee} vous a été renvoyé : reprenez-le, validez-le de nouveau, puis envoyez-le.`
    : `Le bilan ${annee} n'est pas encore validé : seul un bilan validé part, car ses chiffres ne changent plus.`;
}

/** An address is named once, the region's first. */
export const sansRepetition = (destinataires: readonly Destinataire[]): Destinataire[] =>
  destinataires.filter((d, rang) => destinataires.findIndex((x) => x.courriel.toLowerCase() === d.courriel.toLowerCase()) === rang);

export interface Annonce { plie: string; annee: number; numero: number; valideLe: DateCivile; document: string; classeur: string; adresse: string; signataire: string }

/** Subject and text. No figure and no person it is about. */
export function messageDEnvoi({ plie, annee, numero, valideLe, document, classeur, adresse, signataire }: Annonce): { objet: string; texte: string } {
  return {
    objet: `Bilan ${annee} – ${plie}`,
    texte: [
      'Bonjour,',
      `Vous trouverez ci-joint le bilan ${annee} de « ${plie} », validé le ${formaterDate(valideLe)} (version ${numero}) :\n- ${document}, le document pour le comité de pilotage ;\n- ${classeur}, le classeur.`,
      'Ces fichiers ne contiennent que des nombres et les réponses à l\'enquête, aucun nom de personne : ils s\'ouvrent sans mot de passe.',
      `Le bilan en ligne : ${adresse}`,
      `Cordialement,\n${signataire}`,
    ].join('\n\n'),
  };
}
