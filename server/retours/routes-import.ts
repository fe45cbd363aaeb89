/** The workbook C, both ways: prepared by Pôle emploi, brought into the PLIE. */
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { XLSX } from '../lib/classeur/ecrire';
import { RegleEnfreinte } from '../lib/erreurs';
import { preparerClasseur } from './actions-classeur';
import { abandonnerClasseur, choisirPersonne, classeurDesRefus, compter, confirmerImport, deposerClasseur, essayerClasseur } from './actions-import';
import { lireChoixDePersonne, lireDemandeDeClasseur, lireDepot, lireVersion } from './form';
import { CHEMIN_CLASSEUR, pageClasseur, pagePret } from './page-classeur';
import { CHEMIN_IMPORT, FILTRES_SORT, pageConfirmee, pageDepot, pageEssai } from './page-import';
import { lireClasseurRecu, listerClasseurs, listerDestinataires } from './queries-import';
import { RUBRIQUE } from './rules';

const CLASSEURS_MONTRES = 12;

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: CHEMIN_CLASSEUR, acte: 'tache.traiter',
    async traiter(_req, res, contexte) {
      await rendre(res, 'retours/classeur', pageClasseur(await listerDestinataires(contexte), {}, []));
    },
  },
  {
    methode: 'post', chemin: CHEMIN_CLASSEUR, acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      await soumettre(res, {
        lu: lireDemandeDeClasseur(req.body, contexte),
        agir: ({ plie, depuis }) => preparerClasseur(contexte, plie, depuis),
        // Shown at once and not after a redirection: the passphrase must be stored nowhere, the session included.
        ensuite: (pret) => ({ vue: 'retours/pret', page: pagePret(pret) }),
        vue: 'retours/classeur',
        reafficher: async (saisie, erreurs) => pageClasseur(await listerDestinataires(contexte), saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: CHEMIN_IMPORT, acte: 'retour.importer',
    async traiter(_req, res, contexte) {
      await rendre(res, 'retours/depot', pageDepot(await listerClasseurs(contexte, CLASSEURS_MONTRES), []));
    },
  },
  {
    methode: 'post', chemin: CHEMIN_IMPORT, acte: 'retour.importer', fichier: true,
    async traiter(req, res, contexte) {
      await soumettre(res, {
        lu: lireDepot(req.file, req.body),
        agir: ({ fichier, mot_de_passe }) => deposerClasseur(contexte, fichier, mot_de_passe),
        ensuite: (id) => ({ adresse: `${CHEMIN_IMPORT}/${id}` }),
        vue: 'retours/depot',
        reafficher: async (_saisie, erreurs) => pageDepot(await listerClasseurs(contexte, CLASSEURS_MONTRES), erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${CHEMIN_IMPORT}/:id`, acte: 'retour.importer',
    async traiter(req, res, contexte) {
      const classeur = await lireClasseurRecu(contexte.base, contexte.acteur, idDuChemin(req));
      if (classeur.etat === 'CONFIRME') return rendre(res, 'retours/confirme', pageConfirmee(classeur));
      const issues = await essayerClasseur(contexte, classeur);
      const { page: brute } = req.query;
      const page = typeof brute === 'string' && /^\d{1,4}$/.test(brute) ? Math.max(1, Number(brute)) : 1;
      await rendre(res, 'retours/essai', pageEssai(classeur, issues, compter(issues), { sort: FILTRES_SORT.find((s) => s === req.query.sort) ?? null, page }));
    },
  },
  {
    methode: 'get', chemin: `${CHEMIN_IMPORT}/:id/refus.xlsx`, acte: 'retour.importer',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      const refus = await classeurDesRefus(contexte, id);
      if (!refus) return rediriger(res, `${CHEMIN_IMPORT}/${id}`);
      res.type(XLSX).attachment(`retour-${id}-lignes-refusees.xlsx`).send(refus);
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN_IMPORT}/:id/corriger`, acte: 'retour.importer',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      await lireClasseurRecu(contexte.base, contexte.acteur, id);
      const lu = lireChoixDePersonne(req.body, contexte);
      if (!lu.ok) throw new RegleEnfreinte(lu.erreurs);
      await choisirPersonne(contexte, id, lu.valeur);
      await rediriger(res, `${CHEMIN_IMPORT}/${id}`, lu.valeur.personne ? `La ligne ${lu.valeur.ligne} a sa personne.` : `La ligne ${lu.valeur.ligne} est à choisir de nouveau.`);
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN_IMPORT}/:id/confirmer`, acte: 'retour.importer',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      await lireClasseurRecu(contexte.base, contexte.acteur, id);
      const lu = lireVersion(req.body, contexte);
      if (!lu.ok) throw new RegleEnfreinte(lu.erreurs);
      await confirmerImport(contexte, id, lu.valeur.version);
      await rediriger(res, `${CHEMIN_IMPORT}/${id}`, 'Le retour de Pôle emploi est enregistré.');
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN_IMPORT}/:id/annuler`, acte: 'retour.importer',
    async traiter(req, res, contexte) {
      await abandonnerClasseur(contexte, idDuChemin(req));
      await rediriger(res, RUBRIQUE.adresse, "Le retour est abandonné et son fichier effacé. Rien n'a été enregistré.");
    },
  },
];
