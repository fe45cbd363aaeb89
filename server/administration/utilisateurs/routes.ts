/** The administration of accounts. */
import type { Response } from 'express';
import type { Contexte } from '../../acces/acteur';
import { prevenir } from '../../acces/avis';
import { porte } from '../../acces/connexion';
import { chercherCompteParId } from '../../acces/queries';
import { LISTES } from '../../codes/listes';
import { soumettre } from '../../http/formulaire';
import { rediriger, rendre } from '../../http/rendu';
import { idDuChemin, type RouteGardee } from '../../http/routes';
import type { Dependances } from '../../http/dependances';
import { RegleEnfreinte } from '../../lib/erreurs';
import { code, lireFormulaire, obligatoire } from '../../lib/formulaire';
import { lireOrganisation, listerOrganisationsActives } from '../../organisations/queries';
import { desactiverUtilisateur, inviter, modifierUtilisateur, reactiverUtilisateur, renouvelerLien, retirerFacteur, type Emission } from './actions';
import { lireFiltre, lireModification, lireNouveau } from './form';
import { pageChoixOrganisation, pageInvitation, pageModifier, pageNouveau, pageUtilisateur, pageUtilisateurs } from './page';
import { lireUtilisateur, listerUtilisateurs } from './queries';

const BASE = '/administration/utilisateurs';
const acte = 'utilisateur.administrer';
const TYPES = ['PLIE', 'AGENCE', 'REGION'] as const;

const emission = ({ config, horloge }: Dependances): Emission => ({ url: config.url, horloge });

/** A button of the page of an account: done and back, or the page again with the sentence that says why not. */
async function agirSur(res: Response, contexte: Contexte, id: number, agir: () => Promise<void>, message: string): Promise<void> {
  try {
    await agir();
  } catch (erreur) {
    if (!(erreur instanceof RegleEnfreinte)) throw erreur;
    res.status(422);
    return rendre(res, 'administration/utilisateur', pageUtilisateur(await lireUtilisateur(contexte, id), contexte.acteur.utilisateurId, erreur.erreurs));
  }
  await rediriger(res, `${BASE}/${id}`, message);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: BASE, acte,
    async traiter(req, res, contexte) {
      const filtre = lireFiltre(req.query, contexte);
      const { utilisateurs, total } = await listerUtilisateurs(contexte, filtre, filtre.page);
      await rendre(res, 'administration/utilisateurs', pageUtilisateurs(utilisateurs, total, filtre, await listerOrganisationsActives(contexte, TYPES, filtre.organisation)));
    },
  },
  {
    methode: 'get', chemin: `${BASE}/nouveau`, acte,
    async traiter(req, res, contexte) {
      const { organisation } = lireFiltre(req.query, contexte);
      if (!organisation) return rendre(res, 'administration/choix-organisation', pageChoixOrganisation(await listerOrganisationsActives(contexte, TYPES)));
      await rendre(res, 'organisations/saisie', pageNouveau(await lireOrganisation(contexte, organisation)));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/nouveau`, acte,
    async traiter(req, res, contexte, deps) {
      const organisation = await lireOrganisation(contexte, lireFiltre(req.query, contexte).organisation ?? -1);
      await soumettre(res, {
        lu: lireNouveau({ ...(req.body as object), organisation_id: String(organisation.id) }, contexte),
        agir: async (valeur) => {
          const { id, lien } = await inviter(contexte, emission(deps), valeur);
          return { utilisateur: await lireUtilisateur(contexte, id), lien };
        },
        ensuite: ({ utilisateur, lien }) => ({ vue: 'administration/invitation', page: pageInvitation(utilisateur, lien) }),
        vue: 'organisations/saisie',
        reafficher: (saisie, erreurs) => pageNouveau(organisation, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${BASE}/:id`, acte,
    async traiter(req, res, contexte) {
      await rendre(res, 'administration/utilisateur', pageUtilisateur(await lireUtilisateur(contexte, idDuChemin(req)), contexte.acteur.utilisateurId));
    },
  },
  {
    methode: 'get', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte) {
      const utilisateur = await lireUtilisateur(contexte, idDuChemin(req));
      await rendre(res, 'organisations/saisie', pageModifier(utilisateur, await listerOrganisationsActives(contexte, [utilisateur.organisation_type], utilisateur.organisation_id)));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte) {
      const utilisateur = await lireUtilisateur(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireModification(req.body, contexte),
        agir: ({ version, ...changement }) => modifierUtilisateur(contexte, utilisateur.id, version, changement),
        ensuite: () => ({ adresse: `${BASE}/${utilisateur.id}`, message: 'Les modifications sont enregistrées.' }),
        vue: 'organisations/saisie',
        reafficher: async (saisie, erreurs) => pageModifier(utilisateur, await listerOrganisationsActives(contexte, [utilisateur.organisation_type], utilisateur.organisation_id), saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/lien`, acte,
    async traiter(req, res, contexte, deps) {
      const id = idDuChemin(req);
      try {
        const { lien } = await renouvelerLien(contexte, emission(deps), id);
        await rendre(res, 'administration/invitation', pageInvitation(await lireUtilisateur(contexte, id), lien));
      } catch (erreur) {
        if (!(erreur instanceof RegleEnfreinte)) throw erreur;
        res.status(422);
        await rendre(res, 'administration/utilisateur', pageUtilisateur(await lireUtilisateur(contexte, id), contexte.acteur.utilisateurId, erreur.erreurs));
      }
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/desactiver`, acte,
    traiter: (req, res, contexte, { horloge }) => agirSur(res, contexte, idDuChemin(req), () => desactiverUtilisateur(contexte, horloge, idDuChemin(req)), 'Le compte est désactivé : ses sessions sont fermées.'),
  },
  {
    methode: 'post', chemin: `${BASE}/:id/second-facteur`, acte,
    async traiter(req, res, contexte, deps) {
      const id = idDuChemin(req);
      const lu = lireFormulaire({ raison: obligatoire(code(LISTES.RAISONS_SECOND_FACTEUR), 'Dites pourquoi vous retirez ce second facteur.') }, req.body, contexte);
      await agirSur(res, contexte, id, async () => {
        if (!lu.ok) throw new RegleEnfreinte(lu.erreurs);
        await retirerFacteur(contexte, id, lu.valeur.raison);
        prevenir(porte(res, deps), (await chercherCompteParId(contexte.base, id))!, 'FACTEUR_RETIRE_PAR_UN_AUTRE');
      }, 'Le second facteur est retiré et ses sessions sont fermées : le compte en choisira un autre à sa prochaine connexion.');
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/reactiver`, acte,
    traiter: (req, res, contexte) => agirSur(res, contexte, idDuChemin(req), () => reactiverUtilisateur(contexte, idDuChemin(req)), 'Le compte est réactivé.'),
  },
];
