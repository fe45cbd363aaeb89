/** The journal: to the administrator acts on settings and accounts, to a DPO those of their organisation. */
import { actesDeNature } from '../../codes/actes';
import { rendre } from '../../http/rendu';
import type { RouteGardee } from '../../http/routes';
import { ajouterJours, formaterDate } from '../../lib/dates';
import { code, dateLibre, entier, identifiant, lireFormulaire, texte } from '../../lib/formulaire';
import { organisationsCitees, pageJournal } from './page';
import { compterAutresLignes, listerActes, listerReglagesChanges, nommerOrganisations } from './queries';
import { chercherTete } from './queries-sceaux';
import { actionsProposees, JOURS_MONTRES, NATURES } from './rules';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/journal', acte: 'journal.lire',
    async traiter(req, res, contexte) {
      const actions = actionsProposees(contexte.acteur.role === 'ADMINISTRATEUR');
      const defaut = ajouterJours(contexte.jour, -JOURS_MONTRES);
      const lu = lireFormulaire({ du: dateLibre, au: dateLibre, action: code(actions), auteur: texte(100), nature: code(NATURES), personne: identifiant, page: entier(1, 10_000) }, req.query, contexte);
      const filtre = lu.ok ? lu.valeur : { du: null, au: null, action: null, auteur: null, nature: null, personne: null, page: null };
      const page = filtre.page ?? 1;
      const actes = lu.ok ? await listerActes(contexte, { ...filtre, du: filtre.du ?? defaut, nature: filtre.nature && actesDeNature(filtre.nature) }, page) : [];
      const ids = actes.map((a) => a.id);
      const changees = await listerReglagesChanges(contexte, ids);
      const noms = await nommerOrganisations(contexte, organisationsCitees(changees));
      const saisie = { ...lu.saisie, du: lu.saisie.du || formaterDate(defaut) };
      if (!lu.ok) res.status(422);
      await rendre(res, 'administration/journal', pageJournal(actes, changees, await compterAutresLignes(contexte, ids), noms, { saisie, erreurs: lu.ok ? [] : lu.erreurs, page, actions, dpo: contexte.acteur.role === 'DPO', tete: await chercherTete(contexte.base) }));
    },
  },
];
