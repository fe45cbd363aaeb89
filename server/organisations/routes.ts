/** The administration of organisations. */
import type { Request, Response } from 'express';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import type { Contexte, TypeOrganisation } from '../acces/acteur';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { ajouterOrganisation, desactiverOrganisation, designerReference, detacherAgence, modifierOrganisation, rattacherAgence, rattacherDepartement, reactiverOrganisation } from './actions';
import { listerConventions } from './conventions/queries';
import { ligneConvention } from './conventions/page';
import { choixRegions, lireAgence, lireFiltre, lireModification, lireNouvelleOrganisation, lireRattachementDepartement } from './form';
import { compterComptes, lireDepartement, lireOrganisation, listerDepartements, listerOrganisations, listerOrganisationsActives, listerRattachements, listerRegions } from './queries';
import { pageDepartement, pageDepartements, pageModifier, pageNouvelle, pageOrganisation, pageOrganisations } from './page';

const BASE = '/administration/organisations';
const acte = 'organisation.administrer';

const typeDe = (req: Request): TypeOrganisation => { const { type } = req.query; return type === 'AGENCE' || type === 'REGION' ? type : 'PLIE'; };

async function fiche(contexte: Contexte, id: number, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const organisation = await lireOrganisation(contexte, id);
  const estPlie = organisation.type === 'PLIE';
  return pageOrganisation({
    organisation,
    rattachements: organisation.type === 'REGION' ? [] : await listerRattachements(contexte, organisation),
    agences: estPlie ? await listerOrganisationsActives(contexte, ['AGENCE']) : [],
    conventions: organisation.type === 'REGION' ? [] : (await listerConventions(contexte, { organisation: id })).map((c) => ligneConvention(c, contexte.jour, '/administration/conventions')),
    comptes: await compterComptes(contexte, id),
  }, saisie, erreurs);
}

/** A button of the page of an organisation: done and back, or the page again with the sentence that says why not. */
async function agirSur(res: Response, contexte: Contexte, id: number, agir: () => Promise<void>, message: string): Promise<void> {
  try {
    await agir();
  } catch (erreur) {
    if (!(erreur instanceof RegleEnfreinte)) throw erreur;
    res.status(422);
    return rendre(res, 'organisations/organisation', await fiche(contexte, id, {}, erreur.erreurs.map((e) => ({ ...e, champ: '' }))));
  }
  await rediriger(res, `${BASE}/${id}`, message);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: BASE, acte,
    async traiter(req, res, contexte) {
      const filtre = lireFiltre(req.query, contexte);
      const tous = await listerOrganisations(contexte);
      await rendre(res, 'organisations/organisations', pageOrganisations(tous.filter((o) => (!filtre.type || o.type === filtre.type) && (!filtre.departement || o.departement_code === filtre.departement)), filtre, tous));
    },
  },
  {
    methode: 'get', chemin: `${BASE}/nouvelle`, acte,
    async traiter(req, res) {
      await rendre(res, 'organisations/saisie', pageNouvelle(typeDe(req)));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/nouvelle`, acte,
    async traiter(req, res, contexte) {
      const type = typeDe(req);
      await soumettre(res, {
        lu: lireNouvelleOrganisation(type, req.body, contexte),
        agir: (valeur) => ajouterOrganisation(contexte, valeur),
        ensuite: (id) => ({ adresse: `${BASE}/${id}`, message: type === 'PLIE' ? 'Le PLIE est créé. Rattachez-lui ses agences, puis ajoutez sa convention.' : type === 'AGENCE' ? "L'agence est créée." : 'La région est créée.' }),
        vue: 'organisations/saisie',
        reafficher: (saisie, erreurs) => pageNouvelle(type, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${BASE}/departements`, acte,
    async traiter(_req, res, contexte) {
      await rendre(res, 'organisations/departements', pageDepartements(await listerDepartements(contexte)));
    },
  },
  {
    methode: 'get', chemin: `${BASE}/departements/:code`, acte,
    async traiter(req, res, contexte) {
      await rendre(res, 'organisations/saisie', pageDepartement(await lireDepartement(contexte, String(req.params.code)), choixRegions(await listerRegions(contexte))));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/departements/:code`, acte,
    async traiter(req, res, contexte) {
      const departement = await lireDepartement(contexte, String(req.params.code));
      const regions = choixRegions(await listerRegions(contexte));
      await soumettre(res, {
        lu: lireRattachementDepartement(req.body, contexte, regions),
        agir: ({ region_code, region_actuelle }) => rattacherDepartement(contexte, departement, region_actuelle, region_code),
        ensuite: () => ({ adresse: `${BASE}/departements`, message: `La région du département ${departement.nom} est enregistrée.` }),
        vue: 'organisations/saisie',
        reafficher: (saisie, erreurs) => pageDepartement(departement, regions, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${BASE}/:id`, acte,
    async traiter(req, res, contexte) {
      await rendre(res, 'organisations/organisation', await fiche(contexte, idDuChemin(req)));
    },
  },
  {
    methode: 'get', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte) {
      await rendre(res, 'organisations/saisie', pageModifier(await lireOrganisation(contexte, idDuChemin(req))));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte) {
      const organisation = await lireOrganisation(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireModification(req.body, contexte),
        agir: ({ version, ...changement }) => modifierOrganisation(contexte, organisation.id, version, changement),
        ensuite: () => ({ adresse: `${BASE}/${organisation.id}`, message: 'Les modifications sont enregistrées.' }),
        vue: 'organisations/saisie',
        reafficher: (saisie, erreurs) => pageModifier(organisation, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/agences`, acte,
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      await soumettre(res, {
        lu: lireAgence(req.body, contexte),
        agir: ({ agence_id }) => rattacherAgence(contexte, id, agence_id),
        ensuite: () => ({ adresse: `${BASE}/${id}`, message: "L'agence est rattachée." }),
        vue: 'organisations/organisation',
        reafficher: (saisie, erreurs) => fiche(contexte, id, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/agences/:agenceId/reference`, acte,
    traiter: (req, res, contexte) => agirSur(res, contexte, idDuChemin(req), () => designerReference(contexte, idDuChemin(req), idDuChemin(req, 'agenceId')), "L'agence de référence est désignée."),
  },
  {
    methode: 'post', chemin: `${BASE}/:id/agences/:agenceId/detacher`, acte,
    traiter: (req, res, contexte) => agirSur(res, contexte, idDuChemin(req), () => detacherAgence(contexte, idDuChemin(req), idDuChemin(req, 'agenceId')), "L'agence n'est plus rattachée à ce PLIE."),
  },
  {
    methode: 'post', chemin: `${BASE}/:id/desactiver`, acte,
    traiter: (req, res, contexte) => agirSur(res, contexte, idDuChemin(req), () => desactiverOrganisation(contexte, idDuChemin(req)), "L'organisation est désactivée : ses comptes ne peuvent plus se connecter."),
  },
  {
    methode: 'post', chemin: `${BASE}/:id/reactiver`, acte,
    traiter: (req, res, contexte) => agirSur(res, contexte, idDuChemin(req), () => reactiverOrganisation(contexte, idDuChemin(req)), "L'organisation est réactivée."),
  },
];
