/** Two files that look alike: set apart, brought back, merged. */
import type { Contexte } from '../acces/acteur';
import { formaterDate } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { nomComplet } from '../lib/texte';
import { modifierPersonne, verrouillerPersonne } from '../personnes/queries';
import { listerDossier } from '../personnes/queries-dossier';
import { ecarter, lirePaire, rapprocher } from './queries';
import { reunir } from './queries-fusion';
import { composer, critiquerFusion, type ChoixFaits } from './rules';

export async function distinguer(contexte: Contexte, un: number, autre: number): Promise<void> {
  const [premiere, seconde] = await lirePaire(contexte, un, autre);
  await ecrire(contexte.base, contexte.auteur, { action: 'doublon.distinguer', plieId: premiere.plie_id, personneId: premiere.id, details: { autre_fiche: seconde.id } }, (trx) => ecarter(trx, premiere, seconde));
}

export async function revenir(contexte: Contexte, un: number, autre: number): Promise<void> {
  const [premiere, seconde] = await lirePaire(contexte, un, autre);
  await ecrire(contexte.base, contexte.auteur, { action: 'doublon.revenir', plieId: premiere.plie_id, personneId: premiere.id, details: { autre_fiche: seconde.id } }, (trx) => rapprocher(trx, premiere, seconde));
}

export interface DemandeDeFusion { version_premiere: number; version_seconde: number; choix: ChoixFaits }

/**
 * Makes one file of two: the older stays, with the data chosen; all that hung on the other is given to it. The figures
 * count orientations, and none is added, changed or lost. Throws Introuvable, Conflit or RegleEnfreinte, and then writes nothing.
 */
export async function fusionner(contexte: Contexte, un: number, autre: number, demande: DemandeDeFusion): Promise<{ personne_id: number; message: string }> {
  const [{ id, plie_id }, { id: ancienneId }] = await lirePaire(contexte, un, autre);
  return ecrire(contexte.base, contexte.auteur, { action: 'doublon.fusionner', plieId: plie_id, personneId: id, details: { fiche_gardee: id, fiche_fusionnee: ancienneId } }, async (trx) => {
    const gardee = await verrouillerPersonne(trx, contexte.acteur, id, demande.version_premiere);
    const ancienne = await verrouillerPersonne(trx, contexte.acteur, ancienneId, demande.version_seconde);
    const lecteur = { ...contexte, base: trx };
    const [siennes, autres] = [await listerDossier(lecteur, gardee), await listerDossier(lecteur, ancienne)];
    const { champs, erreurs } = composer(gardee, ancienne, demande.choix);
    const [premierePrescription] = [...siennes, ...autres].map((o) => o.date_prescription).sort();
    const naissance = champs.date_naissance ?? gardee.date_naissance;
    if (premierePrescription && naissance > premierePrescription) erreurs.push({ champ: 'date_naissance', message: `La naissance (${formaterDate(naissance)}) ne peut pas suivre la première prescription (${formaterDate(premierePrescription)}).` });
    erreurs.push(...critiquerFusion(siennes, autres).map(({ message }) => ({ champ: '', message })));
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    await reunir(trx, gardee, ancienne);
    if (Object.keys(champs).length) await modifierPersonne(trx, gardee, champs);
    return { personne_id: id, message: `Les deux fiches n'en font plus qu'une : ${nomComplet({ ...gardee, ...champs })}. L'ancienne adresse mène ici.` };
  });
}
