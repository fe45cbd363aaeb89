/**
 * Whether a month still asks for an entretien is said twice: by the rules, for the page of a person, and in SQL, for the
 * count on the home page and the list that it opens. Here the same cases, around every boundary, are put to both.
 */
import { demarrerEssai, type Essai } from '../outils/application';
import { lignes, sql } from '../../server/lib/db/sql';
import { ajouterJours, dateCivile, dernierJour, dernierJourDuMois, moisDe, premierJourDuMois, type DateCivile, type Mois } from '../../server/lib/dates';
import { conditionAttente } from '../../server/orientations/queries-attentes';
import { echeances } from '../../server/orientations/rules-echeances';
import { entretienDuMois, periodeDeSuivi } from '../../server/parcours/rules';

interface Etape { type: string; date_debut: DateCivile; date_fin: DateCivile | null; resultat: string | null }
interface Suivi { date_debut: DateCivile; date_perte: DateCivile | null }
interface Cas { nom: string; date_integration: DateCivile; date_sortie: DateCivile | null; entretiens: DateCivile[]; etapes: Etape[]; suivis: Suivi[] }

const d = dateCivile;
/** Before every case, so that only what the case says changes the answer. */
const INTEGRATION = d('2023-03-01');
const TYPES = ['FORMATION', 'PMSMP', 'PRESTATION', 'EMPLOI', 'ATELIER', 'IAE'];
/** A leap February, a month of 31 days after a job begun at the end of a year (two months later is clamped), a month of 30. */
const MOIS = ['2024-02', '2025-01', '2025-04'] as Mois[];

const etape = (type: string, date_debut: DateCivile, date_fin: DateCivile | null, resultat: string | null = null): Etape => ({ type, date_debut, date_fin, resultat });

function casDuMois(mois: Mois): Cas[] {
  const [premier, dernier] = [premierJourDuMois(mois), dernierJourDuMois(mois)];
  const [veille, lendemain] = [ajouterJours(premier, -1), ajouterJours(dernier, 1)];
  const milieu = ajouterJours(premier, 14);
  const cas: Cas[] = [];
  const un = (nom: string, champs: Partial<Cas>) => cas.push({ nom: `${mois} : ${nom}`, date_integration: INTEGRATION, date_sortie: null, entretiens: [], etapes: [], suivis: [], ...champs });
  un('rien', {});
  for (const date of [veille, premier, dernier, lendemain]) {
    un(`intégration le ${date}`, { date_integration: date });
    un(`entretien le ${date}`, { entretiens: [date] });
    un(`sortie le ${date}`, { date_sortie: date });
  }
  for (const type of TYPES) {
    for (const debut of [veille, premier, ajouterJours(premier, 1)]) for (const fin of [ajouterJours(dernier, -1), dernier, lendemain, null]) un(`${type} du ${debut} au ${fin ?? '…'}`, { etapes: [etape(type, debut, fin)] });
  }
  for (const resultat of ['ACHEVEE', 'INTERROMPUE', 'NON_REALISEE']) un(`formation ${resultat}`, { etapes: [etape('FORMATION', premier, dernier, resultat)] });
  // A job of two months less a day, of two months, of two months and a day, from the last days of the month before.
  for (const debut of [-2, -1, 0].map((n) => ajouterJours(veille, n))) for (const n of [-1, 0, 1]) un(`emploi du ${debut}, deux mois et ${n} jour`, { etapes: [etape('EMPLOI', debut, ajouterJours(dernierJour(debut, 2), n))] });
  const deux = (nom: string, reprise: number, premiere = 'FORMATION', seconde = 'PMSMP', resultat: string | null = null) =>
    un(nom, { etapes: [etape(seconde, ajouterJours(milieu, reprise), lendemain), etape(premiere, veille, milieu, resultat)] });
  deux('deux étapes à la suite', 1);
  deux('deux étapes, un jour de trou', 2);
  deux('deux étapes, un jour en commun', 0);
  deux('la seconde ne dispense pas', 1, 'FORMATION', 'ATELIER');
  deux('la première n\'a pas eu lieu', 1, 'PRESTATION', 'PMSMP', 'NON_REALISEE');
  un('une courte dans une longue', { etapes: [etape('FORMATION', veille, dernier), etape('PMSMP', premier, milieu)] });
  // The follow-up in employment: lost on a day, it covers up to its eve.
  for (const debut of [veille, premier, ajouterJours(premier, 1)]) for (const perte of [dernier, lendemain, null]) un(`suivi du ${debut}, perdu le ${perte ?? '…'}`, { suivis: [{ date_debut: debut, date_perte: perte }] });
  un('étape jusqu\'à la veille du suivi', { etapes: [etape('PMSMP', veille, milieu)], suivis: [{ date_debut: ajouterJours(milieu, 1), date_perte: null }] });
  un('suivi perdu, formation dès ce jour', { etapes: [etape('FORMATION', milieu, lendemain)], suivis: [{ date_debut: veille, date_perte: milieu }] });
  un('suivi perdu, formation un jour plus tard', { etapes: [etape('FORMATION', ajouterJours(milieu, 1), lendemain)], suivis: [{ date_debut: veille, date_perte: milieu }] });
  un('trois à la suite', { etapes: [etape('PMSMP', premier, ajouterJours(premier, 4)), etape('FORMATION', ajouterJours(premier, 5), milieu), etape('PRESTATION', ajouterJours(milieu, 1), null)] });
  return cas;
}

let essai: Essai;
beforeAll(async () => { essai = await demarrerEssai('2025-06-16'); });
afterAll(() => essai.fermer());

test('l\'entretien du mois : la page d\'une personne et la liste des orientations disent la même chose, chaque jour limite', async () => {
  const { plie, agence } = await essai.fabriques.unTerritoireComplet();
  const tous: { id: number; cas: Cas; etat: 'EN_PARCOURS' | 'SORTIE' }[] = [];
  for (const cas of MOIS.flatMap(casDuMois)) {
    const { id } = await essai.fabriques.uneOrientation({
      plie_id: plie.id, agence_id: agence.id, date_prescription: '2023-01-10', date_contact: '2023-01-20', date_integration: cas.date_integration,
      ...(cas.date_sortie && { date_sortie: cas.date_sortie, nature_sortie: 'ADMINISTRATIVE', motif_sortie: 'RETRAITE' }),
    });
    for (const e of cas.etapes) await essai.fabriques.inserer('etapes', { plie_id: plie.id, orientation_id: id, ...e });
    for (const s of cas.suivis) await essai.fabriques.inserer('suivis_emploi', { plie_id: plie.id, orientation_id: id, nature: 'EMPLOI', contrat: 'CDI', ...s });
    for (const date_entretien of cas.entretiens) await essai.fabriques.inserer('entretiens', { plie_id: plie.id, orientation_id: id, date_entretien });
    tous.push({ id, cas, etat: cas.date_sortie ? 'SORTIE' : 'EN_PARCOURS' });
  }
  const reponses = { du: 0, dispense: 0 };
  for (const jour of MOIS.flatMap((m) => [premierJourDuMois(m), ajouterJours(premierJourDuMois(m), 14), dernierJourDuMois(m), ajouterJours(dernierJourDuMois(m), 1)])) {
    const listees = new Set((await lignes<{ id: number }>(essai.contexte.base, sql`select o.id from orientations o where o.plie_id = ${plie.id} and ${conditionAttente('entretien', jour)}`)).map((l) => l.id));
    const differents = tous.filter(({ id, cas, etat }) => {
      const dates = { date_prescription: d('2023-01-10'), date_contact: d('2023-01-20'), date_diagnostic: null, date_decision: null, date_refus: null, date_integration: cas.date_integration, date_sortie: cas.date_sortie };
      const du = echeances({ etat, dates, phaseDiagnostic: false, absencesPremierContact: [], pni: [], entretiens: cas.entretiens, etapes: cas.etapes, suivis: cas.suivis.map((x) => ({ ...x, mois_vus: [] })) }, jour).some((e) => e.code === 'ENTRETIEN');
      if (du) reponses.du += 1;
      else if (entretienDuMois(cas, moisDe(jour), cas.entretiens, [...cas.etapes, ...cas.suivis.map(periodeDeSuivi)], jour) === 'DISPENSE') reponses.dispense += 1;
      return du !== listees.has(id);
    });
    expect({ jour, differents: differents.map(({ cas }) => cas.nom) }).toEqual({ jour, differents: [] });
  }
  // Two answers that always agree because nothing is ever due would prove nothing.
  expect(reponses.du).toBeGreaterThan(100);
  expect(reponses.dispense).toBeGreaterThan(30);
});
