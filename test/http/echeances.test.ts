/** The page of the deadlines and its register: whose, by when, towards which list; nothing of another territory, no name for the region. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import type { Role } from '../../server/acces/acteur';
import { ecrire } from '../../server/lib/ecriture';

const JOUR = '2025-06-16';
let essai: Essai;
let plieId: number;
let agenceId: number;
let moi: { id: number; courriel: string };
const visiteurs: Partial<Record<Role, Visiteur>> = {};

const dire = (html: string): string => html.replace(/&#39;/g, "'").replace(/&amp;/g, '&').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
/** Each line of a page, by the band it stands in: what it says and where it leads. */
async function lignes(visiteur: Visiteur, adresse = '/echeances'): Promise<Record<string, { texte: string; adresse: string | null }[]>> {
  const { text } = await visiteur.get(adresse).expect(200);
  return Object.fromEntries([...text.matchAll(/<section class="echeances-bande"[\s\S]*?<h2[^>]*>([^<]*)<\/h2>([\s\S]*?)<\/section>/g)].map(([, titre, corps]) => [titre!, [...corps!.matchAll(/<li class="echeance[\s\S]*?<\/li>/g)].map(([li]) => ({
    texte: dire(/echeance-libelle[^>]*>([^<]*)/.exec(li)![1]!).trim(), adresse: /echeance-libelle" href="([^"]*)"/.exec(li)?.[1]?.replaceAll('&amp;', '&') ?? null,
  }))]));
}
const textes = (l: Record<string, { texte: string }[]>) => Object.fromEntries(Object.entries(l).map(([bande, siennes]) => [bande, siennes.map((x) => x.texte)]));

beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  const f = essai.fabriques;
  // A convention begun in March: the exchange of information is due in July, the committees in September and next March.
  const { plie, agence } = await f.unTerritoireComplet({ date_debut: '2025-03-01', date_fin: '2025-12-01' });
  [plieId, agenceId] = [plie.id, agence.id];
  moi = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  const autre = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  const suivre = async (accompagnateur: number, fin: string | null, suivi?: string) => {
    const personne = await f.unePersonne({ plie_id: plieId, nom: 'Quincampoix' });
    const o = await f.uneOrientation({ plie_id: plieId, personne_id: personne.id, agence_id: agenceId, date_prescription: '2023-05-01', date_contact: '2023-05-10', date_integration: '2023-06-01' });
    const cle = { plie_id: plieId, orientation_id: o.id };
    await f.inserer('referents', { ...cle, utilisateur_id: accompagnateur, date_debut: '2023-06-01' });
    if (fin) await f.inserer('pni', { ...cle, personne_id: personne.id, date_demande: '2023-06-01', date_debut: '2023-06-18', date_fin: fin });
    if (suivi) await f.inserer('suivis_emploi', { ...cle, nature: 'EMPLOI', contrat: 'CDI', date_debut: suivi, mi_temps: true });
  };
  // The day before, the day, the day after; the 90th day, the 91st.
  await suivre(moi.id, '2025-06-15');
  await suivre(moi.id, '2025-06-16');
  await suivre(moi.id, '2025-06-14');
  await suivre(autre.id, '2025-06-17');
  await suivre(autre.id, '2025-06-17');
  await suivre(autre.id, '2025-06-13');
  // Month 1 on 10 June, month 3 on 10 August; the six months are over in November, beyond the 90 days.
  await suivre(moi.id, null, '2025-05-10');
  // First contacts: 31 days ago, 30 days ago, and one attributed to me.
  for (const [date, attribuee_a] of [['2025-05-16', null], ['2025-05-17', null], ['2025-05-18', moi.id]] as const) await f.uneOrientation({ plie_id: plieId, agence_id: agenceId, date_prescription: date, attribuee_a });
  await f.inserer('tableaux', { plie_id: plieId, mois: '2025-05', etape: 'TRANSMIS', controle_le: '2025-06-02T08:00:00Z', valide_le: '2025-06-03T08:00:00Z', transmis_le: '2025-06-03T08:00:00Z', format: '1', entete: JSON.stringify({}), empreinte: 'a'.repeat(64) });
  // Another territory: nothing of it is ever shown.
  const ailleurs = await f.unTerritoireComplet({}, { nom: 'PLIE Ailleurs', departement: '31', region: 'OCC' });
  const o = await f.uneOrientation({ plie_id: ailleurs.plie.id, date_prescription: '2023-05-01', date_contact: '2023-05-10', date_integration: '2023-06-01' });
  await f.inserer('pni', { plie_id: ailleurs.plie.id, orientation_id: o.id, personne_id: o.personne_id, date_demande: '2023-06-01', date_debut: '2023-06-16', date_fin: '2025-06-15' });
  const regionale = await f.uneRegion('PACA');
  visiteurs.ACCOMPAGNATEUR = await essai.connecter(moi.courriel);
  visiteurs.ANIMATION = await essai.comme('ANIMATION', plieId);
  visiteurs.REFERENT_PE = await essai.comme('REFERENT_PE', agenceId);
  visiteurs.CORRESPONDANT_REGIONAL = await essai.comme('CORRESPONDANT_REGIONAL', regionale.id);
  visiteurs.ADMINISTRATEUR = await essai.comme('ADMINISTRATEUR', plieId);
  visiteurs.CONSEILLER_PE = await essai.comme('CONSEILLER_PE', agenceId);
});
afterAll(() => essai.fermer());

test("l'accompagnateur voit son portefeuille, puis tout son PLIE ; chaque nombre est celui de la liste qu'il ouvre", async () => {
  const miennes = await lignes(visiteurs.ACCOMPAGNATEUR!);
  expect(textes(miennes)).toEqual({
    'En retard': ['1 contact de suivi en retard', '2 PNI échus, parcours toujours ouverts'],
    'Dans les sept jours': ['1 fin de PNI', '1 premier contact à tenir'],
    'Plus tard': ['1 contact de suivi'],
  });
  for (const { texte, adresse } of Object.values(miennes).flat().filter((l) => l.texte.includes('PNI'))) {
    const liste = (await visiteurs.ACCOMPAGNATEUR!.get(adresse!).expect(200)).text;
    expect([texte, (/<caption>([\d\s]+) PNI/.exec(liste)?.[1] ?? /(\d+) PNI (?:actifs|échus)/.exec(dire(liste))![1])!.trim()]).toEqual([texte, texte.split(' ')[0]]);
  }
  const toutes = textes(await lignes(visiteurs.ACCOMPAGNATEUR!, '/echeances?vue=toutes'));
  expect(toutes['En retard']).toEqual(['1 contact de suivi en retard', '3 PNI échus, parcours toujours ouverts', '1 premier contact attendu depuis plus de 30 jours']);
  expect(toutes['Dans les sept jours']).toEqual(['1 fin de PNI', '1 premier contact à tenir', '2 fins de PNI', '1 premier contact à tenir']);
});

test("l'animation voit aussi la convention, et note une réunion : la suivante s'en déduit", async () => {
  const avant = textes(await lignes(visiteurs.ANIMATION!));
  expect(avant['Dans les trente jours']).toEqual(["Échange d'informations", 'Tableau de suivi de juin 2025']);
  expect(avant['Fait ces trente derniers jours']).toEqual(['Tableau de suivi de mai 2025']);
  expect(avant['Plus tard']).toEqual(['1 contact de suivi', 'Comité de pilotage du PLIE', 'Fin de la convention', 'Comité de pilotage de la convention']);
  expect(textes(await lignes(visiteurs.ANIMATION!, '/echeances?vue=miennes'))['En retard']).toEqual(['1 premier contact attendu depuis plus de 30 jours']);

  const page = '/echeances/jalons/nouveau?type=ECHANGE_INFORMATIONS';
  const tenter = (champs: Record<string, string>, statut: number) => envoyer(visiteurs.ANIMATION!, page, '/echeances/jalons/nouveau', { type: 'ECHANGE_INFORMATIONS', ...champs }).expect(statut);
  expect((await tenter({ date_jalon: 'demain', fait: 'oui' }, 422)).text).toContain("n&#39;est pas encore arrivé");
  expect((await tenter({ date_jalon: '', fait: '' }, 422)).text).toContain('Indiquez le jour.');
  await tenter({ date_jalon: '10/06/2025', fait: 'oui' }, 303);
  expect((await tenter({ date_jalon: '10/06/2025', fait: 'oui' }, 422)).text).toContain('déjà notée ce jour-là');
  const apres = textes(await lignes(visiteurs.ANIMATION!));
  expect(apres['Dans les trente jours']).toEqual(['Tableau de suivi de juin 2025']);
  expect(apres['Fait ces trente derniers jours']).toEqual(['Tableau de suivi de mai 2025', "Échange d'informations"]);
  // Held on 10 June: the next one by 10 October.
  expect((await visiteurs.ANIMATION!.get('/echeances').expect(200)).text).toContain('vendredi 10/10/2025');

  const registre = (await visiteurs.ANIMATION!.get('/echeances/jalons').expect(200)).text;
  const fiche = /href="(\/echeances\/jalons\/\d+)"/.exec(registre)![1]!;
  await envoyer(visiteurs.ANIMATION!, fiche, fiche, { type: 'ECHANGE_INFORMATIONS', date_jalon: '12/06/2025', fait: 'oui' }).expect(303);
  // The version that the first form showed is gone.
  expect((await envoyer(visiteurs.ANIMATION!, fiche, fiche, { type: 'ECHANGE_INFORMATIONS', date_jalon: '13/06/2025', fait: 'oui', version: '1' })).status).toBe(409);
  await envoyer(visiteurs.ANIMATION!, fiche, `${fiche}/supprimer`, {}).expect(303);
  expect((await visiteurs.ANIMATION!.get('/echeances/jalons').expect(200)).text).toContain("n'est encore noté");
});

test("les fins de conservation : à l'animation et au délégué, en nombres, vers la liste ; jamais à l'accompagnateur", async () => {
  const f = essai.fabriques;
  const { plie } = await f.unTerritoireComplet({ date_debut: '2020-01-01' });
  const parcours = { plie_id: plie.id, date_prescription: '2022-11-01', date_contact: '2022-11-10' };
  // Six months after the exit: on 20/06, within the week. Open since 01/12/2022: thirty months ended on 01/06.
  await f.uneOrientation({ ...parcours, date_integration: '2023-12-01', date_sortie: '2024-12-20', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' });
  await f.uneOrientation({ ...parcours, date_integration: '2022-12-01' });
  for (const role of ['ANIMATION', 'DPO'] as const) {
    const visiteur = await essai.comme(role, plie.id);
    const vues = await lignes(visiteur);
    expect(vues['En retard']).toContainEqual({ texte: '1 parcours ouvert au-delà de sa limite de conservation', adresse: '/conservation#titre-ouverts' });
    expect(vues['Dans les sept jours']).toContainEqual({ texte: '1 personne à effacer', adresse: '/conservation#titre-previsions' });
    const accueil = dire((await visiteur.get('/').expect(200)).text);
    for (const phrase of ['1 parcours ouvert au-delà de sa limite de conservation', '1 personne sera effacée dans les 30 jours']) expect(accueil).toContain(phrase);
    expect(dire((await visiteur.get('/conservation').expect(200)).text)).toMatch(/Qui part, les premiers d'abord .* 20\/06\/2025/);
  }
  const accompagnateur = await essai.comme('ACCOMPAGNATEUR', plie.id);
  expect(JSON.stringify(await lignes(accompagnateur, '/echeances?vue=toutes'))).not.toMatch(/effacer|conservation/);
});

test('un bilan noté comme envoyé n\'est plus attendu, et ne se note pas deux fois', async () => {
  const f = essai.fabriques;
  const { plie } = await f.unTerritoireComplet({ date_debut: '2023-01-01' });
  const animation = await essai.comme('ANIMATION', plie.id);
  // Of before the tool, as long as no fact from before that year is brought in: not awaited.
  expect(Object.values(textes(await lignes(animation))).flat().filter((t) => t.includes('2024'))).toEqual([]);
  await f.uneOrientation({ plie_id: plie.id, date_prescription: '2023-12-31', date_contact: '2025-01-06' });
  expect(textes(await lignes(animation))['En retard']).toContain('Bilan quantitatif 2024');
  const noter = (champs: Record<string, string>) => envoyer(animation, '/echeances/jalons/nouveau?type=BILAN_QUANTITATIF&annee=2024', '/echeances/jalons/nouveau', { type: 'BILAN_QUANTITATIF', annee: '2024', date_jalon: '02/06/2025', fait: 'oui', ...champs });
  await noter({}).expect(303);
  const apres = textes(await lignes(animation));
  expect(apres['En retard']).not.toContain('Bilan quantitatif 2024');
  expect(apres['En retard']).toContain('Bilan qualitatif 2024');
  expect(apres['Fait ces trente derniers jours']).toEqual(['Bilan quantitatif 2024']);
  expect((await noter({ date_jalon: '03/06/2025' }).expect(422)).text).toContain('déjà noté pour cette année');
});

test('Pôle emploi voit les conventions de son agence, la région les bilans et les comités, les réglages la seule fin : jamais une personne', async () => {
  const vus: Record<string, string[]> = {};
  for (const role of ['REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR'] as const) {
    const { text } = await visiteurs[role]!.get('/echeances').expect(200);
    expect([role, /Quincampoix|premier contact|Ailleurs/.exec(dire(text))]).toEqual([role, null]);
    vus[role] = Object.values(textes(await lignes(visiteurs[role]!))).flat();
  }
  expect(vus.REFERENT_PE).toEqual(["Échange d'informations", 'Tableau de suivi de juin 2025', 'Comité de pilotage du PLIE', 'Fin de la convention', 'Comité de pilotage de la convention', 'Tableau de suivi de mai 2025']);
  expect([...new Set(vus.CORRESPONDANT_REGIONAL)].sort()).toEqual(['Bilan qualitatif 2024', 'Bilan quantitatif 2024', 'Comité de pilotage de la convention', 'Comité de pilotage du PLIE']);
  expect([...new Set(vus.ADMINISTRATEUR)]).toEqual(['Fin de la convention']);
  await visiteurs.CONSEILLER_PE!.get('/echeances').expect(403);
});

test("l'accueil montre les trois prochaines, une fois", async () => {
  const { text } = await visiteurs.ANIMATION!.get('/').expect(200);
  const prochaines = [.../<section class="prochaines"[\s\S]*?<\/section>/.exec(text)![0].matchAll(/<a href="([^"]*)">([^<]*)</g)].map((m) => dire(m[2]!));
  expect(prochaines).toEqual(["Échange d'informations", 'Tableau de suivi de juin 2025', 'Comité de pilotage du PLIE', 'Toutes les échéances']);
  expect(dire(text).match(/Tableau de suivi de juin 2025/g)).toHaveLength(1);
  expect((await visiteurs.CONSEILLER_PE!.get('/').expect(200)).text).not.toContain('Prochaines échéances');
});

test("l'enquête ouverte est attendue de chaque partie, et de la région jusqu'à la dernière réponse", async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({}, { nom: 'PLIE du Vallon', departement: '83', region: 'SUD' });
  await f.unTerritoireComplet({}, { nom: 'PLIE des Crêtes', departement: '83', region: 'SUD' });
  const region = await f.uneRegion('SUD');
  const [animation, accompagnateur, referent, regional] = [await essai.comme('ANIMATION', plie.id), await essai.comme('ACCOMPAGNATEUR', plie.id), await essai.comme('REFERENT_PE', agence.id), await essai.comme('CORRESPONDANT_REGIONAL', region.id)];
  const enquete = await f.inserer('enquetes', { region_code: 'SUD', annee: 2024, date_limite: '2025-06-15' });
  const LIGNE = 'Enquête annuelle 2024';
  const trouver = async (visiteur: Visiteur, vue = '') => Object.entries(await lignes(visiteur, `/echeances${vue}`)).flatMap(([bande, siennes]) => siennes.filter((l) => l.texte === LIGNE).map((l) => [bande, l.adresse]));
  const repondre = `/enquete/${enquete.id}/plies/${plie.id}/repondre`;
  // Due the 15th: late on the 16th.
  expect(await trouver(animation)).toEqual([['En retard', repondre]]);
  expect(await trouver(referent)).toEqual([['En retard', repondre]]);
  expect(await trouver(accompagnateur)).toEqual([]);
  expect(await trouver(accompagnateur, '?vue=toutes')).toEqual([['En retard', null]]);
  expect(await trouver(regional)).toEqual([['En retard', `/enquete/${enquete.id}/relances`]]);
  expect(dire((await regional.get('/echeances').expect(200)).text)).toContain('2 PLIE : PLIE des Crêtes, PLIE du Vallon.');
  const donner = (partie: string, n: number, reprise = false) => Promise.all(Array.from({ length: n }, (_, i) => f.inserer('enquete_reponses', { plie_id: plie.id, enquete_id: enquete.id, partie, question: i + 1, reponse: 'MOYEN', reprise, modifie_le: '2025-06-13T09:00:00Z' })));
  await donner('PLIE', 8);
  await donner('POLE_EMPLOI', 3);
  expect(await trouver(animation)).toEqual([['Fait ces trente derniers jours', `/enquete/${enquete.id}/plies/${plie.id}`]]);
  expect(dire((await referent.get('/echeances').expect(200)).text)).toContain('3 réponses sur 8.');
  const agenda = async (visiteur: Visiteur) => (await visiteur.get(new URL(/id="lien"[^>]*value="([^"]+)"/.exec((await envoyer(visiteur, '/compte/calendrier', '/compte/calendrier', {}).expect(200)).text)![1]!).pathname).buffer(true).expect(200)).text;
  expect(await agenda(referent)).toContain(`SUMMARY:En retard : ${LIGNE}`);
  expect(await agenda(animation)).not.toContain(LIGNE);
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('enquetes').where({ id: enquete.id }).update({ close_le: '2025-06-16T08:00:00Z', releve: '{}', empreinte: 'a'.repeat(64) }));
  for (const visiteur of [animation, referent, regional]) expect(await trouver(visiteur)).toEqual([]);
});
