/** Acts on working notes. `instant`: now, as an ISO text. */
import type { Contexte } from '../acces/acteur';
import type { Action } from '../codes/actes';
import { ecrire, type Transaction } from '../lib/ecriture';
import { ActeRefuse, Conflit } from '../lib/erreurs';
import { lirePersonne } from '../personnes/queries';
import { ajouterNote, modifierNote, supprimerNote, verrouillerNote } from './queries';

/** Throws Introuvable when the person is out of scope. */
export async function noter(contexte: Contexte, personneId: number, instant: string, { texte }: { texte: string }): Promise<{ message: string }> {
  const { id, plie_id } = await lirePersonne(contexte, personneId);
  return ecrire(contexte.base, contexte.auteur, { action: 'note.ajouter', plieId: plie_id, personneId: id }, async (trx) => {
    await ajouterNote(trx, { plie_id, personne_id: id, auteur_id: contexte.acteur.utilisateurId!, instant, texte });
    return { message: 'La note est enregistrée.' };
  });
}

/** Throws Introuvable, ActeRefuse when somebody else wrote it, Conflit when it changed since the form was shown. */
async function agirSurMaNote<T>(contexte: Contexte, personneId: number, id: number, version: number, action: Action, travail: (trx: Transaction, note: { plie_id: number; id: number }) => Promise<T>): Promise<T> {
  const personne = await lirePersonne(contexte, personneId);
  return ecrire(contexte.base, contexte.auteur, { action, plieId: personne.plie_id, personneId }, async (trx) => {
    const note = await verrouillerNote(trx, contexte.acteur, personneId, id);
    if (note.auteur_id !== contexte.acteur.utilisateurId) throw new ActeRefuse("Une note ne se corrige et ne se supprime que par la personne qui l'a écrite. Ajoutez plutôt la vôtre.");
    if (note.version !== version) throw new Conflit("Cette note a changé depuis que vous l'avez ouverte, dans une autre fenêtre peut-être : rien n'a été enregistré.");
    return travail(trx, note);
  });
}

export const corrigerNote = (contexte: Contexte, personneId: number, id: number, instant: string, { texte, version }: { texte: string; version: number }): Promise<{ message: string }> =>
  agirSurMaNote(contexte, personneId, id, version, 'note.corriger', async (trx, note) => {
    await modifierNote(trx, note, { texte, modifie_le: instant });
    return { message: 'La note est corrigée.' };
  });

export const effacerNote = (contexte: Contexte, personneId: number, id: number, { version }: { version: number }): Promise<{ message: string }> =>
  agirSurMaNote(contexte, personneId, id, version, 'note.supprimer', async (trx, note) => {
    await supprimerNote(trx, note);
    return { message: 'La note est supprimée.' };
  });
