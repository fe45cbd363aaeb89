/** Hands the persons of one portfolio to others: one transaction, all or nothing. */
import type { Contexte } from '../acces/acteur';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { accorder, nomComplet } from '../lib/texte';
import { installerReferent } from '../parcours/actions';
import { listerAccompagnateurs } from '../parcours/queries';
import { critiquerReferent } from '../parcours/rules';
import { lirePorteur, verrouillerConfiees } from './queries';

export interface Reattribution { date_debut: DateCivile; lignes: { orientation_id: number; vers: number | null }[] }

/**
 * Each line becomes a change of référent unique, by the same rule as one made alone. A line that cannot be stops them all,
 * with the person named: nothing is written. Introuvable for an account or a parcours of another territory.
 */
export async function reattribuer(contexte: Contexte, porteurId: number, { date_debut, lignes }: Reattribution): Promise<{ message: string; reste: number }> {
  const porteur = await lirePorteur(contexte, porteurId);
  const message = await ecrire(contexte.base, contexte.auteur, { action: 'parcours.reattribuer', plieId: porteur.plie_id, details: { de: porteurId, nombre: lignes.length } }, async (trx) => {
    const vers = new Map(lignes.map((l) => [l.orientation_id, l.vers]));
    const possibles = new Map((await listerAccompagnateurs(trx, porteur.plie_id)).map((a) => [a.id, a]));
    const parcours = await verrouillerConfiees(trx, contexte.acteur, [...vers.keys()]);
    const erreurs: Erreur[] = [];
    for (const p of parcours) {
      const refuser = (message: string) => erreurs.push({ champ: `vers_${p.id}`, message: `${nomComplet(p)} : ${message}` });
      const cible = vers.get(p.id) ?? null;
      if (p.utilisateur_id !== porteurId) refuser(`n'est plus dans ce portefeuille. Rechargez la page pour voir qui la suit.`);
      else if (cible === null) refuser('choisissez à qui la confier, sur sa ligne ou pour toutes.');
      else if (!possibles.has(cible)) refuser('choisissez un compte actif de votre PLIE.');
      else for (const e of critiquerReferent(p, { utilisateur_id: porteurId, date_debut: p.referent_depuis! }, null, { utilisateur_id: cible, date_debut })) refuser(e.message);
    }
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    for (const p of parcours) await installerReferent(trx, p, { id: p.referent_id!, date_debut: p.referent_depuis! }, { utilisateur_id: vers.get(p.id)!, date_debut });
    const nombres = [...possibles.values()].map((a) => ({ a, n: parcours.filter((p) => vers.get(p.id) === a.id).length })).filter(({ n }) => n > 0);
    return `${accorder(parcours.length, 'personne est confiée', 'personnes sont confiées')} à ${nombres.map(({ a, n }) => `${nomComplet(a)}${nombres.length > 1 ? ` (${n})` : ''}`).join(', ')} à partir du ${formaterDate(date_debut)}.`;
  });
  return { message, reste: (await lirePorteur(contexte, porteurId)).personnes };
}
