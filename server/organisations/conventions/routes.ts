/** Conventions: read by the parties and their region, administered by the administrator. */
import { soumettre } from '../../http/formulaire';
import { rediriger, rendre } from '../../http/rendu';
import { idDuChemin, type RouteGardee } from '../../http/routes';
import type { Contexte } from '../../acces/acteur';
import type { Erreur } from '../../lib/erreurs';
import { code, lireFormulaire, type Saisie } from '../../lib/formulaire';
import { listerOrganisations, listerOrganisationsActives } from '../queries';
import { ajouterConvention, enregistrerCorrespondants, modifierConvention, reprendreEchanges, suspendreConvention } from './actions';
import { lireCorrespondants, lireModification, lireNouvelle, lireSuspension, lireVersion } from './form';
import { ADMINISTRATION, LECTURE, pageConvention, pageConventions, pageCorrespondants, pageModifier, pageNouvelle, SAISIE_PAR_DEFAUT, type Lieu } from './page';
import { lireConvention, listerConventions, listerCorrespondants } from './queries';
import { ETATS_CONVENTION } from './rules';

const { base: BASE } = ADMINISTRATION;
const acte = 'convention.administrer';

const liste = (lieu: Lieu): RouteGardee['traiter'] => async (req, res, contexte) => {
  const lu = lireFormulaire({ etat: code(ETATS_CONVENTION) }, req.query, contexte);
  const sans = lieu.administre ? (await listerOrganisations(contexte)).filter((o) => o.type === 'PLIE' && o.active && !o.convention_jusqu_au) : [];
  await rendre(res, 'organisations/conventions', pageConventions(await listerConventions(contexte), contexte.jour, lieu, lu.ok ? lu.valeur.etat : null, sans));
};

async function fiche(contexte: Contexte, id: number, lieu: Lieu, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  return pageConvention(await lireConvention(contexte, id), await listerCorrespondants(contexte, id), contexte.jour, lieu, saisie, erreurs);
}

const voir = (lieu: Lieu): RouteGardee['traiter'] => async (req, res, contexte) => rendre(res, 'organisations/convention', await fiche(contexte, idDuChemin(req), lieu));

async function listes(contexte: Contexte, agence: number | null = null) {
  return { plies: await listerOrganisationsActives(contexte, ['PLIE']), agences: await listerOrganisationsActives(contexte, ['AGENCE'], agence) };
}

export const routes: RouteGardee[] = [
  { methode: 'get', chemin: LECTURE.base, acte: 'convention.lire', traiter: liste(LECTURE) },
  { methode: 'get', chemin: `${LECTURE.base}/:id`, acte: 'convention.lire', traiter: voir(LECTURE) },
  { methode: 'get', chemin: BASE, acte, traiter: liste(ADMINISTRATION) },
  {
    methode: 'get', chemin: `${BASE}/nouvelle`, acte,
    async traiter(req, res, contexte) {
      const { plie } = req.query;
      await rendre(res, 'organisations/saisie', pageNouvelle(await listes(contexte), { ...SAISIE_PAR_DEFAUT, plie_id: typeof plie === 'string' ? plie : undefined }));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/nouvelle`, acte,
    async traiter(req, res, contexte) {
      await soumettre(res, {
        lu: lireNouvelle(req.body, contexte),
        agir: (valeur) => ajouterConvention(contexte, valeur),
        ensuite: (id) => ({ adresse: `${BASE}/${id}`, message: 'La convention est créée. Nommez ses correspondants.' }),
        vue: 'organisations/saisie',
        reafficher: async (saisie, erreurs) => pageNouvelle(await listes(contexte), saisie, erreurs),
      });
    },
  },
  { methode: 'get', chemin: `${BASE}/:id`, acte, traiter: voir(ADMINISTRATION) },
  {
    methode: 'get', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte) {
      const convention = await lireConvention(contexte, idDuChemin(req));
      await rendre(res, 'organisations/saisie', pageModifier(convention, (await listes(contexte, convention.agence_id)).agences));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte) {
      const convention = await lireConvention(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireModification(req.body, contexte),
        agir: ({ version, ...reglages }) => modifierConvention(contexte, { ...convention, version }, reglages),
        ensuite: () => ({ adresse: `${BASE}/${convention.id}`, message: 'Les modifications sont enregistrées.' }),
        vue: 'organisations/saisie',
        reafficher: async (saisie, erreurs) => pageModifier(convention, (await listes(contexte, convention.agence_id)).agences, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/suspension`, acte,
    async traiter(req, res, contexte) {
      const convention = await lireConvention(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireSuspension(req.body, contexte),
        agir: ({ version, date_suspension }) => suspendreConvention(contexte, { ...convention, version }, date_suspension),
        ensuite: () => ({ adresse: `${BASE}/${convention.id}`, message: 'Les échanges sont suspendus.' }),
        vue: 'organisations/convention',
        reafficher: (saisie, erreurs) => fiche(contexte, convention.id, ADMINISTRATION, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/reprise-des-echanges`, acte,
    async traiter(req, res, contexte) {
      const convention = await lireConvention(contexte, idDuChemin(req));
      const lu = lireVersion(req.body, contexte);
      await reprendreEchanges(contexte, { ...convention, version: lu.ok ? lu.valeur.version : 0 });
      await rediriger(res, `${BASE}/${convention.id}`, 'Les échanges reprennent.');
    },
  },
  {
    methode: 'get', chemin: `${BASE}/:id/correspondants`, acte,
    async traiter(req, res, contexte) {
      const convention = await lireConvention(contexte, idDuChemin(req));
      await rendre(res, 'organisations/correspondants', pageCorrespondants(convention, await listerCorrespondants(contexte, convention.id)));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/correspondants`, acte,
    async traiter(req, res, contexte) {
      const convention = await lireConvention(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireCorrespondants(req.body, contexte),
        agir: ({ version, boite_generique, places }) => enregistrerCorrespondants(contexte, { ...convention, version }, boite_generique, places),
        ensuite: () => ({ adresse: `${BASE}/${convention.id}`, message: 'Les correspondants sont enregistrés.' }),
        vue: 'organisations/correspondants',
        reafficher: (saisie, erreurs) => pageCorrespondants(convention, [], saisie, erreurs),
      });
    },
  },
];
