/** Working notes: all those on a person, and writing, correcting, erasing one's own. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { dansMinutes } from '../lib/dates';
import { consigner } from '../lib/ecriture';
import type { Erreur } from '../lib/erreurs';
import type { Formulaire, Saisie } from '../lib/formulaire';
import { lirePersonne } from '../personnes/queries';
import { corrigerNote, effacerNote, noter } from './actions';
import { lireCorrection, lireNouvelleNote, lireSuppression } from './form';
import { pageNotes } from './page';
import { listerNotes } from './queries';

const VUE = 'notes/notes';
const CHEMIN = '/personnes/:id/notes';

async function preparer(contexte: Contexte, personneId: number, corrigee: number | null, saisie: Saisie, erreurs: Erreur[]) {
  const personne = await lirePersonne(contexte, personneId);
  const { notes } = await listerNotes(contexte, personne, null);
  return pageNotes({ personne, notes, acteur: contexte.acteur, corrigee, saisie, erreurs });
}

interface Envoi<T> { lu: Formulaire<T>; agir: (valeur: T) => Promise<{ message: string }>; corrigee: number | null; retour: string }

/** Out of scope, nothing is said of what was typed: the person is looked for first. */
async function recevoir<T>(req: Request, res: Response, contexte: Contexte, { lu, agir, corrigee, retour }: Envoi<T>): Promise<void> {
  const { id } = await lirePersonne(contexte, idDuChemin(req));
  await soumettre(res, { lu, agir, ensuite: ({ message }) => ({ adresse: retour, message }), vue: VUE, reafficher: (saisie, erreurs) => preparer(contexte, id, corrigee, saisie, erreurs) });
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: CHEMIN, acte: 'note.lire',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      const { corriger } = req.query;
      const page = await preparer(contexte, id, typeof corriger === 'string' && /^\d{1,15}$/.test(corriger) ? Number(corriger) : null, {}, []);
      await consigner(contexte.base, contexte.auteur, { action: 'personne.consulter', plieId: contexte.acteur.organisation!.id, personneId: id });
      await rendre(res, VUE, page);
    },
  },
  {
    methode: 'post', chemin: CHEMIN, acte: 'note.tenir',
    async traiter(req, res, contexte, { horloge }) {
      const id = idDuChemin(req);
      await recevoir(req, res, contexte, { lu: lireNouvelleNote(req.body, contexte), agir: (note) => noter(contexte, id, dansMinutes(horloge, 0), note), corrigee: null, retour: `/personnes/${id}#notes` });
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/:note`, acte: 'note.tenir',
    async traiter(req, res, contexte, { horloge }) {
      const [id, note] = [idDuChemin(req), idDuChemin(req, 'note')];
      await recevoir(req, res, contexte, { lu: lireCorrection(req.body, contexte), agir: (valeur) => corrigerNote(contexte, id, note, dansMinutes(horloge, 0), valeur), corrigee: note, retour: `/personnes/${id}/notes` });
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/:note/supprimer`, acte: 'note.tenir',
    async traiter(req, res, contexte) {
      const [id, note] = [idDuChemin(req), idDuChemin(req, 'note')];
      await recevoir(req, res, contexte, { lu: lireSuppression(req.body, contexte), agir: (valeur) => effacerNote(contexte, id, note, valeur), corrigee: note, retour: `/personnes/${id}/notes` });
    },
  },
];
