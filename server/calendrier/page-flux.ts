/** « Mon calendrier »: the feed, on one's own account. Pure. */
import { formaterInstant } from '../lib/dates';

export const COMPTE = { adresse: '/compte', libelle: 'Mon compte' };
export const FLUX = { adresse: '/compte/calendrier', libelle: 'Échéances dans mon agenda' };

/** `lien`: the address just made, shown once; null otherwise. */
export function pageFlux(flux: { cree_le: string } | null, lien: string | null) {
  return {
    titre: FLUX.libelle, rubrique: COMPTE, fil: [COMPTE], lien,
    depuis: flux && !lien ? formaterInstant(flux.cree_le) : null,
    formulaire: { adresse: FLUX.adresse, champs: [], bouton: flux ? 'Créer une nouvelle adresse' : 'Créer mon adresse' },
    retirer: flux ? { adresse: `${FLUX.adresse}/retirer`, libelle: "Retirer l'adresse", classe: 'btn-outline-danger' } : null,
  };
}
