/** First use: everything without which nobody can work, in one act. */
import { contexteSysteme } from '../../acces/acteur';
import { hacher } from '../../acces/mots-de-passe';
import { estPremierUsage, insererUtilisateur } from '../../administration/utilisateurs/queries';
import type { Base } from '../../lib/db';
import type { DateCivile } from '../../lib/dates';
import { ecrire } from '../../lib/ecriture';
import { Introuvable } from '../../lib/erreurs';
import { inscrireOrganisation } from '../actions';
import { inscrireConvention } from '../conventions/actions';
import type { ReglagesConvention } from '../conventions/rules';

interface Identite { nom: string; code: string }

export interface Installation {
  administrateur: { prenom: string; nom: string; courriel: string; motDePasse: string };
  /** Of the PLIE and of its agency. */
  departement_code: string;
  plie: Identite;
  agence: Identite;
  convention: Omit<ReglagesConvention, 'agence_id'>;
}

/** Creates the administrator, the first PLIE, its agency and its convention. Introuvable as soon as one account exists. Returns the account's id. */
export async function installer(base: Base, jour: DateCivile, requeteId: string, demande: Installation): Promise<number> {
  const motDePasse = await hacher(demande.administrateur.motDePasse);
  const { acteur, auteur } = contexteSysteme(base, jour, 'première utilisation');
  return ecrire(base, { ...auteur, requeteId }, 'installation.creer', async (trx) => {
    if (!(await estPremierUsage(trx))) throw new Introuvable();
    const commun = { departement_code: demande.departement_code, region_code: null, adresse: null, telephone: null, courriel: null };
    const agenceId = await inscrireOrganisation(trx, acteur, { type: 'AGENCE', ...demande.agence, ...commun });
    const plieId = await inscrireOrganisation(trx, acteur, { type: 'PLIE', ...demande.plie, ...commun }, [agenceId]);
    await inscrireConvention(trx, acteur, { plie_id: plieId, agence_id: agenceId, ...demande.convention });
    const { prenom, nom, courriel } = demande.administrateur;
    return insererUtilisateur(trx, { organisation_id: plieId, role: 'ADMINISTRATEUR', prenom, nom, courriel, fonction: null, telephone: null }, motDePasse);
  });
}
