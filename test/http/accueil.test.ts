/** The home page: each count worked out by hand, and equal to the list that its line opens. */
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { dateCivile } from '../../server/lib/dates';
import { prochainTableau } from '../../server/accueil/rules';

const JOUR = '2025-06-16';
let essai: Essai;
let plieId: number;
let agenceId: number;
let moi: { id: number; courriel: string };
let conseiller: { id: number; courriel: string };

/** The lines of « Ce qui vous attend »: [count, address, sentence]. */
async function attentes(visiteur: Visiteur): Promise<[string, string, string][]> {
  const { text } = await visiteur.get('/').expect(200);
  return [...text.matchAll(/<a href="([^"]*)">\s*<span class="attente-nombre">([\s\S]*?)<\/span>[\s\S]*?attente-libelle">([^<]*)</g)].map((m) => [m[2]!.replace(/<[^>]*>/g, '').trim(), m[1]!.replaceAll('&amp;', '&'), m[3]!.replaceAll('&#39;', "'")]);
}
/** What each filter counts, by its name. */
async function parFiltre(visiteur: Visiteur): Promise<Record<string, number>> {
  return Object.fromEntries((await attentes(visiteur)).flatMap(([n, adresse]) => { const filtre = /(?:a_faire|voir)=([a-z0-9-]+)/.exec(adresse)?.[1] ?? /\/pni\?(etat=[A-Z_]+(&fin=\d+)?)/.exec(adresse)?.[1]; return filtre ? [[filtre, Number(n)]] : []; }));
}

beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet();
  [plieId, agenceId] = [plie.id, agence.id];
  moi = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  conseiller = await f.unUtilisateur({ role: 'CONSEILLER_PE', organisation_id: agence.id });
  const mienne = { prescripteur_id: conseiller.id };
  const orienter = (champs: Record<string, unknown>) => f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, ...champs });
  const suivre = async (date_integration: string, { accompagnateur = moi.id, entretien, pni }: { accompagnateur?: number | null; entretien?: string; pni?: Record<string, unknown> }) => {
    const o = await orienter({ date_prescription: '2025-01-10', date_contact: '2025-01-20', date_integration });
    const cle = { plie_id: plie.id, orientation_id: o.id };
    if (accompagnateur) await f.inserer('referents', { ...cle, utilisateur_id: accompagnateur, date_debut: date_integration });
    if (entretien) await f.inserer('entretiens', { ...cle, date_entretien: entretien });
    if (pni) await f.inserer('pni', { ...cle, personne_id: o.personne_id, date_demande: '2025-02-01', ...pni });
    return cle;
  };
  await orienter({ date_prescription: '2025-06-10', ...mienne });
  await orienter({ date_prescription: '2025-05-16', ...mienne }); // 31 days: late
  await orienter({ date_prescription: '2025-05-17' }); // 30 days: not yet
  const absente = await orienter({ date_prescription: '2025-03-01', ...mienne }); // convened again two weeks ago: not late
  await f.inserer('absences', { plie_id: plie.id, orientation_id: absente.id, date_convocation: '2025-06-01', premier_contact: true });
  await orienter({ date_prescription: '2025-03-01', date_contact: '2025-03-10', ...mienne });
  await suivre('2025-02-10', {}); // no entretien in June, no PNI
  await suivre('2025-02-10', { entretien: '2025-06-02', pni: { date_debut: '2023-09-15', date_fin: '2025-09-14' } }); // 90 days left
  const forme = await suivre('2025-02-10', { entretien: '2025-05-31', pni: { date_debut: '2023-09-16', date_fin: '2025-09-15' } }); // 91 days left
  await f.inserer('etapes', { ...forme, type: 'FORMATION', date_debut: '2025-05-20', date_fin: '2025-06-15' }); // two in a row cover June
  await f.inserer('etapes', { ...forme, type: 'PMSMP', date_debut: '2025-06-16', date_fin: '2025-07-10' });
  await f.inserer('etapes', { ...forme, type: 'IAE', date_debut: '2025-06-16' }); // signed today: its PNI is to be lifted
  await suivre('2025-02-10', { entretien: '2025-06-03', pni: { date_debut: '2023-06-16', date_fin: '2025-06-15' } }); // over since yesterday
  await suivre('2025-06-05', { accompagnateur: null, pni: {} }); // integrated this month: no entretien asked for
  const suivi = await suivre('2025-02-10', { entretien: '2025-06-30', pni: {} });
  await f.inserer('suivis_emploi', { ...suivi, nature: 'EMPLOI', contrat: 'CDI', date_debut: '2025-05-16' }); // month 1 is today
  const tenu = await suivre('2025-02-10', { entretien: '2025-06-02', pni: { date_debut: '2025-02-15', date_fin: '2027-02-14' } }); // six months kept, the last contact made
  const emploi = await f.inserer('suivis_emploi', { ...tenu, nature: 'EMPLOI', contrat: 'CDI', mi_temps: true, date_debut: '2024-11-01' });
  await f.inserer('suivi_contacts', { plie_id: plie.id, suivi_id: emploi.id, mois: 6, date_contact: '2025-05-02', en_poste: true });
  const sortie = await orienter({ date_prescription: '2024-01-10', date_contact: '2024-01-20', date_integration: '2024-02-10', date_sortie: '2025-03-31', nature_sortie: 'INITIATIVE_PARTICIPANT', motif_sortie: 'EMPLOI' });
  await f.inserer('referents', { plie_id: plie.id, orientation_id: sortie.id, utilisateur_id: moi.id, date_debut: '2024-02-10', date_fin: '2025-03-31' });
  await f.inserer('sorties', { plie_id: plie.id, orientation_id: sortie.id, origine: 'DERIVEE', regle: '2024-1' });
});
afterAll(() => essai.fermer());

test("l'accompagnateur voit son portefeuille, et les premiers contacts de tout le PLIE", async () => {
  const visiteur = await essai.connecter(moi.courriel);
  expect(await parFiltre(visiteur)).toEqual({ contact: 4, 'contact-tardif': 1, decision: 1, entretien: 1, 'pni-a-demander': 1, 'etat=A_LEVER': 1, 'etat=ACTIF&fin=90': 1, 'etat=ECHU': 1 });
});

test("l'animation voit tout le PLIE", async () => {
  const visiteur = await essai.comme('ANIMATION', plieId);
  expect(Object.fromEntries((await attentes(visiteur)).map(([n, adresse]) => [adresse, n]))).toMatchObject({ '/reception': '4', '/reception?attente=30': '1' });
  expect(await parFiltre(visiteur)).toEqual({ decision: 1, 'pni-a-demander': 1, 'etat=DEMANDE': 2, 'etat=ECHU': 1, 'etat=A_LEVER': 1, 'etat=ACTIF&fin=90': 1, 'sans-referent': 1 });
});

test('le référent Pôle emploi voit les PNI à poser', async () => {
  expect(await parFiltre(await essai.comme('REFERENT_PE', agenceId))).toEqual({ contact: 4, 'contact-tardif': 1, decision: 1, 'etat=DEMANDE': 2, 'etat=ECHU': 1, 'etat=A_LEVER': 1, 'etat=ACTIF&fin=90': 1 });
});

test('le conseiller voit ses propres orientations, ce qui leur arrive depuis 30 jours, et le total de son agence', async () => {
  const { plie_id, agence_id } = { plie_id: plieId, agence_id: agenceId };
  for (const [date_refus, prescripteur_id, nom] of [['2025-05-17', conseiller.id, 'Duvivier'], ['2025-05-16', conseiller.id, 'Tropancien'], ['2025-06-12', null, 'Collegue']] as const) {
    const personne = await essai.fabriques.unePersonne({ plie_id, nom });
    await essai.fabriques.uneOrientation({ plie_id, personne_id: personne.id, agence_id, prescripteur_id, date_prescription: '2025-03-03', date_refus, motif_refus: 'DEMENAGEMENT' });
  }
  const visiteur = await essai.connecter(conseiller.courriel);
  expect(await parFiltre(visiteur)).toEqual({ contact: 3, 'contact-tardif': 1, decision: 1 });
  const { text } = await visiteur.get('/').expect(200);
  const nouvelles = [...text.slice(text.indexOf('class="nouvelles"'), text.indexOf('class="panneaux"')).matchAll(/<li>([\s\S]*?)<\/li>/g)].map((m) => m[1]!.replace(/<[^>]*>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ').trim());
  // Two facts of these thirty days: the missed convocation, and the refusal of the thirtieth day with its motif; not the day before, nor a colleague's.
  expect(nouvelles.map((n) => n.replace(/Alix PERSONNE\d+/, 'Alix'))).toEqual(['01/06/2025 Alix Absente au premier contact', "17/05/2025 Alix DUVIVIER Refus d'intégration Déménagement"]);
  const liste = (await visiteur.get('/orientations?etat=REFUSEE&miennes=oui').expect(200)).text;
  expect([liste.includes('DUVIVIER'), liste.includes('TROPANCIEN'), liste.includes('COLLEGUE')]).toEqual([true, true, false]);
  expect(liste).toContain('le 17/05/2025 : déménagement');
  expect((await visiteur.get('/orientations?a_faire=contact&miennes=oui').expect(200)).text).toContain('en attente depuis le 10/06/2025');
});

test.each(['ACCOMPAGNATEUR', 'ANIMATION', 'CONSEILLER_PE', 'REFERENT_PE'] as const)('%s : chaque nombre est la longueur de la liste qu\'il ouvre', async (role) => {
  const visiteur = role === 'ACCOMPAGNATEUR' ? await essai.connecter(moi.courriel) : role === 'CONSEILLER_PE' ? await essai.connecter(conseiller.courriel) : await essai.comme(role, role.endsWith('_PE') ? agenceId : plieId);
  const lignes = (await attentes(visiteur)).filter(([, adresse]) => /^\/((orientations|pni)\?|suivis|portefeuille\?|reception(\?|$))/.test(adresse));
  expect(lignes.length).toBeGreaterThan(2);
  expect(lignes.filter(([, adresse]) => adresse.startsWith('/suivis')).map(([n, adresse]) => [n, adresse.split('?')[0]])).toEqual(role.endsWith('_PE') ? [] : [['1', '/suivis'], ['1', '/suivis/sorties'], ['1', '/suivis/preuves']]);
  for (const [nombre, adresse] of lignes) {
    const { text } = await visiteur.get(adresse).expect(200);
    // A portfolio is counted by the filter that is chosen, other lists above their rows.
    const compte = adresse.startsWith('/portefeuille') ? /class="filtres-liens[\s\S]*?aria-current="page">[^<]*<[^>]*>(\d+)/ : /<caption>\s*(\d+)/;
    expect([adresse, compte.exec(text)?.[1]]).toEqual([adresse, nombre]);
  }
});

test('les séances de commission passées disent combien de décisions restent à saisir, et ouvrent leur saisie', async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet();
  const seance = async (date_seance: string, decisions: (string | null)[], champs: Record<string, unknown> = {}) => {
    const { id } = await f.inserer('commissions', { plie_id: plie.id, date_seance, lieu: 'Salle des Sorbiers', membres: ['ANIMATION_PLIE'], ...champs });
    for (const decision of decisions) {
      const o = await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, date_prescription: '2025-05-20', date_contact: '2025-05-26' });
      await f.inserer('commission_dossiers', { plie_id: plie.id, commission_id: id, orientation_id: o.id, decision, motif_ajournement: decision && 'DOSSIER_INCOMPLET' });
    }
    return id;
  };
  const [enRetard, dHier] = [await seance('2025-06-08', [null]), await seance('2025-06-15', [null, 'AJOURNER', null])]; // eight days ago, yesterday
  await seance('2025-06-14', ['AJOURNER']); // all decided
  await seance('2025-06-16', [null]); // today's has not been held yet
  const visiteur = await essai.comme('ANIMATION', plie.id);
  const lignes = (await attentes(visiteur)).filter(([, adresse]) => adresse.startsWith('/commissions'));
  expect(lignes).toEqual([['1', `/commissions/${enRetard}/decisions`, 'décision de commission à saisir'], ['2', `/commissions/${dHier}/decisions`, 'décisions de commission à saisir']]);
  for (const [nombre, adresse] of lignes) expect([adresse, (await visiteur.get(adresse).expect(200)).text.match(/<fieldset class="feuille decision"/g)?.length]).toEqual([adresse, Number(nombre)]);
});

test('le plus pressé vient en premier, et tout est une action', async () => {
  const { text } = await (await essai.comme('ANIMATION', plieId)).get('/').expect(200);
  const tons = [...text.matchAll(/attente attente-(retard|du|courant)/g)].map((m) => m[1]);
  expect(tons).toEqual([...tons].sort((a, b) => ['retard', 'du', 'courant'].indexOf(a!) - ['retard', 'du', 'courant'].indexOf(b!)));
  expect(tons.filter((t) => t === 'retard')).toHaveLength(2);
});

test('un PLIE sans orientation apprend par quoi commencer', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { text } = await (await essai.comme('ANIMATION', plie.id)).get('/').expect(200);
  expect(text).toContain('Commencez par reprendre');
  expect(text).toContain('href="/reprise"');
});

test("l'administrateur voit ce qui manque à l'installation", async () => {
  await essai.fabriques.unPlie();
  const lignes = (await attentes(await essai.comme('ADMINISTRATEUR', plieId))).map(([n, , phrase]) => `${n} ${phrase}`);
  expect(lignes).toContain("1 PLIE sans convention aujourd'hui");
  expect(lignes).toContain('1 PLIE sans agence');
});

test.each([
  ['2025-06-01', { mois: '2025-05', auPlusTard: '2025-06-06', restants: 5 }],
  ['2025-06-06', { mois: '2025-05', auPlusTard: '2025-06-06', restants: 0 }],
  ['2025-06-07', { mois: '2025-06', auPlusTard: '2025-07-06', restants: null }],
  ['2025-12-31', { mois: '2025-12', auPlusTard: '2026-01-06', restants: null }],
  ['2026-01-01', { mois: '2025-12', auPlusTard: '2026-01-06', restants: 5 }],
])('le %s, le tableau à envoyer', (jour, attendu) => {
  expect(prochainTableau(dateCivile(jour))).toEqual(attendu);
});
