/** What the accompagnateur did of an answer of Pôle emploi. */
import type { Contexte } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { lireRetour, noterSuite, type RetourRecu } from './queries';
import { critiquerSuite } from './rules';

/** Closes an answer with what was done of it. RegleEnfreinte when the books of the PLIE say otherwise, or when it was already closed. */
export async function traiterRetour(contexte: Contexte, id: number, suite: CodeDe<'SUITES_RETOUR'>): Promise<RetourRecu> {
  const retour = await lireRetour(contexte.base, contexte.acteur, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'retour.traiter', plieId: retour.plie_id, personneId: retour.personne_id, details: { suite } }, async (trx) => {
    const relu = await lireRetour(trx, contexte.acteur, id);
    const raison = critiquerSuite(suite, relu);
    if (raison) throw new RegleEnfreinte([{ champ: `suite-${id}`, message: raison }]);
    if (!(await noterSuite(trx, relu, suite, contexte.auteur.utilisateurId))) throw new RegleEnfreinte("Cette réponse est déjà traitée, ou n'attend rien. Rechargez la page.");
    return relu;
  });
}
