/** The portfolio: its lines, what is recorded from them, the team, and the sheet of a group. */
import { envoyer, demarrerEssai, type Essai, type Visiteur } from '../outils/application';

const JOUR = '2025-06-16';
let essai: Essai;
let plieId: number;
let moi: { id: number; courriel: string };
let collegue: { id: number; courriel: string };
let visiteur: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  moi = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, nom: 'Delmas', prenom: 'Inès' });
  collegue = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, nom: 'Sorel', prenom: 'Luc' });
  visiteur = await essai.connecter(moi.courriel);
});
afterAll(() => essai.fermer());

const base = (table: string) => essai.contexte.base(table);
const lire = async (table: string, orientationId: number): Promise<Record<string, unknown>[]> => base(table).where({ orientation_id: orientationId }).orderBy('id');
const compterActes = async (): Promise<number> => Number((await base('journal_actes').count('* as n'))[0]!.n);

interface Champs { referent?: number; entretiens?: string[]; pni?: [debut: string, fin: string]; integration?: string }
async function suivre(nom: string, { referent = moi.id, entretiens = [], pni, integration = '2025-02-10' }: Champs = {}) {
  const f = essai.fabriques;
  const personne = await f.unePersonne({ plie_id: plieId, nom, prenom: 'Alix' });
  const o = await f.uneOrientation({ plie_id: plieId, personne_id: personne.id, date_prescription: '2025-01-10', date_contact: '2025-01-20', date_integration: integration });
  const cle = { plie_id: plieId, orientation_id: o.id };
  await f.inserer('referents', { ...cle, utilisateur_id: referent, date_debut: integration });
  await f.inserer('pni', { ...cle, personne_id: personne.id, date_debut: pni?.[0] ?? '2025-02-15', date_fin: pni?.[1] ?? '2027-02-14' });
  for (const date_entretien of entretiens) await f.inserer('entretiens', { ...cle, date_entretien });
  return o;
}

const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ').trim();
/** The lines of the list as read, in their order, by the person's name. */
function lignesDe(html: string): Map<string, string> {
  return new Map([...html.matchAll(/<tr class="urgence-[\s\S]*?<\/tr>/g)].map(([ligne]) => [/Alix ([^<]+)<\/a>/.exec(ligne)![1]!, texte(ligne.replace(/<form[\s\S]*?<\/form>/g, ''))]));
}
/** The form of a line as the browser sends it. */
function formulaireDe(html: string, orientationId: number) {
  const formulaire = [...html.matchAll(/<form action="([^"#]+)#ligne-(\d+)"[\s\S]*?<\/form>/g)].find((m) => m[2] === String(orientationId))!;
  return { action: formulaire[1]!.replaceAll('&amp;', '&'), champs: Object.fromEntries([...formulaire[0].matchAll(/<input[^>]*name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1]!, m[2]!])) };
}
async function saisir(orientationId: number, champs: Record<string, string>, page = '/portefeuille') {
  const { action, champs: caches } = formulaireDe((await visiteur.get(page).expect(200)).text, orientationId);
  return visiteur.post(action).type('form').send(new URLSearchParams({ ...caches, ...champs }).toString());
}

test('une ligne par personne suivie, la plus pressante en tête, avec ce qui est dû et pourquoi', async () => {
  await suivre('Calme', { entretiens: ['2025-06-02'] });
  await suivre('Bientot', { entretiens: ['2025-06-03'], pni: ['2023-07-17', '2025-07-16'] }); // 30 days left
  await suivre('Ailleurs', { referent: collegue.id });
  await suivre('Manque', { entretiens: ['2025-04-30'] }); // none in May: late
  const couverte = await suivre('Dispense', { entretiens: ['2025-05-05'] });
  await essai.fabriques.inserer('etapes', { plie_id: plieId, orientation_id: couverte.id, type: 'FORMATION', date_debut: '2025-05-26', date_fin: '2025-07-31' });
  await suivre('Echu', { entretiens: ['2025-06-03'], pni: ['2023-06-16', '2025-06-15'] });
  const sortie = await suivre('Sortie', {});
  await essai.contexte.base.transaction(async (trx) => { await trx.raw("select set_config('plie.acte', '1', true)"); await trx('orientations').where({ id: sortie.id }).update({ date_sortie: '2025-06-10', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' }); });

  const { text } = await visiteur.get('/portefeuille').expect(200);
  const lignes = lignesDe(text);
  // Late first, the oldest first: the entretien missed in May (31/05), the PNI over on 15/06; then the PNI that ends on 16/07.
  expect([...lignes.keys()]).toEqual(['MANQUE', 'ECHU', 'BIENTOT', 'CALME', 'DISPENSE']);
  expect(lignes.get('MANQUE')).toMatch(/À faire manqué en mai 30\/04\/2025 d'ici au 30\/06\/2025/);
  expect(lignes.get('ECHU')).toMatch(/Fait 03\/06\/2025 d'ici au 31\/07\/2025 15\/06\/2025 échu/);
  expect(lignes.get('BIENTOT')).toMatch(/16\/07\/2025 dans 30 jours/);
  expect(lignes.get('DISPENSE')).toMatch(/Dispensé 05\/05\/2025 d'ici au 31\/08\/2025 Formation jusqu'au 31\/07\/2025 14\/02\/2027/);
  expect(texte(text)).toContain('5 personnes suivies 40 en dessous du repère de 45 à 65');
  expect([...lignesDe((await visiteur.get('/portefeuille?voir=retard')).text).keys()]).toEqual(['MANQUE', 'ECHU']);
  expect([...lignesDe((await visiteur.get('/portefeuille?voir=entretien')).text).keys()]).toEqual(['MANQUE']);
  expect([...lignesDe((await visiteur.get('/portefeuille?voir=pni')).text).keys()]).toEqual(['ECHU', 'BIENTOT']);
});

test('un entretien se saisit sur la ligne, qui reste à sa place avec sa confirmation ; le même envoi ne compte qu\'une fois', async () => {
  const [un, deux] = [await suivre('Premiere', { entretiens: ['2025-01-31', '2025-03-04'], integration: '2025-01-25' }), await suivre('Seconde', { entretiens: ['2025-01-31'], integration: '2025-01-25' })];
  const page = (await visiteur.get('/portefeuille?voir=entretien').expect(200)).text;
  expect([...lignesDe(page).keys()]).toEqual(['MANQUE', 'PREMIERE', 'SECONDE']);
  const { action, champs } = formulaireDe(page, un.id);
  expect(champs).toMatchObject({ date: '16/06/2025' });
  const envoi = new URLSearchParams({ ...champs, date: 'hier', fait: 'ENTRETIEN' }).toString();
  const reponses = [await visiteur.post(action).type('form').send(envoi), await visiteur.post(action).type('form').send(envoi)];
  const retour = `/portefeuille?voir=entretien&fait=${un.id}&avant=${deux.id}`;
  expect(reponses.map((r) => [r.status, r.headers.location])).toEqual([[303, `${retour}#fait-${un.id}`], [303, `${retour}#fait-${un.id}`]]);
  expect(await lire('entretiens', un.id)).toMatchObject([{ date_entretien: '2025-01-31' }, { date_entretien: '2025-03-04' }, { date_entretien: '2025-06-15' }]);

  const apres = (await visiteur.get(retour).expect(200)).text;
  expect([...lignesDe(apres).keys()]).toEqual(['MANQUE', 'PREMIERE', 'SECONDE']);
  expect(apres).toMatch(new RegExp(`id="fait-${un.id}" tabindex="-1" role="status"`));
  expect(lignesDe(apres).get('PREMIERE')).toContain("L'entretien du 15/06/2025 est enregistré.");
  // Said once, and the line then leaves this part of the list.
  expect([...lignesDe((await visiteur.get('/portefeuille?voir=entretien')).text).keys()]).toEqual(['MANQUE', 'SECONDE']);
  // Two lines of one page are two acts: their keys differ.
  expect(formulaireDe(apres, un.id).champs._cle).not.toBe(formulaireDe(apres, deux.id).champs._cle);
});

test.each<[string, string, boolean]>([['ABSENCE', "L'absence du 12/06/2025 est enregistrée.", false], ['EXCUSEE', "L'absence excusée du 12/06/2025 est enregistrée.", true]])('une absence aussi (%s)', async (fait, message, excuse) => {
  const o = await suivre(`Absente${fait}`);
  const { headers } = await saisir(o.id, { date: '12/06/2025', fait });
  expect(await lire('absences', o.id)).toMatchObject([{ date_convocation: '2025-06-12', excuse, premier_contact: false }]);
  expect(lignesDe((await visiteur.get(headers.location as string)).text).get(`ABSENTE${fait}`)).toContain(message);
});

test.each<[string, Record<string, string>, string]>([
  ['un jour à venir', { date: '17/06/2025', fait: 'ENTRETIEN' }, "Le 17/06/2025 n'est pas encore arrivé."],
  ["un jour d'avant l'intégration", { date: '09/02/2025', fait: 'ENTRETIEN' }, "Le 09/02/2025 précède l'intégration."],
  ['un entretien déjà saisi', { date: '02/06/2025', fait: 'ENTRETIEN' }, 'Un entretien est déjà enregistré à cette date.'],
  ["une convocation d'avant la prescription", { date: '09/01/2025', fait: 'ABSENCE' }, 'Le 09/01/2025 précède la prescription.'],
  ['un jour illisible', { date: '31/06/2025', fait: 'ABSENCE' }, "« 31/06/2025 » n'est pas une date du calendrier."],
])('%s : refusé sur la ligne, avec ce qui a été tapé', async (cas, champs, message) => {
  const o = await suivre(`Refus ${cas.length}`, { entretiens: ['2025-06-02'] });
  const reponse = await saisir(o.id, champs);
  expect(reponse.status).toBe(422);
  expect(lignesDe(reponse.text).get(`REFUS ${cas.length}`)).toContain(message);
  expect(formulaireDe(reponse.text, o.id).champs.date).toBe(champs.date);
  expect(reponse.text).toMatch(new RegExp(`id="ligne-${o.id}"[^>]*aria-invalid="true" aria-describedby="erreur-${o.id}"`));
  expect(reponse.text).toContain('<title>Erreur : ');
  expect([await lire('entretiens', o.id), await lire('absences', o.id)]).toMatchObject([[{ date_entretien: '2025-06-02' }], []]);
});

test("l'animation voit qui est chargé et ouvre chaque portefeuille ; un autre PLIE n'en voit rien", async () => {
  const animation = await essai.comme('ANIMATION', plieId);
  expect((await animation.get('/portefeuille').expect(303)).headers.location).toBe('/portefeuille/equipe');
  const equipe = texte((await animation.get('/portefeuille/equipe').expect(200)).text);
  expect(equipe).toMatch(/Luc SOREL 1 44 en dessous du repère de 45 à 65 1 0 0/);
  expect([...lignesDe((await animation.get(`/portefeuille/${collegue.id}`).expect(200)).text).keys()]).toEqual(['AILLEURS']);
  // A colleague may look, and a number of one's own leads to the one address.
  expect([...lignesDe((await visiteur.get(`/portefeuille/${collegue.id}`).expect(200)).text).keys()]).toEqual(['AILLEURS']);
  expect((await visiteur.get(`/portefeuille/${moi.id}`).expect(303)).headers.location).toBe('/portefeuille');
  const autre = await essai.comme('ANIMATION', (await essai.fabriques.unTerritoireComplet({}, { departement: '31', region: 'OCC' })).plie.id);
  await autre.get(`/portefeuille/${collegue.id}`).expect(404);
  expect(texte((await autre.get('/portefeuille/equipe').expect(200)).text)).not.toContain('SOREL');
});

test('la charge se dit en mots, de part et d\'autre de chaque borne', async () => {
  const titulaire = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  let suivies = 0;
  for (const [nombre, mots, ton] of [[44, '1 en dessous', 'du'], [45, 'dans le repère', 'fait'], [65, 'dans le repère', 'fait'], [66, '1 au-dessus', 'retard']] as const) {
    for (; suivies < nombre; suivies += 1) await suivre(`Charge ${suivies}`, { referent: titulaire.id });
    const { text } = await visiteur.get(`/portefeuille/${titulaire.id}`).expect(200);
    expect(lignesDe(text).size).toBe(nombre);
    expect(text).toMatch(new RegExp(`<strong>${nombre} personnes suivies</strong> <span class="etat etat-${ton}">${mots}`));
  }
});

test('le nombre de requêtes ne dépend pas du nombre de personnes', async () => {
  const requetes: string[] = [];
  const noter = ({ sql }: { sql: string }) => requetes.push(sql);
  const compter = async (nombre: number) => {
    const compte = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
    for (let n = 0; n < nombre; n += 1) await suivre(`Requete${nombre} ${n}`, { referent: compte.id, entretiens: ['2025-06-02'] });
    const leVisiteur = await essai.connecter(compte.courriel);
    essai.contexte.base.on('query', noter);
    const { text } = await leVisiteur.get('/portefeuille').expect(200);
    essai.contexte.base.removeListener('query', noter);
    expect(lignesDe(text).size).toBe(nombre);
    return requetes.splice(0).length;
  };
  const avecCinq = await compter(5);
  expect(avecCinq).toBeGreaterThan(0);
  expect(await compter(60)).toBe(avecCinq);
});

describe('la saisie de groupe', () => {
  const groupe = (champs: Record<string, string | string[]>, adresse = '/portefeuille/groupe') => envoyer(visiteur, adresse, adresse, { nature: /INFORMATION/.test(adresse) ? 'INFORMATION' : 'ATELIER', ...champs });
  const coche = (html: string, nom: string, id: number): boolean => new RegExp(`name="${nom}" value="${id}"[^>]* checked`).test(html);

  test('atelier : une étape pour les présentes, une absence pour les autres, un seul acte au journal', async () => {
    const [a, b, c, dehors] = [await suivre('Venue'), await suivre('Manquante'), await suivre('Excuse'), await suivre('Dehors', { referent: collegue.id })];
    const actes = await compterActes();
    const reponse = await groupe({ date: '12/06/2025', convoquees: [String(a.id), String(b.id)], presentes: [String(a.id), String(dehors.id)], excusees: String(c.id) }).expect(303);
    expect(await compterActes()).toBe(actes + 1);
    for (const presente of [a, dehors]) expect(await lire('etapes', presente.id)).toMatchObject([{ type: 'ATELIER', date_debut: '2025-06-12', date_fin: '2025-06-12', resultat: 'ACHEVEE' }]);
    expect([await lire('absences', a.id), await lire('etapes', b.id)]).toEqual([[], []]);
    expect([...(await lire('absences', b.id)), ...(await lire('absences', c.id))]).toMatchObject([{ date_convocation: '2025-06-12', excuse: false }, { date_convocation: '2025-06-12', excuse: true }]);
    expect(texte((await visiteur.get(reponse.headers.location as string)).text)).toContain('Atelier du 12/06/2025 : 2 présences et 2 absences enregistrées.');
  });

  test('une ligne fausse : elle est nommée, rien n\'est écrit, tout ce qui était coché le reste', async () => {
    const [bonne, recente, dejaVenue, absente] = [await suivre('Bonne'), await suivre('Recente', { integration: '2025-06-13' }), await suivre('Deja'), await suivre('Absente')];
    await essai.fabriques.inserer('etapes', { plie_id: plieId, orientation_id: dejaVenue.id, type: 'ATELIER', date_debut: '2025-06-12' });
    const avant = await compterActes();
    const { text } = await groupe({ date: '12/06/2025', presentes: [bonne, recente, dejaVenue].map((o) => String(o.id)), convoquees: String(absente.id) }).expect(422);
    expect(texte(text)).toContain("Alix RECENTE : Le 12/06/2025 précède l'intégration.");
    expect(texte(text)).toContain('Alix DEJA : Cette étape est déjà enregistrée à cette date.');
    expect(texte(text)).not.toMatch(/Alix BONNE :/);
    expect(text).toMatch(new RegExp(`href="#champ-ligne-${recente.id}"[\\s\\S]*id="champ-ligne-${recente.id}"`));
    expect([bonne, recente, dejaVenue].map((o) => coche(text, 'presentes', o.id))).toEqual([true, true, true]);
    expect([coche(text, 'convoquees', absente.id), coche(text, 'presentes', absente.id)]).toEqual([true, false]);
    expect(text).toContain('value="12/06/2025"');
    expect([await lire('etapes', bonne.id), await lire('absences', absente.id), await compterActes()]).toEqual([[], [], avant]);
  });

  test('présente et excusée à la fois, personne, ou un jour à venir : refusé sans rien perdre', async () => {
    const o = await suivre('Indecise');
    const { text } = await groupe({ date: '17/06/2025', presentes: String(o.id), excusees: String(o.id) }).expect(422);
    expect(texte(text)).toContain("n'est pas encore arrivé");
    expect(texte(text)).toContain('Alix INDECISE : À la fois présente et excusée');
    expect([coche(text, 'presentes', o.id), coche(text, 'excusees', o.id)]).toEqual([true, true]);
    expect(texte((await groupe({ date: '12/06/2025' }).expect(422)).text)).toContain('Cochez au moins une personne');
    expect(await lire('etapes', o.id)).toEqual([]);
  });

  test('information collective : premier contact collectif des présentes, absence des autres ; un contact déjà pris est dit', async () => {
    const attend = async (nom: string) => essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: (await essai.fabriques.unePersonne({ plie_id: plieId, nom, prenom: 'Alix' })).id, date_prescription: '2025-06-02' });
    const [presente, absente, autre] = [await attend('Presente'), await attend('Absenteic'), await attend('Autre')];
    const adresse = '/portefeuille/groupe?nature=INFORMATION';
    await groupe({ date: '10/06/2025', presentes: String(presente.id), convoquees: [String(presente.id), String(absente.id)] }, adresse).expect(303);
    expect(await base('orientations').where({ id: presente.id })).toMatchObject([{ date_contact: '2025-06-10', type_contact: 'COLLECTIF', etat: 'ACCUEILLIE' }]);
    expect(await lire('absences', absente.id)).toMatchObject([{ date_convocation: '2025-06-10', premier_contact: true, excuse: false }]);
    // The one whose contact was recorded meanwhile is still there, with what was ticked.
    const { text } = await groupe({ date: '11/06/2025', presentes: [String(presente.id), String(autre.id)] }, adresse).expect(422);
    expect(texte(text)).toContain('Alix PRESENTE : Le premier contact est déjà enregistré.');
    expect([coche(text, 'presentes', presente.id), coche(text, 'presentes', autre.id)]).toEqual([true, true]);
    expect(await base('orientations').where({ id: autre.id })).toMatchObject([{ date_contact: null }]);
  });

  test("une personne d'un autre PLIE est introuvable", async () => {
    const ailleurs = await essai.fabriques.unTerritoireComplet({}, { departement: '33', region: 'NAQ' });
    const o = await essai.fabriques.uneOrientation({ plie_id: ailleurs.plie.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
    await groupe({ date: '12/06/2025', presentes: String(o.id) }).expect(404);
    expect(await lire('etapes', o.id)).toEqual([]);
  });
});
