/** The home page: what waits for me, by role. */
import type { Contexte } from '../acces/acteur';
import { compterAlertesAVoir } from '../administration/journal/queries-alertes';
import { peut } from '../acces/droits';
import type { RouteGardee } from '../http/routes';
import { rendre } from '../http/rendu';
import { listerEcheances } from '../calendrier/queries';
import { vueParDefaut, type Echeance } from '../calendrier/rules';
import { decrireProchaines, totalDe } from '../calendrier/rules-presentation';
import { compterAbsencesASignaler } from '../avis/queries';
import { listerPliesDeLAnnee } from '../bilans/queries';
import { compterBilans } from '../bilans/rules';
import { compterManques } from '../correspondants/queries';
import { listerCommissionsADecider } from '../commissions/queries';
import { compterPressantes } from '../demandes-de-droits/queries';
import { compterControles } from '../controles/queries';
import { compterPaires } from '../doublons/queries';
import { listerEnquetesEnCours } from '../enquete/actions';
import { ajouterJours, anneeDe, dansMinutes, lundiDe, type DateCivile } from '../lib/dates';
import { listerAttendus } from '../importation/queries';
import { compterTableaux, moisAttendu } from '../importation/rules';
import { listerSeances, listerSeancesSansFeuille } from '../reception/queries-seances';
import { attentesDesCorrespondants, attentesDesViolations, pageAccompagnateur, pageAdministrateur, pageAnimation, pageConseiller, pageCorrespondant, pageDpo, pageReferentPoleEmploi, parUrgence, type Conservation, type PageAccueil } from './page';
import { compterActes, compterAttentes, compterFaits, compterInstallation, lireCadre, listerNouvelles, listerPlies } from './queries';
import { listerRecentes } from '../personnes/queries-recentes';
import { decrireRecentes } from '../personnes/rules-recentes';
import { PORTEFEUILLE_MAX } from '../portefeuille/rules';
import { JOURS_DE_NOUVELLES, NOUVELLES_MONTREES, prochainTableau } from './rules';
import { compterRetours } from '../retours/queries';
import { listerSortiesSansPreuve, listerSuivisOuverts } from '../sorties/queries-suivis';
import { compterSuivis } from '../sorties/rules-suivis';
import { compterEnRoute, compterTaches } from '../taches/queries';
import { listerOuvertes } from '../violations/queries';

/** What follows a return to employment or training: of the persons of one référent, or of all. */
async function lireSuivis(contexte: Contexte, accompagnateur: number | null) {
  return compterSuivis(await listerSuivisOuverts(contexte, accompagnateur), await listerSortiesSansPreuve(contexte, accompagnateur), contexte.jour);
}

/** The checks of the month that is to be sent, as long as it is: of the persons of one accompagnateur, or of all. */
async function lireControles(contexte: Contexte, accompagnateur: number | null) {
  const { mois, restants } = prochainTableau(contexte.jour);
  const plie = contexte.acteur.organisation;
  return restants === null || plie?.type !== 'PLIE' ? [] : (await compterControles(contexte, plie.id, mois, accompagnateur)).controles;
}

/** From the deadlines, which are read anyway: the reading of the retention is a heavy one. */
const conservationDe = (echeances: readonly Echeance[], jour: DateCivile): Conservation =>
  ({ prochaines: totalDe(echeances, 'EFFACEMENT'), ouverts: totalDe(echeances.filter((e) => e.date <= jour), 'PARCOURS_OUVERT') });

async function preparer(contexte: Contexte, echeances: readonly Echeance[]): Promise<PageAccueil> {
  const { acteur, jour } = contexte;
  switch (acteur.role) {
    case 'ACCOMPAGNATEUR':
      return pageAccompagnateur(acteur, jour, await compterAttentes(contexte, 'PORTEFEUILLE'), await compterFaits(contexte, 'PORTEFEUILLE'), await compterAbsencesASignaler(contexte, 'MIENNES'), await lireSuivis(contexte, acteur.utilisateurId), await compterRetours(contexte, 'MIENNES'), await lireControles(contexte, acteur.utilisateurId));
    case 'CONSEILLER_PE':
      return pageConseiller(acteur, jour, await compterAttentes(contexte, 'PRESCRITES'), await compterFaits(contexte, 'PRESCRITES'), await compterAttentes(contexte, 'TOUTES'), await listerNouvelles(contexte, ajouterJours(jour, -JOURS_DE_NOUVELLES), NOUVELLES_MONTREES));
    case 'REFERENT_PE':
      return pageReferentPoleEmploi(acteur, jour, await compterAttentes(contexte, 'TOUTES'), await compterFaits(contexte, 'TOUTES'), await compterTaches(contexte), await compterEnRoute(contexte), compterTableaux(await listerAttendus(contexte, moisAttendu(jour)), jour), await listerEnquetesEnCours(contexte));
    case 'CORRESPONDANT_REGIONAL':
      return pageCorrespondant(acteur, jour, await listerPlies(contexte, anneeDe(jour)), compterBilans(await listerPliesDeLAnnee(contexte, anneeDe(jour) - 1), anneeDe(jour) - 1, jour), await listerEnquetesEnCours(contexte));
    case 'ADMINISTRATEUR':
      return pageAdministrateur(acteur, jour, await compterInstallation(contexte));
    case 'DPO':
      return pageDpo(acteur, jour, await compterActes(contexte), await compterAlertesAVoir(contexte), conservationDe(echeances, jour), await compterPressantes(contexte, jour));
    default:
      return pageAnimation(acteur, jour, await compterAttentes(contexte, 'TOUTES'), await compterFaits(contexte, 'TOUTES'), await lireCadre(contexte, PORTEFEUILLE_MAX), await compterPaires(contexte), await compterAbsencesASignaler(contexte, 'TOUTES'), {
        deLaSemaine: await listerSeances(contexte, lundiDe(jour), ajouterJours(lundiDe(jour), 6)), sansFeuille: await listerSeancesSansFeuille(contexte, jour),
      }, await lireSuivis(contexte, null), await listerCommissionsADecider(contexte, jour), await compterRetours(contexte, 'TOUTES'), await lireControles(contexte, null), await listerEnquetesEnCours(contexte), await compterPressantes(contexte, jour), conservationDe(echeances, jour));
  }
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/', acte: 'accueil.voir',
    async traiter(_req, res, contexte, { horloge }) {
      const recentes = peut(contexte.acteur, 'personne.lire') ? decrireRecentes(await listerRecentes(contexte)) : [];
      const { acteur, jour } = contexte;
      const echeances = peut(acteur, 'echeance.lire') ? await listerEcheances(contexte, vueParDefaut(acteur.role)) : [];
      const prochaines = decrireProchaines(echeances, acteur.role, jour);
      const violations = peut(acteur, 'violation.tenir') ? attentesDesViolations(await listerOuvertes(contexte), dansMinutes(horloge, 0)) : [];
      const contenu = await preparer(contexte, echeances);
      // Its hours run: before anything counted in days.
      // Where nothing is begun, the page says what to do first instead.
      const commence = contenu.attentes.length > 0 || !contenu.vide.liens.length;
      const correspondants = commence && peut(acteur, 'correspondant.tenir') ? attentesDesCorrespondants(await compterManques(contexte)) : [];
      const page = { ...contenu, attentes: [...violations, ...parUrgence([...contenu.attentes, ...correspondants])], recentes, prochaines };
      await rendre(res, 'accueil/accueil', page);
    },
  },
];
