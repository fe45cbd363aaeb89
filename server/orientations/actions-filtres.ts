/** Acts on one's own filters of the list. */
import type { Contexte } from '../acces/acteur';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { ajouterFiltre, compterFiltres, nommerFiltre, supprimerFiltre, verrouillerFiltre, type Filtre } from './queries-filtres';

export const FILTRES_MAX = 20;

/** Throws RegleEnfreinte: too many, nothing to keep, or a name already taken. */
export function enregistrerFiltre(contexte: Contexte, filtre: Omit<Filtre, 'id'>): Promise<{ message: string }> {
  if (!Object.keys(filtre.parametres).length) throw new RegleEnfreinte("Aucun filtre n'est choisi : affichez d'abord la liste que vous voulez retrouver, puis enregistrez-la.");
  return ecrire(contexte.base, contexte.auteur, 'filtre.enregistrer', async (trx) => {
    if ((await compterFiltres(trx, contexte.acteur)) >= FILTRES_MAX) throw new RegleEnfreinte([{ champ: 'nom', message: `Vous avez déjà ${FILTRES_MAX} filtres. Supprimez-en un pour faire place à celui-ci.` }]);
    await ajouterFiltre(trx, contexte.acteur, filtre);
    return { message: `Le filtre « ${filtre.nom} » est enregistré. Il reste au-dessus de la liste.` };
  });
}

/** Throws Introuvable when it is not the actor's, RegleEnfreinte when the name is taken. */
export function renommerFiltre(contexte: Contexte, id: number, nom: string): Promise<{ message: string }> {
  return ecrire(contexte.base, contexte.auteur, 'filtre.renommer', async (trx) => {
    await nommerFiltre(trx, (await verrouillerFiltre(trx, contexte.acteur, id)).id, nom);
    return { message: `Le filtre s'appelle maintenant « ${nom} ».` };
  });
}

export function oublierFiltre(contexte: Contexte, id: number): Promise<{ message: string }> {
  return ecrire(contexte.base, contexte.auteur, 'filtre.supprimer', async (trx) => {
    const filtre = await verrouillerFiltre(trx, contexte.acteur, id);
    await supprimerFiltre(trx, filtre.id);
    return { message: `Le filtre « ${filtre.nom} » est supprimé.` };
  });
}
