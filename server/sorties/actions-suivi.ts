/** The follow-up of six months in employment or in training: opened, corrected, its three contacts, its loss. */
import type { Contexte } from '../acces/acteur';
import { formaterDate, type DateCivile } from '../lib/dates';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import { nomComplet } from '../lib/texte';
import { agirSurParcours, exigerUneLigne, type Fait } from '../parcours/actions';
import type { Parcours } from '../parcours/queries';
import { exiger, motifParcoursFerme } from '../parcours/rules';
import { ajouterSuivi, chercherSuivi, enregistrerContact, modifierSuivi, supprimerSuivi, type Suivi } from './queries';
import type { Situation } from './regle';
import { critiquerSituation, type Contact } from './rules';

/** Opens the follow-up, or corrects the one named (`version` is then the one shown). */
export function enregistrerSuivi(contexte: Contexte, orientationId: number, valeur: { situation: Situation; suivi: number | null; version: number | null }): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, valeur.suivi ? 'suivi.corriger' : 'suivi.ouvrir', async (trx, parcours) => {
    const ferme = motifParcoursFerme(parcours);
    if (ferme) exiger([{ champ: '', message: ferme }]);
    exiger(critiquerSituation(parcours, valeur.situation));
    if (!valeur.suivi) {
      await ajouterSuivi(trx, parcours, valeur.situation);
      return;
    }
    if (!(await chercherSuivi(trx, parcours, valeur.suivi))) throw new Introuvable();
    if (!valeur.version) throw new Conflit();
    exigerUneLigne(await modifierSuivi(trx, parcours, { id: valeur.suivi, version: valeur.version }, valeur.situation));
  });
}

/** Ends the follow-up on `date_perte`, first day without the job or the training: the parcours goes on. */
async function fermerSuivi(trx: Transaction, parcours: Parcours, suivi: Suivi, date_perte: DateCivile): Promise<void> {
  if (date_perte < suivi.date_debut) exiger([{ champ: 'date_perte', message: `Cette date ne peut pas précéder le début (${formaterDate(suivi.date_debut)}).` }]);
  exigerUneLigne(await modifierSuivi(trx, parcours, suivi, { ...suivi, date_perte }));
}

/** What a contact answers: whose it is, and whether the job or the training was found lost. */
export type FaitDeContact = Fait & { nom: string; perdu: boolean };

/** A contact; « no longer there » ends the follow-up on `date_perte`, and the parcours goes on. */
export function noterContact(contexte: Contexte, orientationId: number, valeur: Contact & { suivi: number; date_perte: DateCivile | null }): Promise<FaitDeContact> {
  return agirSurParcours(contexte, orientationId, 'suivi.noter_contact', async (trx, parcours) => {
    const ferme = motifParcoursFerme(parcours);
    if (ferme) exiger([{ champ: '', message: ferme }]);
    const suivi = await chercherSuivi(trx, parcours, valeur.suivi);
    if (!suivi) throw new Introuvable();
    if (valeur.date_contact < suivi.date_debut) exiger([{ champ: 'date_contact', message: `Le contact ne peut pas précéder le début du suivi (${formaterDate(suivi.date_debut)}).` }]);
    if (valeur.date_perte && valeur.date_perte > valeur.date_contact) exiger([{ champ: 'date_perte', message: `Le contact du ${formaterDate(valeur.date_contact)} ne pouvait pas le savoir : cette date ne peut pas le suivre.` }]);
    await enregistrerContact(trx, parcours, suivi.id, valeur);
    if (valeur.date_perte) await fermerSuivi(trx, parcours, suivi, valeur.date_perte);
    return { nom: nomComplet(parcours), perdu: !valeur.en_poste };
  });
}

/** The job or the training is lost: one date, and the parcours goes on. `version` is the one shown. */
export function perdreSuivi(contexte: Contexte, orientationId: number, valeur: { suivi: number; version: number; date_perte: DateCivile }): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'suivi.perdre', async (trx, parcours) => {
    const ferme = motifParcoursFerme(parcours);
    if (ferme) exiger([{ champ: '', message: ferme }]);
    const suivi = await chercherSuivi(trx, parcours, valeur.suivi);
    if (!suivi) throw new Introuvable();
    await fermerSuivi(trx, parcours, { ...suivi, version: valeur.version }, valeur.date_perte);
  });
}

/** Takes back a follow-up opened by mistake. The journal keeps what it was. */
export function effacerSuivi(contexte: Contexte, orientationId: number, { suivi }: { suivi: number }): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'suivi.effacer', async (trx, parcours) => {
    const ferme = motifParcoursFerme(parcours);
    if (ferme) exiger([{ champ: '', message: ferme }]);
    if (!(await supprimerSuivi(trx, parcours, suivi))) throw new Introuvable();
  });
}
