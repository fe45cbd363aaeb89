/** A restriction of processing: set in answer to a request, opened for a while by an exception, lifted once the person was told. */
import type { Contexte } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import { ajouterSuspension } from '../conservation/queries';
import { LIMITATION } from '../conservation/rules';
import { retirerFichiersPrets } from '../echanges/queries-envois';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { ajouterException, leverLimitation, lireLimitation, type Levee } from './queries-limitation';

/** One that is in force already goes on. The encrypted files that wait and name the person are withdrawn. */
export async function limiter(trx: Transaction, { plie_id, personne_id }: { plie_id: number; personne_id: number }, { jour, par }: { jour: DateCivile; par: number | null }): Promise<void> {
  await ajouterSuspension(trx, { plie_id, personne_id, motif: LIMITATION, debut: jour, par });
  await retirerFichiersPrets(trx, plie_id, personne_id);
}

/** Opens one use for seven days. */
export async function noterException(contexte: Contexte, id: number, saisie: { pour: CodeDe<'USAGES_LIMITES'>; motif: CodeDe<'MOTIFS_EXCEPTION'> }): Promise<void> {
  const limitation = await lireLimitation(contexte, id);
  await ecrire(contexte.base, contexte.auteur, { action: 'droit.noter_exception', plieId: limitation.plie_id, personneId: limitation.personne_id, details: saisie }, (trx) =>
    ajouterException(trx, limitation, { ...saisie, par: contexte.acteur.utilisateurId }));
}

/** The person is told before (RGPD art. 18.3). */
export async function lever(contexte: Contexte, id: number, levee: Levee): Promise<void> {
  const limitation = await lireLimitation(contexte, id);
  if (levee.prevenue_le < limitation.debut) throw new RegleEnfreinte([{ champ: 'prevenue_le', message: `La limitation vaut depuis le ${formaterDate(limitation.debut)} : la personne n'a pas pu être prévenue de sa fin avant.` }]);
  await ecrire(contexte.base, contexte.auteur, { action: 'droit.lever_limitation', plieId: limitation.plie_id, personneId: limitation.personne_id, details: { motif: levee.motif_levee } }, (trx) => leverLimitation(trx, limitation, levee, contexte.jour));
}
