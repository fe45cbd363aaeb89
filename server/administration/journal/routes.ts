/** The journal: to the administrator acts on settings and accounts, to a DPO those of their organisation. */
import { rendre } from '../../http/rendu';
import type { RouteGardee } from '../../http/routes';
import { ajouterJours, formaterDate } from '../../lib/dates';
import { code, dateLibre, entier, lireFormulaire, texte } from '../../lib/formulaire';
import { organisationsCitees, pageJournal } from './page';
import { compterAutresLignes, listerActes, listerReglagesChanges, nommerOrganisations } from './queries';
import { actionsProposees, JOURS_MONTRES } from './rules';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/journal', acte: 'journal.lire',
    async traiter(req, res, contexte) {
      const actions = actionsProposees(contexte.acteur.role === 'ADMINISTRATEUR');
      const defaut = ajouterJours(contexte.jour, -JOURS_MONTRES);
      const lu = lireFormulaire({ du: dateLibre, au: dateLibre, action: code(actions), auteur: texte(100), page: entier(1, 10_000) }, req.query, contexte);
      const filtre = lu.ok ? lu.valeur : { du: null, au: null, action: null, auteur: null, page: null };
      const page = filtre.page ?? 1;
      const actes = lu.ok ? await listerActes(contexte, { ...filtre, du: filtre.du ?? defaut }, page) : [];
      const ids = actes.map((a) => a.id);
      const changees = await listerReglagesChanges(contexte, ids);
      const noms = await nommerOrganisations(contexte, organisationsCitees(changees));
      const saisie = { ...lu.saisie, du: lu.saisie.du || formaterDate(defaut) };
      if (!lu.ok) res.status(422);
      await rendre(res, 'administration/journal', pageJournal(actes, changees, await compterAutresLignes(contexte, ids), noms, { saisie, erreurs: lu.ok ? [] : lu.erreurs, page, actions }));
    },
  },
];
