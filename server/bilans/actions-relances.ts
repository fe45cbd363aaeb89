/** Reminders to the PLIEs whose bilan has not come: by the mail server, or by hand and noted. */
import type { Contexte } from '../acces/acteur';
import { composer, CourrielNonParti, envoyer } from '../lib/courriel';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { accorder, nomComplet } from '../lib/texte';
import { chercherAgent } from '../orientations/queries';
import type { PlieDeLAnnee } from './queries';
import { ajouterRelance, noterSort } from './queries-relances';
import { adresseDuBilan } from './rules';
import { messageDeRelance } from './rules-relances';

export interface Expedition { smtpUrl: string | undefined; url: string; maintenant: string }

/** « Camille DURAND, Correspondant régional ». */
export async function lireSignataire({ base, auteur, acteur }: Contexte): Promise<{ nom: string; courriel: string | null }> {
  const agent = await chercherAgent(base, auteur.utilisateurId);
  return { nom: agent ? [nomComplet(agent), agent.fonction].filter(Boolean).join(', ') : (acteur.organisation?.nom ?? 'Passerelle'), courriel: agent?.courriel ?? null };
}

/**
 * Sends a reminder to each, or notes that each was sent by hand where there is no mail server. The register keeps every attempt. Throws
 * RegleEnfreinte at the first one that does not leave: those before it have left, and the sentence says so.
 */
export async function relancer(contexte: Contexte, { smtpUrl, url, maintenant }: Expedition, annee: number, plies: readonly PlieDeLAnnee[], mot: string | null): Promise<number> {
  const { base, auteur, jour } = contexte;
  const sansAdresse = plies.filter((p) => !p.courriel).map((p) => p.nom);
  if (sansAdresse.length) throw new RegleEnfreinte([{ champ: 'plie', message: `Pas d'adresse de courriel pour ${sansAdresse.join(', ')} : demandez à l'administrateur de l'enregistrer, ou décochez.` }]);
  const signataire = await lireSignataire(contexte);
  const suite = { ...auteur, cleFormulaire: null };
  let premiereFois = false;
  const notees = await ecrire(base, auteur, { action: 'bilan.relancer', details: { annee, plies: plies.length, par_serveur: Boolean(smtpUrl) } }, async (trx) => {
    premiereFois = true;
    const ids: number[] = [];
    for (const p of plies) ids.push(await ajouterRelance(trx, { plie_id: p.id, annee, utilisateur_id: auteur.utilisateurId, destinataire: p.courriel!, par_serveur: Boolean(smtpUrl), etat: smtpUrl ? 'PREPARE' : 'ENVOYE', le: maintenant }));
    return ids;
  });
  if (!smtpUrl || !premiereFois) return plies.length;
  for (const [i, p] of plies.entries()) {
    const adresses = { de: signataire.courriel ?? p.courriel!, a: p.courriel! };
    try {
      await envoyer(smtpUrl, await composer({ ...adresses, ...messageDeRelance({ plie: p.nom, annee, adresse: `${url}${adresseDuBilan(p.id, annee)}`, signataire: signataire.nom, mot, jour }), pieces: [] }), adresses);
    } catch (erreur) {
      if (!(erreur instanceof CourrielNonParti)) throw erreur;
      // A silent server would keep the browser waiting once for each of those that follow.
      await ecrire(base, suite, { action: 'bilan.noter_echec_relance', details: { annee } }, async (trx) => { for (const [k, q] of plies.entries()) if (k >= i) await noterSort(trx, q.id, notees[k]!, erreur.message); });
      throw new RegleEnfreinte(`${i ? `${accorder(i, 'relance est partie', 'relances sont parties')}. ` : ''}La relance de ${p.nom} n'est pas partie${i < plies.length - 1 ? ', ni les suivantes' : ''}. ${erreur.message}`);
    }
    await ecrire(base, suite, { action: 'bilan.noter_relance', plieId: p.id, details: { annee } }, (trx) => noterSort(trx, p.id, notees[i]!, null));
  }
  return plies.length;
}
