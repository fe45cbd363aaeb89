/** Acts on a person. */
import type { Contexte } from '../acces/acteur';
import { formaterDate } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import type { IdentifiantPe } from '../lib/formulaire';
import { deQui } from '../lib/texte';
import { chercherPremierePrescription, lirePersonne, modifierPersonne, verrouillerPersonne, type Personne } from './queries';
import { critiquerConsentement } from './rules-fiche';

export interface ModificationPersonne extends Omit<Personne, 'id' | 'plie_id' | 'identifiant_pe' | 'zone_pe'> { identifiant_pe: IdentifiantPe | null }

/**
 * Rectifies a person's data. Withdrawing the consent deletes the courriel (domaine §2); the fiches de liaison already
 * recorded keep the situation of their day. Throws Introuvable, Conflit or RegleEnfreinte.
 */
export async function modifierFiche(contexte: Contexte, id: number, saisie: ModificationPersonne): Promise<{ personne_id: number; message: string }> {
  const vue = await lirePersonne(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'personne.modifier', plieId: vue.plie_id, personneId: id }, async (trx) => {
    const { version, identifiant_pe, ...champs } = saisie;
    const avant = await verrouillerPersonne(trx, contexte.acteur, id, version);
    const retrait = avant.consentement_courriel && !champs.consentement_courriel;
    const erreurs = retrait ? [] : critiquerConsentement(champs);
    const premiere = await chercherPremierePrescription(trx, avant);
    if (premiere && champs.date_naissance > premiere) erreurs.push({ champ: 'date_naissance', message: `La naissance (${formaterDate(champs.date_naissance)}) ne peut pas suivre la première prescription (${formaterDate(premiere)}).` });
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    await modifierPersonne(trx, avant, { ...champs, courriel: champs.consentement_courriel ? champs.courriel : null, identifiant_pe: identifiant_pe?.identifiant ?? null, zone_pe: identifiant_pe?.zone ?? null });
    return { personne_id: id, message: `La fiche ${deQui(champs)} est enregistrée.${retrait && avant.courriel ? ' Le consentement est retiré : le courriel est effacé.' : ''}` };
  });
}
