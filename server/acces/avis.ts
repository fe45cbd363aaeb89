/** Tells an account, by mail, what touches its safety. Once the answer has left: nobody waits for it, and nothing shows in the answer. */
import { dansMinutes, formaterInstant } from '../lib/dates';
import { composer, envoyer } from '../lib/courriel';
import { chercherCourrielOrganisation } from '../rappels/queries';
import type { Porte } from './connexion';
import type { Compte } from './queries';
import { ecrireAvis, type AvisDeCompte } from './rules-avis';

/** Without a mail server, « Mon compte » and the next log-in say it. A mail that does not leave is logged, not tried again. */
export function prevenir({ base, horloge, appareil, url, smtpUrl, logger, ensuite }: Porte, { acteur, courriel, actif }: Compte, avis: AvisDeCompte): void {
  if (!smtpUrl || !actif) return;
  const lettre = ecrireAvis(avis, { quand: formaterInstant(dansMinutes(horloge, 0)), appareil, url });
  ensuite(async () => {
    try {
      const adresses = { de: (acteur.organisation && await chercherCourrielOrganisation(base, acteur.organisation.id)) ?? courriel, a: courriel };
      await envoyer(smtpUrl, await composer({ ...adresses, ...lettre, pieces: [] }), adresses);
    } catch (erreur) {
      logger.warn({ utilisateur: acteur.utilisateurId, avis, erreur: (erreur as Error).name }, 'avis de compte');
    }
  });
}
