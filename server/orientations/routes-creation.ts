/** A new orientation, in two steps that work without JavaScript: look for the person, then fill in the fiche de liaison. */
import type { Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { lirePersonne } from '../personnes/queries';
import { choisirPlie, creerOrientation, listerAlertes, listerPliesPossibles, rechercherPersonne } from './actions-creation';
import { exigerIdentite, lireFiche, lireRecherche } from './form-creation';
import { pageCandidats, pageFiche, pageRecherche, type PreparationFiche } from './page-creation';
import { chercherAgent, listerAgences } from './queries';

const RECHERCHE = 'orientations/recherche';
const CANDIDATS = 'orientations/candidats';
const FICHE = 'orientations/fiche';

const prescripteurFixe = ({ acteur }: Contexte): boolean => acteur.organisation?.type === 'AGENCE';

async function preparerFiche(contexte: Contexte, plieId: number, personneId: number | null, alertes: string[] | null): Promise<PreparationFiche> {
  const personne = personneId ? await lirePersonne(contexte, personneId) : null;
  const plie = personne?.plie_id ?? plieId;
  const fixe = prescripteurFixe(contexte);
  return {
    plieId: plie, personne, prescripteurFixe: fixe, jour: contexte.jour,
    nomPlie: (await listerPliesPossibles(contexte)).find((p) => p.code === String(plie))?.libelle ?? '',
    agences: await listerAgences(contexte.base, plie),
    agent: fixe ? await chercherAgent(contexte.base, contexte.acteur.utilisateurId) : null,
    alertes: alertes ?? (personne ? await listerAlertes(contexte, plie, personne.id, personne.identifiant_pe) : []),
  };
}

async function refuser(res: Response, contexte: Contexte, saisie: Saisie, erreurs: Erreur[]): Promise<void> {
  res.status(422);
  await rendre(res, RECHERCHE, { ...pageRecherche(await listerPliesPossibles(contexte), saisie, erreurs), erreurs });
}

export const routesCreation: RouteGardee[] = [
  {
    methode: 'get', chemin: '/orientations/nouvelle', acte: 'orientation.creer',
    async traiter(req, res, contexte) {
      const { personne } = req.query;
      if (typeof personne === 'string' && /^\d{1,15}$/.test(personne)) return rendre(res, FICHE, pageFiche(await preparerFiche(contexte, -1, Number(personne), null), {}, []));
      await rendre(res, RECHERCHE, pageRecherche(await listerPliesPossibles(contexte), {}, []));
    },
  },
  {
    // Names stay out of the address: the search is sent, and its answer is the next page.
    methode: 'post', chemin: '/orientations/nouvelle/personne', acte: 'orientation.creer',
    async traiter(req, res, contexte) {
      const lu = lireRecherche(req.body, { jour: contexte.jour });
      if (!lu.ok) return refuser(res, contexte, lu.saisie, lu.erreurs);
      try {
        const { plieId, candidats, alertes } = await rechercherPersonne(contexte, lu.valeur);
        const nouvelle = lu.valeur.nouvelle && !candidats.some((c) => c.ressemblance === 'IDENTIFIANT');
        if (candidats.length && !nouvelle) return await rendre(res, CANDIDATS, pageCandidats(candidats, alertes, lu.saisie, contexte.jour));
        const complet = exigerIdentite(lu);
        if (!complet.ok) return await refuser(res, contexte, lu.saisie, complet.erreurs.map((e) => ({ ...e, message: `Aucune personne connue ne porte cet identifiant. ${e.message.replace(', ou un identifiant Pôle emploi', ' pour la créer')}` })));
        const saisie: Saisie = { ...lu.saisie, ecartes: candidats.map((c) => String(c.id)) };
        await rendre(res, FICHE, pageFiche(await preparerFiche(contexte, plieId, null, alertes), saisie, []));
      } catch (erreur) {
        if (!(erreur instanceof RegleEnfreinte)) throw erreur;
        await refuser(res, contexte, lu.saisie, erreur.erreurs);
      }
    },
  },
  {
    methode: 'post', chemin: '/orientations/nouvelle', acte: 'orientation.creer',
    async traiter(req, res, contexte) {
      const lu = lireFiche(req.body, { jour: contexte.jour }, { prescripteurFixe: prescripteurFixe(contexte) });
      await soumettre(res, {
        lu,
        agir: (fiche) => creerOrientation(contexte, fiche),
        ensuite: ({ personne_id, message }) => ({ adresse: `/personnes/${personne_id}`, message }),
        vue: FICHE,
        reafficher: async (saisie, erreurs) => {
          const personne = /^\d{1,15}$/.test(String(saisie.personne_id ?? '')) ? Number(saisie.personne_id) : null;
          const plieSaisi = Number(saisie.plie_id) || null;
          const plieId = personne ? -1 : await choisirPlie(contexte, plieSaisi);
          return pageFiche(await preparerFiche(contexte, plieId, personne, null), saisie, erreurs);
        },
      });
    },
  },
];
