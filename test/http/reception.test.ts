/** The reception through the real application: the inbox, attributing, convening, and the presence sheet of a session. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { chercherLigne, lignes, sql } from '../../server/lib/db/sql';
import { ecrire } from '../../server/lib/ecriture';

const JOUR = '2025-06-16';
let essai: Essai;
beforeAll(async () => { essai = await demarrerEssai(JOUR); });
afterAll(() => essai.fermer());

/** A PLIE of its own for each test, its animation logged in. */
async function ouvrir(convention: Record<string, unknown> = {}) {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet(convention);
  const animation = await essai.comme('ANIMATION', plie.id);
  const recevoir = async (nom: string, champs: Record<string, unknown> = {}, personne: Record<string, unknown> = {}) => {
    const p = await f.unePersonne({ plie_id: plie.id, nom, prenom: 'Alix', ...personne });
    return f.uneOrientation({ plie_id: plie.id, personne_id: p.id, agence_id: agence.id, date_prescription: '2025-05-02', ...champs });
  };
  return { plie, agence, animation, recevoir };
}
const lire = (id: number) => chercherLigne<Record<string, string | number | null>>(essai.contexte.base, sql`select * from orientations where id = ${id}`);
const absencesDe = (id: number) => lignes(essai.contexte.base, sql`select date_convocation, excuse, premier_contact from absences where orientation_id = ${id}`);
const convocationsDe = (seance: number) => lignes<{ id: number; orientation_id: number; heure: string; presence: string | null }>(essai.contexte.base, sql`select id, orientation_id, to_char(heure, 'HH24:MI') as heure, presence from convocations where seance_id = ${seance} order by heure, id`);
const choix = (chemin: string, ...orientations: { id: number }[]) => `/reception/${chemin}?${orientations.map((o) => `o=${o.id}`).join('&')}`;
const SEANCE = { type: 'COLLECTIF', date_seance: '20/06/2025', heure: '9h30', lieu: 'Salle des Acacias' };

/** Convenes, and gives the number of the session. */
async function convoquer(v: Visiteur, champs: Record<string, string>, ...orientations: { id: number }[]): Promise<number> {
  const adresse = choix('convoquer', ...orientations);
  const { headers } = await envoyer(v, adresse, adresse, champs).expect(303);
  return Number(/\/reception\/seances\/(\d+)$/.exec(headers.location as string)![1]);
}
const noms = (html: string): string[] => [...html.matchAll(/<th scope="row" data-libelle="Personne"><span><a[^>]*>([^<]*)</g)].map((m) => m[1]!);

test('la réception montre ce qui attend, le plus ancien d\'abord, et filtre par attente et par agence', async () => {
  const { agence, animation, recevoir, plie } = await ouvrir();
  const autre = await essai.fabriques.uneAgence({ nom: 'Agence du Ponant' });
  await essai.fabriques.rattacher(plie.id, autre.id);
  await recevoir('Recente', { date_prescription: '2025-06-10' });
  await recevoir('Juste', { date_prescription: '2025-05-17' }); // 30 days
  await recevoir('Tardive', { date_prescription: '2025-05-16', agence_id: autre.id }); // 31 days
  const absente = await recevoir('Absente', { date_prescription: '2025-01-02' });
  await essai.fabriques.inserer('absences', { plie_id: plie.id, orientation_id: absente.id, date_convocation: '2025-06-12', premier_contact: true });
  await recevoir('Accueillie', { date_contact: '2025-05-20' });
  await recevoir('Diagnostiquee', { date_contact: '2025-05-20', date_diagnostic: '2025-05-20' });
  await recevoir('Refusee', { date_refus: '2025-05-20', motif_refus: 'EMPLOI' });
  const voir = async (filtres: string) => noms((await animation.get(`/reception${filtres}`).expect(200)).text);
  expect(await voir('')).toEqual(['Alix TARDIVE', 'Alix JUSTE', 'Alix RECENTE', 'Alix ABSENTE']);
  expect(await voir('?attente=30')).toEqual(['Alix TARDIVE']);
  expect(await voir(`?agence=${agence.id}`)).toEqual(['Alix JUSTE', 'Alix RECENTE', 'Alix ABSENTE']);
  expect(await voir('?etat=ABSENTE')).toEqual(['Alix ABSENTE']);
  expect(await voir('?etat=ACCUEILLIE')).toEqual(['Alix ACCUEILLIE']);
  const { text } = await animation.get('/reception');
  expect([...text.matchAll(/texte-retard">(\d+ j)</g)].map((m) => m[1])).toEqual(['31 j']);
  // Each tab counts the list that it opens.
  for (const [, adresse, nombre] of text.matchAll(/<li><a href="([^"]*)"[^>]*>[^<]*<span class="onglet-compte">(\d+)</g)) {
    expect([adresse, (await voir(adresse!.slice('/reception'.length).replaceAll('&amp;', '&'))).length]).toEqual([adresse, Number(nombre)]);
  }
});

test('un doublon probable est signalé et mène à la comparaison ; ni une autre personne née ce jour, ni un autre PLIE', async () => {
  const { animation, recevoir, plie } = await ouvrir();
  const connue = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Le Goff-Martin', prenom: 'Éloïse', date_naissance: '1990-03-04' });
  await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Marchand', prenom: 'Eloise', date_naissance: '1990-03-04' });
  const { plie: autre } = await essai.fabriques.unTerritoireComplet();
  await essai.fabriques.unePersonne({ plie_id: autre.id, nom: 'Legoff Martin', prenom: 'Eloise', date_naissance: '1990-03-04' });
  const o = await recevoir('LEGOF MARTIN', {}, { prenom: 'eloise', date_naissance: '1990-03-04' });
  await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: o.personne_id, date_prescription: '2025-06-03' });
  const { text } = await animation.get('/reception').expect(200);
  expect(text.match(/Doublon probable/g)).toHaveLength(2); // once per open orientation of that person
  expect(text).toContain(`Doublon probable : <a href="/doublons/${connue.id}/${o.personne_id}">Éloïse LE GOFF-MARTIN</a>`);
  expect(text).toContain('Autre orientation en cours : <a');
  expect(text).toContain('prescrite le 03/06/2025');
});

test('plusieurs orientations s\'attribuent d\'un coup, charge de chacun en vue ; l\'accompagnateur les retrouve et l\'intégration le propose', async () => {
  const { animation, recevoir, plie } = await ouvrir({ mode_integration: 'ECHANGE_DE_LISTES' });
  const f = essai.fabriques;
  const lou = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Berthier', prenom: 'Lou' });
  const suivi = await recevoir('Suivie', { date_contact: '2025-05-05', date_integration: '2025-05-06' });
  await f.inserer('referents', { plie_id: plie.id, orientation_id: suivi.id, utilisateur_id: lou.id, date_debut: '2025-05-06' });
  const [a, b] = [await recevoir('Premiere'), await recevoir('Seconde', { date_contact: '2025-05-20' })];
  const adresse = choix('attribuer', a, b);
  const page = (await animation.get(adresse).expect(200)).text;
  expect(page).toContain('1 personne suivie (en dessous de 45), 0 orientation attribuée');
  expect((await envoyer(animation, adresse, adresse, {}).expect(422)).text).toContain('Choisissez l&#39;accompagnateur');
  await envoyer(animation, adresse, adresse, { utilisateur_id: String(lou.id) }).expect(303);
  expect([(await lire(a.id))!.attribuee_a, (await lire(b.id))!.attribuee_a]).toEqual([lou.id, lou.id]);
  // What changed since the page was shown is not overwritten.
  await envoyer(animation, adresse, adresse, { utilisateur_id: String(lou.id), version: `${a.id}:1 ${b.id}:1` }).expect(409);
  // An account of another PLIE is nobody here.
  const etranger = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: (await f.unPlie()).id });
  await envoyer(animation, adresse, adresse, { utilisateur_id: String(etranger.id) }).expect(422);

  const visiteur = await essai.connecter(lou.courriel);
  const accueil = (await visiteur.get('/').expect(200)).text;
  const lien = `/orientations?etat=AVANT_INTEGRATION&amp;accompagnateur=${lou.id}`;
  expect(new RegExp(`href="${lien.replaceAll('?', '\\?')}">\\s*<span class="attente-nombre">2<`).test(accueil)).toBe(true);
  const liste = (await visiteur.get(lien.replace('&amp;', '&')).expect(200)).text;
  expect(/<caption>\s*(\d+)/.exec(liste)?.[1]).toBe('2');
  expect(liste).toContain('Lou BERTHIER');
  expect(noms((await visiteur.get(`/reception?etat=TOUTES&attribuee=${lou.id}`)).text)).toHaveLength(2);
  expect((await animation.get(`/orientations/${b.id}/integration`)).text).toMatch(new RegExp(`<option value="${lou.id}" selected>`));
});

test('l\'accompagnateur lit la réception et les séances, et n\'attribue ni ne convoque ; Pôle emploi n\'y entre pas', async () => {
  const { recevoir, plie, agence, animation } = await ouvrir();
  const o = await recevoir('Lue');
  const seance = await convoquer(animation, SEANCE, o);
  const accompagnateur = await essai.comme('ACCOMPAGNATEUR', plie.id);
  const { text } = await accompagnateur.get('/reception').expect(200);
  expect(text).toContain('Alix LUE');
  expect(text).not.toMatch(/reception\/(convoquer|attribuer)|type="checkbox"/);
  await accompagnateur.get(`/reception/seances/${seance}`).expect(200);
  for (const adresse of [choix('convoquer', o), choix('attribuer', o), `/reception/seances/${seance}/modifier`]) await accompagnateur.get(adresse).expect(403);
  const conseiller = await essai.comme('CONSEILLER_PE', agence.id);
  for (const adresse of ['/reception', `/reception/seances/${seance}`]) await conseiller.get(adresse).expect(403);
});

test('d\'un autre PLIE, ni orientation, ni séance, ni convocation', async () => {
  const [ici, ailleurs] = [await ouvrir(), await ouvrir()];
  const [mienne, autre] = [await ici.recevoir('Mienne'), await ailleurs.recevoir('Autre')];
  const seance = await convoquer(ailleurs.animation, SEANCE, autre);
  // One out of scope among the ticked ones: the whole choice is not found, and nothing is written.
  for (const acte of ['convoquer', 'attribuer']) {
    await ici.animation.get(choix(acte, mienne, autre)).expect(404);
    await envoyer(ici.animation, choix(acte, mienne), choix(acte, mienne, autre), SEANCE).expect(404);
  }
  // Nor does one's own person go to the session of another.
  await envoyer(ici.animation, choix('convoquer', mienne), choix('convoquer', mienne), { seance_id: String(seance) }).expect(404);
  expect(await convocationsDe(seance)).toHaveLength(1);
  expect((await lire(mienne.id))!.attribuee_a).toBeNull();
});

test('convoquer sans rien cocher ramène à la liste, qui dit quoi faire', async () => {
  const { animation } = await ouvrir();
  expect((await animation.get('/reception/convoquer').expect(303)).headers.location).toBe('/reception');
  expect((await animation.get('/reception')).text).toContain('Cochez au moins une orientation');
});

test('une convocation collective donne à tous la même heure, une individuelle à chacun la sienne', async () => {
  const { animation, recevoir } = await ouvrir();
  const tous = [await recevoir('Un'), await recevoir('Deux'), await recevoir('Trois'), await recevoir('Quatre')];
  const collective = await convoquer(animation, SEANCE, tous[0]!, tous[1]!);
  expect((await convocationsDe(collective)).map((c) => c.heure)).toEqual(['09:30', '09:30']);
  const individuelle = await convoquer(animation, { ...SEANCE, type: 'INDIVIDUEL', heure: '14:00', intervalle: '30' }, tous[2]!);
  // The next one added to it comes after.
  expect(await convoquer(animation, { seance_id: String(individuelle), intervalle: '45' }, tous[3]!)).toBe(individuelle);
  expect((await convocationsDe(individuelle)).map((c) => c.heure)).toEqual(['14:00', '14:45']);
  // Convened once: neither to another session, nor twice to that one, and the other persons are not either.
  const cinquieme = await recevoir('Cinq');
  const adresse = choix('convoquer', tous[0]!, cinquieme);
  const refus = (await envoyer(animation, adresse, adresse, { ...SEANCE, date_seance: '25/06/2025' }).expect(422)).text;
  expect(refus).toContain('Alix UN est déjà convoquée à la séance du 20/06/2025');
  expect(refus).toContain('value="25/06/2025"');
  expect(await lignes(essai.contexte.base, sql`select 1 from convocations where orientation_id = ${cinquieme.id}`)).toEqual([]);
  // Two files merged: the convocation follows the person. Two convocations of one person to one session: the database says no.
  const rattacher = (o: { id: number }, personne_id: number) => ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('orientations').where({ id: o.id }).update({ personne_id }));
  await rattacher(tous[2]!, tous[0]!.personne_id);
  expect((await lignes<{ personne_id: number }>(essai.contexte.base, sql`select personne_id from convocations where orientation_id = ${tous[2]!.id}`))[0]!.personne_id).toBe(tous[0]!.personne_id);
  await expect(rattacher(tous[1]!, tous[0]!.personne_id)).rejects.toThrow('deux fois à une séance');
});

test('une saisie fausse de convocation revient telle quelle, avec ce qu\'il faut faire', async () => {
  const { animation, recevoir } = await ouvrir();
  const adresse = choix('convoquer', await recevoir('Fausse'));
  const { text } = await envoyer(animation, adresse, adresse, { type: 'COLLECTIF', date_seance: '31/06/2025', heure: '25h', lieu: '' }).expect(422);
  for (const attendu of ['n&#39;est pas une date du calendrier', '« 25h » n&#39;est pas une heure', 'Indiquez le lieu', 'value="31/06/2025"', 'value="25h"']) expect(text).toContain(attendu);
  expect((await envoyer(animation, adresse, adresse, { ...SEANCE, date_seance: '01/05/2025' }).expect(422)).text).toContain('précède la prescription (02/05/2025)');
});

test('la feuille de présence enregistre tout le monde d\'un coup ; une ligne fausse garde les autres et se nomme', async () => {
  const { animation, recevoir, plie } = await ouvrir();
  const [presente, absente, excusee, accueillie] = [await recevoir('Presente'), await recevoir('Absente'), await recevoir('Excusee'), await recevoir('Accueillie', { date_contact: '2025-05-20' })];
  const id = await convoquer(animation, { ...SEANCE, date_seance: '12/06/2025' }, presente, absente, excusee, accueillie);
  const champ = async (o: { id: number }) => `presence_${(await convocationsDe(id)).find((c) => c.orientation_id === o.id)!.id}`;
  const page = `/reception/seances/${id}`;
  const remplir = async (valeurs: [{ id: number }, string][], statut: number) => {
    const champs = Object.fromEntries(await Promise.all(valeurs.map(async ([o, v]) => [await champ(o), v] as const)));
    return (await envoyer(animation, page, `${page}/presences`, champs).expect(statut)).text;
  };
  expect((await animation.get('/')).text).toContain('séance passée, feuille de présence à remplir');
  expect((await animation.get('/reception/seances')).text).toContain('Remplir la feuille');

  // A line forgotten, then a line that a rule refuses: nothing is written, what was chosen stays.
  const oubli = await remplir([[presente, 'PRESENT'], [absente, 'ABSENT'], [accueillie, 'PRESENT']], 422);
  expect(oubli).toContain('Dites si Alix EXCUSEE était présente');
  expect(oubli).toContain(`href="#champ-${await champ(excusee)}"`);
  await essai.fabriques.inserer('absences', { plie_id: plie.id, orientation_id: presente.id, date_convocation: '2025-06-13', premier_contact: true });
  const toutes: [{ id: number }, string][] = [[presente, 'PRESENT'], [absente, 'ABSENT'], [excusee, 'EXCUSE'], [accueillie, 'PRESENT']];
  const refus = await remplir(toutes, 422);
  expect(refus).toContain("Alix PRESENTE : Le premier contact (12/06/2025) ne peut pas précéder l&#39;absence au premier contact (13/06/2025)");
  for (const [o, valeur] of toutes) expect(refus).toMatch(new RegExp(`name="${await champ(o)}" value="${valeur}" checked`));
  expect((await lire(presente.id))!.date_contact).toBeNull();
  expect(await absencesDe(absente.id)).toEqual([]);
  expect((await convocationsDe(id)).map((c) => c.presence)).toEqual([null, null, null, null]);

  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('absences').where({ orientation_id: presente.id }).delete());
  await remplir(toutes, 303);
  expect(await lire(presente.id)).toMatchObject({ etat: 'ACCUEILLIE', date_contact: '2025-06-12', type_contact: 'COLLECTIF' });
  expect(await absencesDe(absente.id)).toEqual([{ date_convocation: '2025-06-12', excuse: false, premier_contact: true }]);
  expect(await absencesDe(excusee.id)).toEqual([{ date_convocation: '2025-06-12', excuse: true, premier_contact: true }]);
  expect(await lire(accueillie.id)).toMatchObject({ date_contact: '2025-05-20', date_diagnostic: null });
  // One act for the whole sheet; and the absent ones wait to be convened again.
  expect(await lignes(essai.contexte.base, sql`select distinct a.id from journal_actes a join journal_lignes l on l.acte_id = a.id where a.action = 'seance.noter_presences' and a.plie_id = ${plie.id}`)).toHaveLength(1);
  expect(noms((await animation.get('/reception?convocation=SANS')).text).sort()).toEqual(['Alix ABSENTE', 'Alix EXCUSEE']);
  expect((await animation.get(page)).text).toContain('Feuille remplie');
  expect((await animation.get('/')).text).not.toContain('feuille de présence à remplir');
});

test('à une séance individuelle, le diagnostic commence avec la présence là où la convention l\'a', async () => {
  const { animation, recevoir } = await ouvrir({ phase_diagnostic: true });
  const [neuve, accueillie] = [await recevoir('Neuve'), await recevoir('Accueillie', { date_contact: '2025-05-20', type_contact: 'COLLECTIF' })];
  const id = await convoquer(animation, { ...SEANCE, type: 'INDIVIDUEL', date_seance: '12/06/2025' }, neuve, accueillie);
  const champs = Object.fromEntries((await convocationsDe(id)).map((c) => [`presence_${c.id}`, 'PRESENT']));
  await envoyer(animation, `/reception/seances/${id}`, `/reception/seances/${id}/presences`, { ...champs, diagnostic: 'oui' }).expect(303);
  expect(await lire(neuve.id)).toMatchObject({ etat: 'EN_DIAGNOSTIC', date_contact: '2025-06-12', type_contact: 'INDIVIDUEL', date_diagnostic: '2025-06-12' });
  expect(await lire(accueillie.id)).toMatchObject({ date_contact: '2025-05-20', date_diagnostic: '2025-06-12' });
});

test('avant son jour, une séance n\'a pas de feuille ; elle se déplace, se vide et s\'annule tant que rien n\'y est noté', async () => {
  const { animation, recevoir } = await ouvrir();
  const [a, b] = [await recevoir('Restee'), await recevoir('Retiree')];
  const id = await convoquer(animation, { ...SEANCE, type: 'INDIVIDUEL', intervalle: '30' }, a, b);
  const page = `/reception/seances/${id}`;
  expect((await animation.get(page)).text).not.toContain('Enregistrer la feuille');
  const champs = Object.fromEntries((await convocationsDe(id)).map((c) => [`presence_${c.id}`, 'PRESENT']));
  expect((await envoyer(animation, page, `${page}/presences`, champs).expect(422)).text).toContain('pas encore eu lieu');
  await envoyer(animation, `${page}/modifier`, `${page}/modifier`, { date_seance: '16/06/2025', heure: '10:00', lieu: 'Maison des Acacias' }).expect(303);
  expect((await convocationsDe(id)).map((c) => c.heure)).toEqual(['10:00', '10:30']);
  // Two appointments of half an hour: from 23:00 they end at midnight, from 23:01 they do not hold.
  const tard = (await envoyer(animation, `${page}/modifier`, `${page}/modifier`, { date_seance: '17/06/2025', heure: '23:01', lieu: 'Maison des Tilleuls' }).expect(422)).text;
  for (const rendu of ['À partir de 23:01, 2 entretiens ne tiennent pas avant minuit.', 'value="23:01"', 'value="17/06/2025"', 'value="Maison des Tilleuls"']) expect(tard).toContain(rendu);
  expect((await convocationsDe(id)).map((c) => c.heure)).toEqual(['10:00', '10:30']);
  await envoyer(animation, `${page}/modifier`, `${page}/modifier`, { date_seance: '16/06/2025', heure: '23:00', lieu: 'Maison des Acacias' }).expect(303);
  expect((await convocationsDe(id)).map((c) => c.heure)).toEqual(['23:00', '23:30']);
  expect((await envoyer(animation, `${page}/modifier`, `${page}/modifier`, { date_seance: '01/05/2025', heure: '10:00', lieu: 'x' }).expect(422)).text).toContain('orientée le 02/05/2025');
  await envoyer(animation, page, `/reception/convocations/${(await convocationsDe(id)).find((c) => c.orientation_id === b.id)!.id}/retirer`, {}).expect(303);
  const [restee, ...autres] = await convocationsDe(id);
  expect([restee!.orientation_id, autres]).toEqual([a.id, []]);
  // Once a presence is recorded, neither withdrawn, moved nor cancelled.
  await envoyer(animation, page, `${page}/presences`, { [`presence_${restee!.id}`]: 'ABSENT' }).expect(303);
  for (const acte of [`/reception/convocations/${restee!.id}/retirer`, `${page}/annuler`]) expect((await envoyer(animation, page, acte, {}).expect(303)).headers.location).toBe(page);
  await envoyer(animation, `${page}/modifier`, `${page}/modifier`, { date_seance: '17/06/2025', heure: '10:00', lieu: 'x' }).expect(422);
  expect(await convocationsDe(id)).toHaveLength(1);
  const vide = await convoquer(animation, SEANCE, b);
  await envoyer(animation, `/reception/seances/${vide}`, `/reception/seances/${vide}/annuler`, {}).expect(303);
  await animation.get(`/reception/seances/${vide}`).expect(404);
  expect(noms((await animation.get('/reception?convocation=SANS')).text)).toContain('Alix RETIREE');
});

test('la feuille à signer et les convocations s\'impriment, une par personne', async () => {
  const { animation, recevoir } = await ouvrir();
  const id = await convoquer(animation, { ...SEANCE, heure: '9:05' }, await recevoir('Premiere', {}, { adresse: '3 allée des Sorbiers', code_postal: '06991', commune: 'Valmorin' }), await recevoir('Seconde'));
  const feuille = (await animation.get(`/reception/seances/${id}/feuille`).expect(200)).text;
  for (const attendu of ['Alix PREMIERE', 'Alix SECONDE', 'Signature', 'vendredi 20/06/2025 à 09:05']) expect(feuille).toContain(attendu);
  const lettres = (await animation.get(`/reception/seances/${id}/lettres`).expect(200)).text;
  expect(lettres.match(/<article class="feuille lettre/g)).toHaveLength(2);
  for (const attendu of ['3 allée des Sorbiers', '06991 Valmorin', 'vendredi 20/06/2025', '09 h 05', 'Salle des Acacias']) expect(lettres).toContain(attendu);
  const une = (await animation.get(`/reception/convocations/${(await convocationsDe(id))[1]!.id}`).expect(200)).text;
  expect(une).toContain('Alix SECONDE');
  expect(une).not.toContain('Alix PREMIERE');
});

test('la page de la personne dit à qui elle est attribuée et quand elle est convoquée, à qui est du PLIE', async () => {
  const { animation, plie, agence, recevoir } = await ouvrir();
  const o = await recevoir('Attendue');
  const fiche = async (visiteur: Visiteur) => {
    const { text } = await visiteur.get(`/personnes/${o.personne_id}`).expect(200);
    return /<section[^>]*aria-labelledby="reception">([\s\S]*?)<\/section>/.exec(text)?.[1] ?? '';
  };
  const avant = await fiche(animation);
  for (const attendu of ["À personne pour l&#39;instant", `href="/reception/attribuer?o=${o.id}"`, `href="/reception/convoquer?o=${o.id}"`]) expect(avant).toContain(attendu);
  const lui = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Tamaris', prenom: 'Eda' });
  await envoyer(animation, `/reception/attribuer?o=${o.id}`, `/reception/attribuer?o=${o.id}`, { utilisateur_id: String(lui.id) }).expect(303);
  const id = await convoquer(animation, { ...SEANCE, heure: '9:05' }, o);
  const apres = await fiche(await essai.connecter(lui.courriel));
  for (const attendu of ['Eda TAMARIS', 'vendredi 20/06/2025 à 09:05', 'Salle des Acacias', `href="/reception/seances/${id}"`]) expect(apres).toContain(attendu);
  expect(apres).not.toContain('/reception/attribuer');
  expect(await fiche(await essai.comme('REFERENT_PE', agence.id))).toBe('');
});

test('réorienter vers l\'accompagnement global est un refus dont le motif est proposé', async () => {
  const { animation, recevoir } = await ouvrir();
  const o = await recevoir('Reorientee');
  const lien = `/orientations/${o.id}/refus?motif_refus=AUTRE_DISPOSITIF`;
  expect((await animation.get('/reception')).text).toContain(`href="${lien}"`);
  expect((await animation.get(lien).expect(200)).text).toContain('<option value="AUTRE_DISPOSITIF" selected>');
});

test('la semaine de l\'animation tient ses séances, du lundi au dimanche', async () => {
  const { animation, recevoir } = await ouvrir();
  const dates = ['15/06/2025', '16/06/2025', '22/06/2025', '23/06/2025']; // Sunday, Monday, Sunday, Monday
  for (const date_seance of dates) await convoquer(animation, { ...SEANCE, date_seance }, await recevoir('Convoquee'));
  const { text } = await animation.get('/').expect(200);
  expect([...text.matchAll(/<dt>(\S+ \S+) à 09:30/g)].map((m) => m[1])).toEqual(['lundi 16/06/2025', 'dimanche 22/06/2025']);
});
