/** Persons: the search, the page of one, its correction. */
import { peut } from '../acces/droits';
import { chercherLimitation } from '../acces/queries-limitation';
import { lireDossier } from '../commissions/queries';
import { estPresentable } from '../commissions/rules';
import { soumettre } from '../http/formulaire';
import { plafondDuCompte } from '../http/pagination';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { chercherPersonneGardee, compterPaires } from '../doublons/queries';
import { consigner } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { listerNotes } from '../notes/queries';
import { blocNotes, NOTES_MONTREES } from '../notes/rules';
import { chercherReglages } from '../orientations/queries';
import { ETATS_AVANT_INTEGRATION } from '../orientations/rules';
import { listerRetoursDePersonne } from '../retours/queries';
import { lireChoisies } from '../reception/queries';
import { modifierFiche } from './actions';
import { lireModification } from './form';
import { pagePersonne } from './page';
import { pageListe, PAR_PAGE } from './page-liste';
import { pageModification } from './page-modification';
import { chercherPersonne, identifiantCherche, lirePersonne, listerPersonnes, listerPersonnesProches } from './queries';
import { listerDossier } from './queries-dossier';
import { orientationCourante } from './rules-chronologie';
import { listerRecentes, noterOuverture } from './queries-recentes';

const texteDe = (v: unknown): string | null => (typeof v === 'string' && v.trim() ? v.trim().slice(0, 100) : null);
const nombreDe = (v: unknown): number | null => (typeof v === 'string' && /^\d{1,15}$/.test(v) ? Number(v) : null);

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/personnes', acte: 'personne.lire',
    async traiter(req, res, contexte) {
      const q = texteDe(req.query.q);
      const page = Math.max(1, Math.min(nombreDe(req.query.page) ?? 1, 1_000_000));
      const plafond = plafondDuCompte(page, PAR_PAGE);
      const tranche = { page, parPage: PAR_PAGE, plafond };
      const exactes = await listerPersonnes(contexte, q, tranche);
      // One identifiant, one person: no list to go through.
      if (q && identifiantCherche(q) && exactes.lignes.length === 1) return rediriger(res, `/personnes/${exactes.lignes[0]!.id}`);
      const proches = q !== null && !exactes.lignes.length && !identifiantCherche(q);
      const { lignes, total } = proches ? await listerPersonnesProches(contexte, q, tranche) : exactes;
      // Asked for once, not again with each search and each page.
      const doublons = !q && page === 1 && peut(contexte.acteur, 'doublon.traiter') ? await compterPaires(contexte) : 0;
      const recentes = q || page > 1 ? [] : await listerRecentes(contexte);
      await rendre(res, 'personnes/liste', pageListe({ doublons, recentes, q, proches, page, lignes, total, plafond, acteur: contexte.acteur, jour: contexte.jour }));
    },
  },
  {
    methode: 'get', chemin: '/personnes/:id', acte: 'personne.lire',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      const personne = await chercherPersonne(contexte, id);
      if (!personne) {
        const gardee = await chercherPersonneGardee(contexte, id);
        if (gardee === null) throw new Introuvable();
        return rediriger(res, `/personnes/${gardee}`);
      }
      const orientations = await listerDossier(contexte, personne);
      const reglages = await chercherReglages(contexte.base, personne.plie_id, contexte.jour);
      await consigner(contexte.base, contexte.auteur, { action: 'personne.consulter', plieId: personne.plie_id, personneId: personne.id });
      await noterOuverture(contexte, personne);
      const notes = peut(contexte.acteur, 'note.lire') ? blocNotes(await listerNotes(contexte, personne, NOTES_MONTREES), contexte.acteur, personne.id) : null;
      const choisie = nombreDe(req.query.orientation);
      const courante = orientationCourante(orientations, choisie);
      const dossier = courante && estPresentable(courante.etat) && contexte.acteur.organisation?.type === 'PLIE' ? await lireDossier(contexte, courante.id) : null;
      const recue = courante && ETATS_AVANT_INTEGRATION.includes(courante.etat) && peut(contexte.acteur, 'reception.lire') ? (await lireChoisies(contexte, [courante.id]))[0]! : null;
      await rendre(res, 'personnes/personne', pagePersonne({
        personne, orientations, acteur: contexte.acteur, jour: contexte.jour, phaseDiagnostic: reglages?.phase_diagnostic ?? false,
        choisie, dossier, recue, limitation: await chercherLimitation(contexte, 'personnes', personne.id), genre: texteDe(req.query.faits), notes,
        retours: peut(contexte.acteur, 'retour.traiter') ? await listerRetoursDePersonne(contexte, personne) : [],
      }));
    },
  },
  {
    methode: 'get', chemin: '/personnes/:id/modifier', acte: 'personne.modifier',
    async traiter(req, res, contexte) {
      const personne = await lirePersonne(contexte, idDuChemin(req));
      await consigner(contexte.base, contexte.auteur, { action: 'personne.consulter', plieId: personne.plie_id, personneId: personne.id });
      await rendre(res, 'personnes/modification', pageModification(personne, {}, []));
    },
  },
  {
    methode: 'post', chemin: '/personnes/:id/modifier', acte: 'personne.modifier',
    async traiter(req, res, contexte) {
      const personne = await lirePersonne(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireModification(req.body, { jour: contexte.jour }),
        agir: (saisie) => modifierFiche(contexte, personne.id, saisie),
        ensuite: ({ personne_id, message }) => ({ adresse: `/personnes/${personne_id}`, message }),
        vue: 'personnes/modification',
        reafficher: async (saisie, erreurs) => pageModification(await lirePersonne(contexte, personne.id), saisie, erreurs),
      });
    },
  },
];
