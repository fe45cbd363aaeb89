/** What those who answer for the data read: where each promise stands, and the record of processing. */
import { peut } from '../acces/droits';
import { totalDe } from '../calendrier/rules-presentation';
import { compterAlertesAVoir } from '../administration/journal/queries-alertes';
import { chercherTete } from '../administration/journal/queries-sceaux';
import { compterArchives, listerCertificats, listerPolitiques } from '../conservation/queries';
import { compterParJour } from '../conservation/queries-echeances';
import { JOURS_D_AVERTISSEMENT } from '../conservation/rules';
import { compterManques, listerOrganisations } from '../correspondants/queries';
import { listerDemandesOuvertes } from '../demandes-de-droits/queries';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { ajouterJours, dansMinutes } from '../lib/dates';
import { listerChemins } from '../lib/db/roles';
import { lireNuits } from '../sauvegardes/queries';
import { decrireSauvegardes, HEURES_AVANT_ALERTE } from '../sauvegardes/rules';
import { listerOuvertes } from '../violations/queries';
import { pageRegistre, RUBRIQUE } from './page';
import { ESSENTIEL, pageEssentiel } from './page-essentiel';
import { compterComptes } from './queries-comptes';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: ESSENTIEL.adresse, acte: 'registre.lire',
    async traiter(_req, res, contexte, { config, horloge }) {
      const { acteur, jour } = contexte;
      const echeances = await compterParJour(contexte, ajouterJours(jour, JOURS_D_AVERTISSEMENT));
      const [dernierCertificat = null] = await listerCertificats(contexte, 1);
      await rendre(res, 'conformite/essentiel', pageEssentiel(acteur, {
        jour, maintenant: dansMinutes(horloge, 0),
        politiques: await listerPolitiques(contexte), dernierCertificat, archives: await compterArchives(contexte),
        prochaines: totalDe(echeances, 'EFFACEMENT'), ouverts: totalDe(echeances.filter((e) => e.date <= jour), 'PARCOURS_OUVERT'),
        demandes: await listerDemandesOuvertes(contexte), violations: await listerOuvertes(contexte),
        correspondants: await compterManques(contexte), comptes: await compterComptes(contexte), alertes: peut(acteur, 'alerte.lire') ? await compterAlertesAVoir(contexte) : null, tete: await chercherTete(contexte.base), chemins: await listerChemins(contexte.base),
        sauvegardes: decrireSauvegardes(config.sauvegardes ? await lireNuits(contexte, dansMinutes(horloge, -60 * HEURES_AVANT_ALERTE)) : null),
      }));
    },
  },
  {
    methode: 'get', chemin: RUBRIQUE.adresse, acte: 'registre.lire',
    traiter: async (_req, res, contexte, { config }) => rendre(res, 'conformite/registre', pageRegistre(await listerPolitiques(contexte), await listerOrganisations(contexte), config)),
  },
];
