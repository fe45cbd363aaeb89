/** The list of the PNI, through the real application: states, order, filters, the act that each line is due. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { ajouterJours, dateCivile } from '../../server/lib/dates';
import { etatPni, LIBELLES_ETAT_PNI, type DatesPni } from '../../server/parcours/rules-pni';

// The last day of February of a leap year.
const JOUR = dateCivile('2024-02-29');
let essai: Essai;
let plieId: number;
let agenceId: number;
let moi: { id: number; courriel: string };
let animation: Visiteur;
let referentPe: Visiteur;

interface Ligne { nom: string; etat: string; reste: string; groupe: string; actes: string[] }
const propre = (html: string) => html.replace(/<span class="visually-hidden">.*?<\/span>/g, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ').trim();
/** The lines of the table, each with the heading of its group. */
async function lire(visiteur: Visiteur, adresse: string): Promise<Ligne[]> {
  const { text } = await visiteur.get(adresse).expect(200);
  return [...text.matchAll(/<tbody>([\s\S]*?)<\/tbody>/g)].flatMap(([, corps]) => {
    const [titre, ...lignes] = corps!.split('<tr').slice(1).map((l) => `<tr${l}`);
    const cellule = (l: string, nom: string) => propre(new RegExp(`data-libelle="${nom}">([\\s\\S]*?)</t[dh]>`).exec(l)?.[1] ?? '');
    return lignes.map((l) => ({ nom: cellule(l, 'Personne'), etat: cellule(l, 'État'), reste: cellule(l, 'Reste'), groupe: propre(titre!), actes: [...l.matchAll(/\/orientations\/\d+\/([^"]+)"/g)].map((m) => m[1]!.replaceAll('&amp;', '&')) }));
  });
}
const noms = async (visiteur: Visiteur, adresse: string) => (await lire(visiteur, adresse)).map((l) => l.nom.replace('Alix ', ''));

async function unPni(nom: string, pni: Record<string, unknown>, orientation: Record<string, unknown> = {}): Promise<{ plie_id: number; orientation_id: number }> {
  const f = essai.fabriques;
  const plie_id = (orientation.plie_id as number | undefined) ?? plieId;
  const personne = await f.unePersonne({ plie_id, nom });
  const o = await f.uneOrientation({ plie_id, personne_id: personne.id, agence_id: agenceId, date_prescription: '2021-01-05', date_contact: '2021-01-10', date_integration: '2021-02-01', ...orientation });
  await f.inserer('pni', { plie_id, orientation_id: o.id, personne_id: personne.id, ...pni });
  return { plie_id, orientation_id: o.id };
}
const actif = (fin: string) => ({ date_debut: '2022-06-01', date_fin: fin });

beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  const { plie, agence } = await essai.fabriques.unTerritoireComplet();
  [plieId, agenceId] = [plie.id, agence.id];
  moi = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  animation = await essai.comme('ANIMATION', plieId);
  referentPe = await essai.comme('REFERENT_PE', agenceId);
  const loin = await unPni('LOIN', actif('2024-05-30')); // 91 days
  await unPni('QUATREVINGTDIX', actif('2024-05-29'));
  await unPni('SOIXANTEETUN', actif('2024-04-30'));
  await unPni('SOIXANTE', actif('2024-04-29'));
  await unPni('TRENTEETUN', actif('2024-03-31'));
  const mien = await unPni('TRENTE', actif('2024-03-30'));
  await essai.fabriques.inserer('referents', { ...mien, utilisateur_id: moi.id, date_debut: '2021-02-01' });
  await unPni('DERNIERJOUR', actif('2024-02-29'));
  await unPni('ECHU', actif('2024-02-28'));
  await essai.fabriques.inserer('prolongations', { ...(await unPni('PROLONGE', actif('2024-02-27'))), date_decision: '2023-01-10', date_fin: '2024-02-29', instance: 'COMITE_PILOTAGE', raison: 'SANTE' });
  await essai.fabriques.inserer('prolongations', { ...(await unPni('PROLONGEHIER', actif('2024-02-26'))), date_decision: '2023-01-10', date_fin: '2024-02-28', instance: 'COMITE_PILOTAGE', raison: 'SANTE' });
  await essai.fabriques.inserer('etapes', { ...(await unPni('IAE', actif('2024-05-31'))), type: 'IAE', date_debut: '2024-02-29' });
  // Not carried out, or of the days to come: nothing to lift.
  for (const champs of [{ date_debut: '2024-02-10', date_fin: '2024-02-20', resultat: 'NON_REALISEE' }, { date_debut: '2024-03-01' }]) await essai.fabriques.inserer('etapes', { ...loin, type: 'IAE', ...champs });
  await unPni('DEMANDE', { date_demande: '2024-02-01' });
  await unPni('LEVE', { ...actif('2024-05-31'), date_cloture: '2024-02-10', motif_cloture: 'CONTRAT_IAE' });
  await unPni('TERMINE', { ...actif('2024-05-31'), date_cloture: '2024-01-31', motif_cloture: 'SORTIE' }, { date_sortie: '2024-01-31', motif_sortie: 'DEMENAGEMENT', nature_sortie: 'ADMINISTRATIVE' });
  // Ran out, then the parcours ended: nothing is open any more, whatever a reprise left unclosed.
  await unPni('SORTIAPRES', actif('2023-12-31'), { date_sortie: '2024-01-15', motif_sortie: 'DEMENAGEMENT', nature_sortie: 'ADMINISTRATIVE' });
  const { plie: autre } = await essai.fabriques.unTerritoireComplet();
  await unPni('AILLEURS', actif('2024-03-10'), { plie_id: autre.id, agence_id: (await essai.fabriques.uneAgence()).id });
});
afterAll(() => essai.fermer());

test('ce qui presse vient d\'abord, chaque ligne sous le titre de son urgence, avec l\'acte qui lui est dû', async () => {
  const lignes = await lire(animation, '/pni');
  const apercu = lignes.map((l) => [l.nom.replace('Alix ', ''), l.groupe, l.reste.replace(/ prolongé.*/, ''), l.actes.join(' ')]);
  expect(apercu).toEqual([
    ['PROLONGEHIER', 'Échus, parcours toujours ouvert', 'échu depuis 3 jours', 'sortie prolongation'],
    ['PROLONGE', 'Échus, parcours toujours ouvert', 'échu depuis 2 jours', 'pni?acte=demander sortie'],
    ['ECHU', 'Échus, parcours toujours ouvert', 'échu depuis 1 jour', 'sortie prolongation'],
    ['IAE', 'À lever : un contrat IAE met fin à la délégation', '92 jours contrat IAE du 29/02/2024', 'pni?acte=lever&motif=CONTRAT_IAE&date=2024-02-29'],
    ['DERNIERJOUR', 'Finissent dans 30 jours ou moins', 'dernier jour', 'sortie prolongation'],
    ['TRENTE', 'Finissent dans 30 jours ou moins', '30 jours', 'sortie prolongation'],
    ['TRENTEETUN', 'Finissent dans 31 à 60 jours', '31 jours', 'sortie prolongation'],
    ['SOIXANTE', 'Finissent dans 31 à 60 jours', '60 jours', 'sortie prolongation'],
    ['SOIXANTEETUN', 'Finissent dans 61 à 90 jours', '61 jours', 'sortie prolongation'],
    ['QUATREVINGTDIX', 'Finissent dans 61 à 90 jours', '90 jours', 'sortie prolongation'],
    ['DEMANDE', 'Demandés, pas encore posés', '', 'pni?acte=poser'],
    ['LOIN', 'Finissent dans plus de 90 jours', '91 jours', ''],
  ]);
});

test('les filtres se croisent : état, tranche, mois de fin, accompagnateur ; les nombres sont ceux des listes', async () => {
  expect(await noms(animation, '/pni?etat=ACTIF&fin=60')).toEqual(['TRENTEETUN', 'SOIXANTE']);
  expect(await noms(animation, '/pni?fin=2024-02')).toEqual(['PROLONGEHIER', 'PROLONGE', 'ECHU', 'DERNIERJOUR']);
  expect(await noms(animation, '/pni?etat=TERMINE')).toEqual(['TERMINE', 'SORTIAPRES']);
  expect(await noms(animation, '/pni?etat=LEVE')).toEqual(['LEVE']);
  expect(await noms(animation, '/pni?etat=A_LEVER')).toEqual(['IAE']);
  expect(await noms(animation, `/pni?accompagnateur=${moi.id}`)).toEqual(['TRENTE']);
  expect(await noms(animation, '/pni?etat=nimporte&fin=hier')).toHaveLength(12);
  const { text } = await animation.get('/pni').expect(200);
  const cartes = [...text.matchAll(/<li><a href="([^"]+)"[^>]*><strong>(\d+)<\/strong>/g)].map((m) => [m[1]!.replaceAll('&amp;', '&'), Number(m[2])] as const);
  expect(cartes.map(([, n]) => n)).toEqual([3, 1, 2, 2, 2, 1, 8, 2, 1]);
  for (const [adresse, n] of cartes) expect([adresse, (await noms(animation, adresse)).length]).toEqual([adresse, n]);
});

test('le référent Pôle emploi pose et lève ; la sortie et la prolongation sont au PLIE', async () => {
  const lignes = await lire(referentPe, '/pni');
  expect(lignes.map((l) => l.actes.join(' '))).toEqual(['pni?acte=lever', 'pni?acte=lever', 'pni?acte=lever', 'pni?acte=lever&motif=CONTRAT_IAE&date=2024-02-29', '', '', '', '', '', '', 'pni?acte=poser', '']);
});

test('un contrat IAE : de la ligne, ou de la page de la personne, la levée est prête à enregistrer', async () => {
  const aLever = '/pni?etat=A_LEVER';
  const [{ actes }] = (await lire(referentPe, aLever)) as [Ligne];
  const { text } = await referentPe.get(aLever);
  const [, fiche, orientation] = /href="(\/personnes\/\d+)\?orientation=(\d+)"/.exec(text)!;
  const adresse = `/orientations/${orientation}/${actes[0]}`;
  for (const visiteur of [referentPe, animation]) expect((await visiteur.get(fiche!).expect(200)).text).toContain(`href="${adresse.replaceAll('&', '&amp;')}"`);
  expect((await (await essai.comme('CONSEILLER_PE', agenceId)).get(fiche!).expect(200)).text).not.toContain('acte=lever');
  const formulaire = (await referentPe.get(adresse).expect(200)).text;
  expect(formulaire).toContain('value="29/02/2024"');
  expect(formulaire).toMatch(/value="CONTRAT_IAE"[^>]*checked/);
  const cle = (nom: string) => new RegExp(`name="${nom}" value="(\\d+)"`).exec(formulaire)![1]!;
  await envoyer(referentPe, adresse, `/orientations/${orientation}/pni`, { acte: 'lever', pni: cle('pni'), version: cle('version'), date_cloture: '29/02/2024', motif_cloture: 'CONTRAT_IAE' }).expect(303);
  expect(await noms(animation, aLever)).toEqual([]);
});

test('la liste et la règle disent le même état, la veille, le jour et le lendemain de chaque date', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const visiteur = await essai.comme('ANIMATION', plie.id);
  const autour = [-1, 0, 1].map((n) => ajouterJours(JOUR, n));
  const cas: DatesPni[] = autour.flatMap((date) => [
    { date_demande: date, date_debut: null, date_fin: null, date_cloture: null, motif_cloture: null },
    { date_demande: null, date_debut: date, date_fin: ajouterJours(date, 300), date_cloture: null, motif_cloture: null },
    { date_demande: null, date_debut: dateCivile('2023-01-01'), date_fin: date, date_cloture: null, motif_cloture: null },
    ...(['SORTIE', 'AUTRE'] as const).map((motif_cloture) => ({ date_demande: null, date_debut: dateCivile('2023-01-01'), date_fin: dateCivile('2024-12-31'), date_cloture: date, motif_cloture })),
  ]);
  for (const [i, pni] of cas.entries()) await unPni(`CAS${i}`, { ...pni }, { plie_id: plie.id });
  const lus = new Map((await lire(visiteur, '/pni?etat=TOUS')).map((l) => [l.nom, l.etat]));
  expect(cas.map((_, i) => lus.get(`Alix CAS${i}`))).toEqual(cas.map((pni) => LIBELLES_ETAT_PNI[etatPni(pni, JOUR)]));
});
