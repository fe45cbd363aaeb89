/** A list of sixty lines costs as many statements as a list of five, fifteen PLIEs as many as one: no page reads the database line by line. */
import { ecrire, type Transaction } from '../../server/lib/ecriture';
import { demarrerEssai, type Essai } from '../outils/application';
import { lecturesParTable, requetesDe } from '../outils/lectures';

let essai: Essai;
beforeAll(async () => { essai = await demarrerEssai('2025-06-16'); });
afterAll(() => essai.fermer());

const PAGES = [
  '/', '/reception', '/reception/seances', '/portefeuille/equipe', '/orientations', '/orientations?etat=TOUTES&tri=nom', '/personnes', '/personnes?q=pers', '/commissions',
  '/pni', '/pni/previsions', '/echeances', '/echeances/jalons', '/suivis', '/absences', '/doublons', '/portefeuilles/reattribuer', '/tableau-de-suivi?mois=2025-05', '/controles?mois=2025-05', '/controles/sans-entretien?mois=2025-05', '/controles/doublon?mois=2025-05', '/comparaison/dossiers', '/bilans', '/bilan?annee=2025', '/bilan/evolution?annee=2025', '/bilan/liste?annee=2025&colonne=1', '/analyses/cohortes?debut=2025-01-01&fin=2025-12-31', '/analyses/delais?debut=2025-01-01&fin=2025-12-31', '/analyses/stock', '/analyses/stock/liste?cellule=EN_PARCOURS', '/analyses/absences-et-etapes',
];

/** Of each kind of line, `nombre`: awaited, followed with all that a parcours holds, in employment, likely twice, gone. */
async function planter(plieId: number, accompagnateurId: number, nombre: number): Promise<void> {
  const inserer = async (trx: Transaction, table: string, champs: object) => (await trx(table).insert(champs).returning<{ id: number }[]>('id'))[0]!.id;
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai.planter', async (trx) => {
    for (let n = 0; n < nombre; n += 1) {
      const personne = (nom: string) => inserer(trx, 'personnes', { plie_id: plieId, nom, prenom: 'Alix', date_naissance: `1980-01-${String(1 + (n % 28)).padStart(2, '0')}` });
      const orientation = async (champs: object) => {
        const personne_id = await personne(`Personne ${String.fromCharCode(65 + (n % 26))}${nombre}`);
        return { personne_id, cle: { plie_id: plieId, orientation_id: await inserer(trx, 'orientations', { plie_id: plieId, personne_id, prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', date_prescription: '2025-05-10', ...champs }) } };
      };
      await orientation({});
      for (const enEmploi of [false, true]) {
        const { personne_id, cle } = await orientation({ date_prescription: '2024-01-10', date_contact: '2024-01-20', type_contact: 'INDIVIDUEL', date_integration: '2024-02-10' });
        await inserer(trx, 'referents', { ...cle, utilisateur_id: accompagnateurId, date_debut: '2024-02-10' });
        await inserer(trx, 'pni', { ...cle, personne_id, date_demande: '2024-02-10', date_debut: '2024-02-15', date_fin: '2026-02-14' });
        await inserer(trx, 'entretiens', { ...cle, date_entretien: '2025-05-05' });
        await inserer(trx, 'absences', { ...cle, date_convocation: '2025-06-02' });
        await inserer(trx, 'etapes', { ...cle, type: 'FORMATION', date_debut: '2025-05-02' });
        if (enEmploi) await inserer(trx, 'suivis_emploi', { ...cle, nature: 'EMPLOI', contrat: 'CDI', date_debut: '2025-04-01', mi_temps: true });
      }
    }
  });
}

test('le nombre de requêtes de chaque page ne dépend pas du nombre de lignes', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const accompagnateur = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const animation = await essai.comme('ANIMATION', plie.id);
  const mesurer = async () => {
    const comptes: Record<string, number> = {};
    for (const adresse of [...PAGES, `/portefeuille/${accompagnateur.id}`]) comptes[adresse] = (await requetesDe(essai.contexte.base, () => animation.get(adresse).expect(200))).length;
    return comptes;
  };
  await planter(plie.id, accompagnateur.id, 3);
  // What the first page after the log-in does once is nobody's line.
  await animation.get('/').expect(200);
  const peu = await mesurer();
  await planter(plie.id, accompagnateur.id, 25);
  expect(await mesurer()).toEqual(peu);
  expect(Math.min(...Object.values(peu))).toBeGreaterThan(1);
});

test('les pages régionales coûtent autant de requêtes pour quinze PLIE que pour un, et lisent chaque source une fois', async () => {
  const { base } = essai.contexte;
  const region = await essai.fabriques.uneRegion('OCC');
  const ouvrir = async () => {
    const { plie, agence } = await essai.fabriques.unTerritoireComplet({}, { departement: '31', region: 'OCC' });
    await essai.fabriques.uneOrientation({ plie_id: plie.id, date_prescription: '2024-03-10', date_contact: '2024-03-20' });
    await essai.fabriques.inserer('informations_collectives', { plie_id: plie.id, agence_id: agence.id, date_session: '2024-03-06', convoques: 12, presents: 9 });
  };
  const correspondant = await essai.comme('CORRESPONDANT_REGIONAL', region.id);
  const mesurer = async () => {
    const pages: Record<string, { requetes: number; sources: Record<string, number> }> = {};
    for (const adresse of ['/', '/bilan?annee=2024', '/bilan?annee=2024&chiffres=jour', '/bilan/evolution?annee=2024', '/bilans?annee=2024', '/bilans/relances?annee=2024', '/enquete']) {
      const requetes = await requetesDe(base, () => correspondant.get(adresse).expect(200));
      pages[adresse] = { requetes: requetes.length, sources: await lecturesParTable(base, requetes) };
    }
    return pages;
  };
  await ouvrir();
  await correspondant.get('/').expect(200);
  const un = await mesurer();
  for (let n = 2; n <= 15; n += 1) await ouvrir();
  const quinze = await mesurer();
  expect(quinze).toEqual(un);
  // The second reading of the orientations is the oldest year that the page offers.
  expect(quinze['/bilan?annee=2024']!.sources).toMatchObject({ orientations: 2, informations_collectives: 1 });
});
