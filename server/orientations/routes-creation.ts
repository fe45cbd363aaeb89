/** A new orientation, in two steps that work without JavaScript: look for the person, then fill in the fiche de liaison. */
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { exigerModifiable } from '../acces/queries-limitation';
import { abandonnerBrouillon, garderBrouillon } from '../brouillons/actions';
import { lireBrouillon, listerBrouillons } from '../brouillons/queries';
import { chercherCle, contenuDe, JOURS_GARDES } from '../brouillons/rules';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { dansMinutes, type Horloge } from '../lib/dates';
import { Introuvable, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import { lirePersonne } from '../personnes/queries';
import { choisirPlie, creerOrientation, listerAlertes, listerPliesPossibles, rechercherPersonne } from './actions-creation';
import { CHAMPS_FICHE, exigerIdentite, lireFiche, lireRecherche } from './form-creation';
import { pageCandidats, pageFiche, pageRecherche, type PreparationFiche } from './page-creation';
import { chercherAgent, listerAgences } from './queries';

const RECHERCHE = 'orientations/recherche';
const CANDIDATS = 'orientations/candidats';
const FICHE = 'orientations/fiche';

const nombreDe = (v: unknown): number | null => (typeof v === 'string' && /^\d{1,15}$/.test(v) ? Number(v) : null);
const prescripteurFixe = ({ acteur }: Contexte): boolean => acteur.organisation?.type === 'AGENCE';

/** The name of the form among the drafts. */
const FORMULAIRE = 'orientation.creer';

async function preparerFiche(contexte: Contexte, plieId: number, personneId: number | null, alertes: string[] | null, brouillon: PreparationFiche['brouillon'] | null): Promise<PreparationFiche> {
  const personne = personneId ? await lirePersonne(contexte, personneId) : null;
  if (personne) await exigerModifiable(contexte, personne.id);
  const plie = personne?.plie_id ?? plieId;
  const fixe = prescripteurFixe(contexte);
  return {
    plieId: plie, personne, prescripteurFixe: fixe, jour: contexte.jour,
    nomPlie: (await listerPliesPossibles(contexte)).find((p) => p.code === String(plie))?.libelle ?? '',
    agences: await listerAgences(contexte.base, plie),
    agent: fixe ? await chercherAgent(contexte.base, contexte.acteur.utilisateurId) : null,
    brouillon: brouillon ?? { cle: randomUUID(), repris: null }, autresBrouillons: [],
    alertes: alertes ?? (personne ? await listerAlertes(contexte, plie, personne.id, personne.identifiant_pe) : []),
  };
}

/** The fiche as its draft left it. Throws Introuvable, or RegleEnfreinte when the agent may no longer orient to that PLIE. */
async function reprendre(contexte: Contexte, horloge: Horloge, cle: string | null) {
  if (cle === null) throw new Introuvable();
  const { contenu, instant } = await lireBrouillon(contexte, horloge, FORMULAIRE, cle);
  const personneId = nombreDe(contenu.personne_id);
  const plieId = personneId ? -1 : await choisirPlie(contexte, nombreDe(contenu.plie_id));
  return pageFiche(await preparerFiche(contexte, plieId, personneId, null, { cle, repris: { instant, version: String(contenu.version ?? '') } }), contenu, []);
}

async function refuser(res: Response, contexte: Contexte, saisie: Saisie, erreurs: Erreur[]): Promise<void> {
  res.status(422);
  await rendre(res, RECHERCHE, { ...pageRecherche(await listerPliesPossibles(contexte), [], saisie, erreurs), erreurs });
}

export const routesCreation: RouteGardee[] = [
  {
    methode: 'get', chemin: '/orientations/nouvelle', acte: 'orientation.creer',
    async traiter(req, res, contexte, { horloge }) {
      const { brouillon } = req.query;
      const personne = nombreDe(req.query.personne);
      if (typeof brouillon === 'string') return rendre(res, FICHE, await reprendre(contexte, horloge, chercherCle(brouillon)));
      const brouillons = await listerBrouillons(contexte, horloge, FORMULAIRE);
      if (personne !== null) {
        const preparation = await preparerFiche(contexte, -1, personne, null, null);
        return rendre(res, FICHE, pageFiche({ ...preparation, autresBrouillons: brouillons.filter((b) => b.contenu.personne_id === String(personne)) }, {}, []));
      }
      await rendre(res, RECHERCHE, pageRecherche(await listerPliesPossibles(contexte), brouillons, {}, []));
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
        await rendre(res, FICHE, pageFiche(await preparerFiche(contexte, plieId, null, alertes, null), saisie, []));
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
          const personne = nombreDe(saisie.personne_id);
          const cle = chercherCle(saisie.brouillon);
          const plieId = personne ? -1 : await choisirPlie(contexte, nombreDe(saisie.plie_id));
          return pageFiche(await preparerFiche(contexte, plieId, personne, null, cle ? { cle, repris: null } : null), saisie, erreurs);
        },
      });
    },
  },
  {
    // By the button, which leads to the list of drafts; by the script, which shows the sentence.
    methode: 'post', chemin: '/orientations/nouvelle/brouillon', acte: 'orientation.creer',
    async traiter(req, res, contexte, { horloge }) {
      const contenu = contenuDe(req.body, CHAMPS_FICHE);
      const cle = chercherCle((req.body as { brouillon?: unknown } | undefined)?.brouillon);
      const personneId = nombreDe(contenu.personne_id);
      // Whom it is about must be within scope, as when the form is recorded.
      const connue = personneId ? await lirePersonne(contexte, personneId) : null;
      if (!connue) await choisirPlie(contexte, nombreDe(contenu.plie_id));
      const libelle = connue ? nomComplet(connue) : nomComplet({ nom: String(contenu.nom ?? ''), prenom: String(contenu.prenom ?? '') }) || 'Sans nom';
      const message = await garderBrouillon(contexte, { cle, formulaire: FORMULAIRE, libelle, contenu, instant: dansMinutes(horloge, 0) });
      if (req.accepts(['html', 'json']) === 'json') return void res.json({ message });
      await rediriger(res, '/orientations/nouvelle', `${message} : il reste ici ${JOURS_GARDES} jours.`);
    },
  },
  {
    methode: 'post', chemin: '/orientations/nouvelle/brouillon/abandonner', acte: 'orientation.creer',
    async traiter(req, res, contexte) {
      await abandonnerBrouillon(contexte, chercherCle((req.body as { brouillon?: unknown } | undefined)?.brouillon));
      await rediriger(res, '/orientations/nouvelle', 'Le brouillon est abandonné : il est effacé.');
    },
  },
];
