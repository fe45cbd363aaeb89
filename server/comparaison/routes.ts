/** Pôle emploi's list beside the PLIE's: from a file, or from what an agency of this installation took in. */
import type { Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { ecrireClasseur, XLSX } from '../lib/classeur/ecrire';
import { Introuvable, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { comparerDossiers, comparerFichier, type Resultat } from './actions';
import { feuillesDesEcarts } from './classeur';
import { lireEnvoi } from './form';
import { pageFormulaire, pageResultat } from './page';
import { chercherDernierImport } from './queries';
import type { Sortie } from './rules-format';

/** One's own PLIE: the list of another is nobody's business. */
function plieDe({ acteur }: Contexte): number {
  if (acteur.organisation?.type !== 'PLIE') throw new Introuvable();
  return acteur.organisation.id;
}

const demander = async (res: Response, contexte: Contexte, saisie: Saisie, erreurs: Erreur[]) =>
  rendre(res, 'comparaison/formulaire', pageFormulaire(await chercherDernierImport(contexte, plieDe(contexte)), saisie, erreurs));

async function montrer(res: Response, contexte: Contexte, resultat: Resultat, sortie: Sortie): Promise<void> {
  if (sortie === 'ECRAN') return rendre(res, 'comparaison/resultat', pageResultat(resultat, contexte.jour));
  res.type(XLSX).attachment(`comparaison-pole-emploi_${contexte.acteur.organisation!.code}_${contexte.jour}.xlsx`);
  await ecrireClasseur(res, feuillesDesEcarts(resultat));
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/comparaison', acte: 'comparaison.etablir',
    traiter: (_req, res, contexte) => demander(res, contexte, {}, []),
  },
  {
    // Shown at once: a list of persons is kept nowhere for the time of a redirection.
    methode: 'post', chemin: '/comparaison', acte: 'comparaison.etablir', fichier: true,
    async traiter(req, res, contexte) {
      const lu = lireEnvoi(req.file, req.body, contexte);
      let erreurs: Erreur[];
      try {
        if (lu.ok) return await montrer(res, contexte, await comparerFichier(contexte, plieDe(contexte), lu.valeur.fichier), lu.valeur.sortie);
        erreurs = lu.erreurs;
      } catch (erreur) {
        if (!(erreur instanceof RegleEnfreinte)) throw erreur;
        erreurs = erreur.erreurs;
      }
      res.status(422);
      await demander(res, contexte, lu.saisie, erreurs);
    },
  },
  {
    methode: 'get', chemin: '/comparaison/dossiers', acte: 'comparaison.etablir',
    traiter: async (_req, res, contexte) => montrer(res, contexte, await comparerDossiers(contexte, plieDe(contexte)), 'ECRAN'),
  },
  {
    methode: 'get', chemin: '/comparaison/dossiers.xlsx', acte: 'comparaison.etablir',
    traiter: async (_req, res, contexte) => montrer(res, contexte, await comparerDossiers(contexte, plieDe(contexte)), 'CLASSEUR'),
  },
];
