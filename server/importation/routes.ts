/** The tables that the PLIEs send, received by the agency: dropped, looked at row by row, confirmed. */
import type { Contexte } from '../acces/acteur';
import { rediriger, rendre } from '../http/rendu';
import { soumettre } from '../http/formulaire';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { ecrireClasseur, XLSX } from '../lib/classeur/ecrire';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { abandonner, confirmer, deposer, ouvrirRefus, repondre, reprendreReponses } from './actions';
import { feuillesDesRefus } from './classeurs';
import { lireDepot, lireFiltre, lireFiltreListe, lireReponses, lireVersion, type FiltreListe } from './form';
import { LIGNES_PAR_PAGE, pageControle, pageEnregistree } from './page';
import { IMPORTATIONS_PAR_PAGE, pageRecus } from './page-liste';
import { lireImportation, lireResume, listerAttendus, listerConfirmees, listerEnAttente, listerLignesExaminees } from './queries';
import { moisAttendu } from './rules';

const LISTE = '/tableaux-recus';

async function composerListe(contexte: Contexte, filtre: FiltreListe, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const mois = filtre.mois ?? moisAttendu(contexte.jour);
  const lu = {
    attendus: await listerAttendus(contexte, mois), enAttente: await listerEnAttente(contexte),
    confirmees: await listerConfirmees(contexte, filtre.plie, { limite: IMPORTATIONS_PAR_PAGE, debut: (filtre.page - 1) * IMPORTATIONS_PAR_PAGE }),
  };
  return pageRecus(lu, filtre, contexte.jour, saisie, erreurs);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: LISTE, acte: 'tableau.importer',
    async traiter(req, res, contexte) {
      await rendre(res, 'importation/recus', await composerListe(contexte, lireFiltreListe(req.query)));
    },
  },
  {
    methode: 'post', chemin: LISTE, acte: 'tableau.importer', fichier: true,
    async traiter(req, res, contexte) {
      await soumettre(res, {
        lu: lireDepot(req.file, req.body, contexte),
        agir: ({ fichier, choix }) => deposer(contexte, fichier, choix),
        ensuite: ({ id, deja }) => ({ adresse: `${LISTE}/${id}`, message: deja ? 'Ce tableau était déjà enregistré : rien n\'a changé.' : undefined }),
        vue: 'importation/recus',
        reafficher: (saisie, erreurs) => composerListe(contexte, { mois: null, plie: null, page: 1 }, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${LISTE}/:id`, acte: 'tableau.importer',
    async traiter(req, res, contexte) {
      const importation = await lireImportation(contexte, idDuChemin(req));
      const resume = importation.etat === 'A_CONFIRMER' ? await lireResume(contexte, importation.id) : null;
      if (!resume) return rendre(res, 'importation/enregistree', pageEnregistree(importation));
      const filtre = lireFiltre(req.query);
      const lignes = await listerLignesExaminees(contexte, importation.id, filtre, { limite: LIGNES_PAR_PAGE, debut: (filtre.page - 1) * LIGNES_PAR_PAGE });
      await rendre(res, 'importation/controle', pageControle(importation, resume, lignes, filtre));
    },
  },
  {
    methode: 'get', chemin: `${LISTE}/:id/refus.xlsx`, acte: 'tableau.importer',
    async traiter(req, res, contexte) {
      const importation = await lireImportation(contexte, idDuChemin(req));
      const contenu = await ouvrirRefus(contexte, importation.id, importation.plie_id);
      const feuilles = contenu ? feuillesDesRefus(contenu) : [];
      if (!feuilles.length) return rediriger(res, `${LISTE}/${importation.id}`);
      res.type(XLSX).attachment(`lignes-non-reprises_${importation.plie_code}_${importation.mois}.xlsx`);
      await ecrireClasseur(res, feuilles);
    },
  },
  {
    methode: 'post', chemin: `${LISTE}/:id/rapprocher`, acte: 'tableau.importer',
    async traiter(req, res, contexte) {
      const { id } = await lireImportation(contexte, idDuChemin(req));
      const reponses = lireReponses(req.body);
      if (!Object.keys(reponses).length) return rediriger(res, `${LISTE}/${id}`, "Aucune réponse n'était cochée : rien n'a changé.");
      await repondre(contexte, id, lireVersion(req.body), reponses);
      await rediriger(res, `${LISTE}/${id}`, 'Vos réponses sont gardées, et le tableau contrôlé de nouveau.');
    },
  },
  {
    methode: 'post', chemin: `${LISTE}/:id/rapprocher/reprendre`, acte: 'tableau.importer',
    async traiter(req, res, contexte) {
      const { id } = await lireImportation(contexte, idDuChemin(req));
      await reprendreReponses(contexte, id, lireVersion(req.body));
      await rediriger(res, `${LISTE}/${id}`, 'Vos réponses sont effacées : les questions sont posées de nouveau.');
    },
  },
  {
    methode: 'post', chemin: `${LISTE}/:id/confirmer`, acte: 'tableau.importer',
    async traiter(req, res, contexte) {
      const { id } = await lireImportation(contexte, idDuChemin(req));
      const issue = await confirmer(contexte, id, lireVersion(req.body));
      await rediriger(res, `${LISTE}/${id}`, issue === 'ENREGISTRE' ? 'Le tableau est enregistré.' : "Rien n'est encore enregistré : ce que Pôle emploi sait de ces personnes a changé depuis le contrôle. Le voici refait ; relisez-le, puis confirmez.");
    },
  },
  {
    methode: 'post', chemin: `${LISTE}/:id/abandonner`, acte: 'tableau.importer',
    async traiter(req, res, contexte) {
      await abandonner(contexte, idDuChemin(req));
      await rediriger(res, LISTE, "Ce tableau est abandonné et ce qui en avait été lu, effacé. Rien n'a été enregistré.");
    },
  },
];
