/** Pôle emploi told of an absence: a real mail server, documents that open with the password alone, a register that forgets nothing. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { textesDuPdf, textesDuPdfChiffre } from '../outils/pdf';

const JOUR = '2025-06-16';
const recus: { pour: string[]; brut: string }[] = [];
let refuser = false;
let serveur: SMTPServer;
let essai: Essai;
let sansServeur: Essai;
let plieId: number;
let agenceId: number;
let moi: { id: number; courriel: string };
let accompagnateur: Visiteur;
let uniques = 1_000_000;

beforeAll(async () => {
  serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_adresse, _session, suite) => suite(refuser ? Object.assign(new Error('boite inconnue'), { responseCode: 550 }) : null),
    onData: (flux, session, suite) => { void text(flux).then((brut) => { recus.push({ pour: session.envelope.rcptTo.map((r) => r.address), brut }); suite(); }); },
  });
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  essai = await demarrerEssai(JOUR, { SMTP_URL: `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}` });
  const { plie, agence } = await essai.fabriques.unTerritoireComplet({ boite_generique: 'absences@exemple.test' });
  [plieId, agenceId] = [plie.id, agence.id];
  moi = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  accompagnateur = await essai.connecter(moi.courriel);
  sansServeur = await demarrerEssai(JOUR);
});
afterAll(async () => {
  await essai.fermer();
  await sansServeur.fermer();
  await new Promise<void>((resolve) => serveur.close(resolve));
});
beforeEach(() => { recus.length = 0; refuser = false; });

/** A person with a rare name, followed by `moi`, absent on that day. */
async function uneAbsence({ f, plie, agence, referent, date = '2025-06-12', orientation = {} }: { f: Essai['fabriques']; plie: number; agence: number; referent?: number; date?: string; orientation?: Record<string, unknown> }) {
  const identifiant = `${(uniques += 1)}K`;
  const personne = await f.unePersonne({ plie_id: plie, nom: 'Quincampoix', prenom: 'Aurèle', identifiant_pe: identifiant });
  const o = await f.uneOrientation({ plie_id: plie, personne_id: personne.id, agence_id: agence, date_contact: '2025-01-20', date_integration: '2025-02-10', freins: ['LOGEMENT'], ...orientation });
  if (referent) await f.inserer('referents', { plie_id: plie, orientation_id: o.id, utilisateur_id: referent, date_debut: '2025-02-10' });
  const absence = await f.inserer('absences', { plie_id: plie, orientation_id: o.id, date_convocation: date });
  return { adresse: `/orientations/${o.id}/absences/${absence.id}/avis`, absenceId: absence.id, identifiant };
}
const ici = (plus: { date?: string; referent?: number; orientation?: Record<string, unknown> } = {}) => uneAbsence({ f: essai.fabriques, plie: plieId, agence: agenceId, ...plus });

const CHOIX = { lieu: 'PLIE', canal_cle: 'TELEPHONE' };
const phraseDe = (html: string): string | undefined => /id="phrase"[^>]*value="([^"]+)"/.exec(html)?.[1];
const avisDe = (e: Essai, absenceId: number) => e.contexte.base('avis_absence').where({ absence_id: absenceId }).orderBy('id').select<Record<string, unknown>[]>('etat', 'destinataire', 'canal_fichier', 'canal_cle', 'erreur', 'empreinte', 'envoye_le');
const dire = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
/** The attachments of a message, by name, and what is written around them, encoded words undone. */
function ouvrir(brut: string): { pieces: Map<string, Buffer>; clair: string } {
  const pieces = new Map([...brut.matchAll(/filename=([\w.-]+)[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/g)].map((m) => [m[1]!, Buffer.from(m[2]!, 'base64')]));
  const clair = brut.replace(/=\?UTF-8\?[QB]\?([^?]*)\?=/gi, (_, t: string) => Buffer.from(t, 'base64').toString() + t).replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, h: string) => String.fromCharCode(parseInt(h, 16)));
  return { pieces, clair };
}

test('le courriel part à la boîte générique : deux documents que seule la phrase de passe ouvre, aucun nom autour, une ligne au registre', async () => {
  const { adresse, absenceId, identifiant } = await ici();
  const { text: page } = await envoyer(accompagnateur, adresse, adresse, CHOIX).expect(200);
  const phrase = phraseDe(page)!;
  expect(phrase).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
  expect(recus.map((r) => r.pour)).toEqual([['absences@exemple.test']]);
  const { pieces, clair } = ouvrir(recus[0]!.brut);
  expect([...pieces.keys()]).toEqual(['fiche-de-liaison.pdf', 'convocation.pdf']);
  for (const secret of [/quincampoix/i, /aur.{1,2}le/i, new RegExp(identifiant), new RegExp(phrase)]) expect(clair).not.toMatch(secret);
  for (const [nom, octets] of pieces) {
    const octetsLus = octets.toString('latin1');
    expect([nom, octetsLus.includes('/Encrypt'), octetsLus.includes('/AESV3'), /quincampoix/i.test(octetsLus)]).toEqual([nom, true, true, false]);
    expect([nom, textesDuPdf(octets), textesDuPdfChiffre(octets, `${phrase}X`)]).toEqual([nom, [], null]);
    expect(textesDuPdfChiffre(octets, phrase)!.join(' ')).toContain('Aurèle QUINCAMPOIX');
  }
  expect(textesDuPdfChiffre(pieces.get('convocation.pdf')!, phrase)!.join(' ')).toContain("ne s'est pas présentée le 12/06/2025. Son absence est non excusée.");
  expect(await avisDe(essai, absenceId)).toEqual([{ etat: 'ENVOYE', destinataire: 'absences@exemple.test', canal_fichier: 'COURRIEL', canal_cle: 'TELEPHONE', erreur: null, empreinte: expect.stringMatching(/^[0-9a-f]{64}$/), envoye_le: expect.anything() }]);
  expect(dire((await accompagnateur.get(adresse).expect(200)).text)).toContain('Envoyé');
});

test('un serveur qui refuse : la phrase le dit, l\'avis est gardé non envoyé, et se renvoie avec une autre phrase de passe', async () => {
  const { adresse, absenceId } = await ici({ referent: moi.id });
  refuser = true;
  const { text: refus } = await envoyer(accompagnateur, adresse, adresse, CHOIX).expect(422);
  expect(dire(refus)).toContain("L'avis n'est pas parti, et il est gardé comme non envoyé. Le serveur de courriel refuse l'adresse");
  expect(phraseDe(refus)).toBeUndefined();
  expect(await avisDe(essai, absenceId)).toMatchObject([{ etat: 'ECHEC', envoye_le: null }]);
  const liste = (await accompagnateur.get('/absences').expect(200)).text;
  expect(liste).toContain(`href="${adresse}">Réessayer`);
  refuser = false;
  await envoyer(accompagnateur, adresse, adresse, CHOIX).expect(200);
  expect(await avisDe(essai, absenceId)).toMatchObject([{ etat: 'ECHEC' }, { etat: 'ENVOYE' }]);
  expect((await accompagnateur.get('/absences').expect(200)).text).not.toContain(adresse);
});

test('la phrase de passe ne prend jamais le chemin des fichiers, ni dans le formulaire ni dans la base', async () => {
  const { adresse, absenceId } = await ici();
  const { text: refus } = await envoyer(accompagnateur, adresse, adresse, { ...CHOIX, canal_cle: 'COURRIEL' }).expect(422);
  expect(dire(refus)).toContain('donnez la phrase de passe par un autre moyen');
  expect([recus, await avisDe(essai, absenceId)]).toEqual([[], []]);
  const ligne = { plie_id: plieId, orientation_id: Number(adresse.split('/')[2]), absence_id: absenceId, destinataire: 'a@exemple.test', canal_fichier: 'SMS', canal_cle: 'SMS', empreinte: 'a'.repeat(64) };
  await expect(essai.fabriques.inserer('avis_absence', ligne)).rejects.toThrow(/avis_deux_canaux/);
});

test('le même formulaire envoyé deux fois n\'écrit qu\'une fois à Pôle emploi, et ne montre la phrase qu\'une fois', async () => {
  const { adresse } = await ici();
  const page = await accompagnateur.get(adresse).expect(200);
  const corps = new URLSearchParams([...['_csrf', '_cle'].map((n): [string, string] => [n, new RegExp(`name="${n}" value="([^"]*)"`).exec(page.text.slice(page.text.indexOf('class="formulaire"')))![1]!]), ...Object.entries(CHOIX)]).toString();
  const reponses = [await accompagnateur.post(adresse).type('form').send(corps).expect(200), await accompagnateur.post(adresse).type('form').send(corps).expect(200)];
  expect(recus).toHaveLength(1);
  expect(reponses.map((r) => phraseDe(r.text) !== undefined)).toEqual([true, false]);
});

test('la fiche d\'une personne que Pôle emploi n\'a pas orientée part sans sa situation', async () => {
  const { adresse } = await ici({ orientation: { prescripteur: 'CCAS', mode_orientation: null } });
  const { text: page } = await envoyer(accompagnateur, adresse, adresse, CHOIX).expect(200);
  const fiche = textesDuPdfChiffre(ouvrir(recus[0]!.brut).pieces.get('fiche-de-liaison.pdf')!, phraseDe(page)!)!.join(' ');
  expect([fiche.includes('QUINCAMPOIX'), fiche.includes('Difficultés de logement'), fiche.includes('RQTH')]).toEqual([true, false, false]);
});

test('sans serveur de courriel : le message se télécharge, l\'envoi se confirme, et la phrase de passe n\'est écrite nulle part', async () => {
  const f = sansServeur.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({ boite_generique: 'absences@exemple.test' });
  const { adresse, absenceId } = await uneAbsence({ f, plie: plie.id, agence: agence.id });
  const animation = await sansServeur.comme('ANIMATION', plie.id);
  const { text: page } = await envoyer(animation, adresse, adresse, { ...CHOIX, canal_cle: 'SMS' }).expect(200);
  const phrase = phraseDe(page)!;
  const eml = Buffer.from(/href="data:message\/rfc822;base64,([^"]+)" download="avis-d-absence.eml"/.exec(page)![1]!, 'base64').toString('latin1');
  expect(eml).toMatch(/^X-Unsent: 1\r?$/m);
  expect(textesDuPdfChiffre(ouvrir(eml).pieces.get('fiche-de-liaison.pdf')!, phrase)!.join(' ')).toContain('QUINCAMPOIX');
  expect(await avisDe(sansServeur, absenceId)).toMatchObject([{ etat: 'PREPARE', envoye_le: null }]);
  expect((await animation.get('/absences').expect(200)).text).toContain('envoi à confirmer');
  for (const table of ['avis_absence', 'formulaires', 'sessions', 'journal_actes', 'journal_lignes']) {
    const { rows } = await sansServeur.contexte.base.raw<{ rows: { n: number }[] }>(`select count(*) as n from ${table} t where t::text like ?`, [`%${phrase}%`]);
    expect([table, rows[0]!.n]).toEqual([table, 0]);
  }
  await envoyer(animation, adresse, `${adresse}/confirmer`, {}).expect(303);
  expect(await avisDe(sansServeur, absenceId)).toMatchObject([{ etat: 'ENVOYE' }]);
  await envoyer(animation, adresse, `${adresse}/confirmer`, {}).expect(422);
});

test.each([
  ['suspendue', { date_suspension: '2025-06-01' }, 'Les échanges sont suspendus depuis le 01/06/2025'],
  ['terminée', { date_debut: '2020-01-01', date_fin: '2025-06-15' }, "La convention s'est terminée le 15/06/2025"],
  ['sans boîte générique', { boite_generique: null }, "La convention n'a pas de boîte générique"],
])('une convention %s : rien ne part, et la page dit pourquoi', async (_, convention, raison) => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({ boite_generique: 'absences@exemple.test', ...convention });
  const { adresse, absenceId } = await uneAbsence({ f, plie: plie.id, agence: agence.id });
  const animation = await essai.comme('ANIMATION', plie.id);
  const { text: page } = await animation.get(adresse).expect(200);
  expect(dire(page)).toContain(raison);
  expect(page).not.toContain('name="canal_cle"');
  await envoyer(animation, '/', adresse, CHOIX).expect(422);
  expect([recus, await avisDe(essai, absenceId)]).toEqual([[], []]);
});

test('la liste : les trente derniers jours, ce que Pôle emploi connaît, les miennes ou toutes ; l\'accueil compte ce qu\'elle montre', async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({ boite_generique: 'absences@exemple.test' });
  const compte = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const unes = (plus: { date?: string; referent?: number; orientation?: Record<string, unknown> }) => uneAbsence({ f, plie: plie.id, agence: agence.id, ...plus });
  const mienne = await unes({ date: '2025-05-17', referent: compte.id });
  const autre = await unes({ date: JOUR });
  await unes({ date: '2025-05-16', referent: compte.id }); // the thirty-first day
  await unes({ referent: compte.id, orientation: { prescripteur: 'CCAS', mode_orientation: null, date_contact: null, type_contact: null, date_integration: null } });
  const lire = async (visiteur: Visiteur, adresse: string) => [...(await visiteur.get(adresse).expect(200)).text.matchAll(/href="(\/orientations\/\d+\/absences\/\d+\/avis)"/g)].map((m) => m[1]);
  const visiteur = await essai.connecter(compte.courriel);
  const animation = await essai.comme('ANIMATION', plie.id);
  expect([await lire(visiteur, '/absences'), await lire(visiteur, '/absences?de=tous'), await lire(animation, '/absences')]).toEqual([[mienne.adresse], [mienne.adresse, autre.adresse], [mienne.adresse, autre.adresse]]);
  const nombre = async (v: Visiteur) => /href="\/absences">\s*<span class="attente-nombre">(\d+)/.exec((await v.get('/')).text)?.[1];
  expect([await nombre(visiteur), await nombre(animation)]).toEqual(['1', '2']);
});

test('une absence enregistrée mène à l\'avis ; supprimée, l\'avis envoyé reste au registre', async () => {
  const { adresse } = await ici();
  const orientationId = Number(adresse.split('/')[2]);
  const saisie = await envoyer(accompagnateur, `/orientations/${orientationId}/absence`, `/orientations/${orientationId}/absence`, { date_convocation: '13/06/2025', excuse: 'non' }).expect(303);
  const suite = saisie.headers.location!;
  expect(suite).toMatch(new RegExp(`^/orientations/${orientationId}/absences/\\d+/avis$`));
  await envoyer(accompagnateur, suite, suite, CHOIX).expect(200);
  const effacement = suite.replace('/avis', '/supprimer');
  await envoyer(accompagnateur, effacement, effacement, {}).expect(303);
  expect(await essai.contexte.base('avis_absence').where({ orientation_id: orientationId }).select('etat', 'absence_id')).toEqual([{ etat: 'ENVOYE', absence_id: null }]);
});
