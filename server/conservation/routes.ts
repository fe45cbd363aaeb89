/** Retention: what holds, what will go and when, what was destroyed, what is held back, what the archive keeps. */
import { peut } from '../acces/droits';
import type { Contexte } from '../acces/acteur';
import { LISTES } from '../codes/listes';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { ajouterJours } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { code, entier, identifiant, lireFormulaire, obligatoire, type Saisie } from '../lib/formulaire';
import { consulterArchive, decider, lever, suspendre } from './actions-reglages';
import { ARCHIVE, champDe, pageArchive, pageArchives, pageCertificat, pageConservation, pagePolitique, PLAFOND, RUBRIQUE } from './page';
import { compterArchives, lireCertificat, lirePolitique, listerArchives, listerCertificats, listerPolitiques, listerSuspensions, lireSuspension, ouvrirArchive } from './queries';
import { listerOuvertsAuDela, listerPrevisions, listerProchaines } from './queries-echeances';
import { JOURS_D_AVERTISSEMENT, MOTIFS_OFFERTS } from './rules';

const VUE = 'conservation/conservation';
/** As perimetreConservation: the files are those of one PLIE. */
const tientLesFiches = ({ acteur }: Contexte): boolean => acteur.organisation?.type === 'PLIE';
async function preparer(contexte: Contexte, saisie?: Saisie, erreurs?: Erreur[]) {
  const { jour, acteur } = contexte;
  const tenue = tientLesFiches(contexte) ? {
    previsions: await listerPrevisions(contexte, jour), prochaines: await listerProchaines(contexte, ajouterJours(jour, JOURS_D_AVERTISSEMENT), PLAFOND), ouverts: await listerOuvertsAuDela(contexte, jour, PLAFOND),
    suspensions: await listerSuspensions(contexte), certificats: await listerCertificats(contexte, PLAFOND), archives: await compterArchives(contexte),
  } : null;
  return pageConservation({ politiques: await listerPolitiques(contexte), tenue, territoire: acteur.organisation?.nom ?? '', voitLesNoms: peut(acteur, 'personne.lire'), saisie, erreurs });
}

const duree = entier(0, 999);
const POLITIQUE = {
  numero: obligatoire(entier(0, 100_000), 'Rechargez la page, puis recommencez.'), modele: obligatoire(code(LISTES.MODELES_CONSERVATION), 'Choisissez le modèle de la convention.'),
  jours_apres_refus: duree, mois_apres_sortie: duree, mois_apres_integration: duree, mois_apres_convention: duree, annees_archive: duree,
};

export const routes: RouteGardee[] = [
  { methode: 'get', chemin: RUBRIQUE.adresse, acte: 'conservation.lire', traiter: async (_req, res, contexte) => rendre(res, VUE, await preparer(contexte)) },
  {
    methode: 'get', chemin: `${RUBRIQUE.adresse}/conventions/:id`, acte: 'conservation.decider',
    traiter: async (req, res, contexte) => rendre(res, 'conservation/politique', pagePolitique(await lirePolitique(contexte, idDuChemin(req)), null)),
  },
  {
    methode: 'post', chemin: `${RUBRIQUE.adresse}/conventions/:id`, acte: 'conservation.decider',
    async traiter(req, res, contexte) {
      const politique = await lirePolitique(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireFormulaire(POLITIQUE, req.body, contexte),
        agir: ({ numero, modele, ...durees }) => decider(contexte, politique.convention_id, { numero, modele, durees }),
        ensuite: () => ({ adresse: RUBRIQUE.adresse, message: 'La politique est décidée. Elle vaut dès cette nuit.' }),
        vue: 'conservation/politique',
        reafficher: (saisie, erreurs) => pagePolitique(politique, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${RUBRIQUE.adresse}/suspensions`, acte: 'conservation.suspendre',
    traiter: (req, res, contexte) => soumettre(res, {
      lu: lireFormulaire({ personne_id: obligatoire(identifiant, 'Donnez le numéro de la fiche.'), motif: obligatoire(code(MOTIFS_OFFERTS), 'Choisissez un motif.') }, req.body, contexte),
      agir: (saisie) => suspendre(contexte, saisie),
      ensuite: () => ({ adresse: RUBRIQUE.adresse, message: "L'effacement est suspendu pour cette personne." }),
      vue: VUE,
      reafficher: (saisie, erreurs) => preparer(contexte, saisie, erreurs),
    }),
  },
  {
    methode: 'post', chemin: `${RUBRIQUE.adresse}/suspensions/:id/lever`, acte: 'conservation.suspendre',
    async traiter(req, res, contexte) {
      const { id } = await lireSuspension(contexte, idDuChemin(req));
      await lever(contexte, id);
      return rediriger(res, RUBRIQUE.adresse, "La suspension est levée : l'effacement suit de nouveau la politique de la convention.");
    },
  },
  {
    methode: 'get', chemin: `${RUBRIQUE.adresse}/certificats/:id`, acte: 'conservation.lire',
    traiter: async (req, res, contexte) => rendre(res, 'conservation/certificat', pageCertificat(await lireCertificat(contexte, idDuChemin(req)))),
  },
  { methode: 'get', chemin: ARCHIVE.adresse, acte: 'archive.ouvrir', traiter: async (_req, res, contexte) => rendre(res, 'conservation/archives', pageArchives(await listerArchives(contexte, PLAFOND), tientLesFiches(contexte))) },
  {
    methode: 'post', chemin: `${ARCHIVE.adresse}/:id`, acte: 'archive.ouvrir',
    async traiter(req, res, contexte) {
      const { id } = await ouvrirArchive(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireFormulaire({ raison: obligatoire(code(LISTES.RAISONS_ARCHIVE), "Dites pourquoi vous ouvrez cette archive : c'est gardé au journal.") }, req.body, contexte),
        agir: ({ raison }) => consulterArchive(contexte, id, raison),
        ensuite: (archive) => ({ vue: 'conservation/archive', page: pageArchive(archive) }),
        vue: 'conservation/archives',
        reafficher: async (_saisie, erreurs) => pageArchives(await listerArchives(contexte, PLAFOND), tientLesFiches(contexte), erreurs.map((e) => ({ ...e, champ: champDe(id) }))),
      });
    },
  },
];
