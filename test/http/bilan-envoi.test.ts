/** A validated bilan leaves: by a real mail server with its two files, or as a mail to be sent by hand; the register keeps every attempt. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { texteDuClasseur } from '../outils/classeur';
import { aPlat, textesDuPdf } from '../outils/pdf';

const JOUR = '2025-06-16';
const REGION = 'correspondants@region.exemple.test';
const GOUVERNANCE = 'gouvernance@agence.exemple.test';

const recus: { pour: string; brut: string }[] = [];
const refuses = new Set<string>();
let serveur: SMTPServer;
beforeAll(async () => {
  serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, suite) => suite(refuses.has(address) ? Object.assign(new Error('boite inconnue'), { responseCode: 550 }) : null),
    onData: (flux, session, suite) => { void text(flux).then((brut) => { recus.push({ pour: session.envelope.rcptTo.map((r) => r.address).join(), brut }); suite(); }); },
  });
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise<void>((resolve) => serveur.close(() => resolve())));

interface Monde { essai: Essai; plie: number; page: string; animation: Visiteur; regional: Visiteur }

/** Two orientations in 2024 in Collines, whose region and agency have an address. */
async function monde(reglages: Record<string, string> = {}): Promise<Monde> {
  const essai = await demarrerEssai(JOUR, reglages);
  const { fabriques: f, contexte } = essai;
  const region = await f.uneRegion();
  const { plie } = await f.unTerritoireComplet({}, { code: 'COL', nom: 'Collines', courriel: 'contact@collines.exemple.test' });
  await ecrire(contexte.base, contexte.auteur, 'essai', (trx) => trx('organisations').where({ id: region.id }).update({ courriel: REGION }));
  const convention = (await contexte.base('conventions').where({ plie_id: plie.id }).first<{ id: number }>('id'));
  await f.inserer('convention_correspondants', { convention_id: convention.id, partie: 'POLE_EMPLOI', domaine: 'GOUVERNANCE', nom: 'Sacha MARVEL', courriel: GOUVERNANCE });
  for (const jour of ['04', '05']) await f.uneOrientation({ plie_id: plie.id, personne_id: (await f.unePersonne({ plie_id: plie.id, nom: 'Castellan', prenom: 'Noé' })).id, date_prescription: `2024-03-${jour}` });
  return { essai, plie: plie.id, page: `/bilans/${plie.id}/2024`, animation: await essai.comme('ANIMATION', plie.id), regional: await essai.comme('CORRESPONDANT_REGIONAL', region.id) };
}

/** Once begun. */
async function valider({ animation, page }: Monde): Promise<void> {
  await envoyer(animation, page, `${page}/controler`, {}).expect(303);
  const empreinte = /name="empreinte" value="([0-9a-f]{64})"/.exec((await animation.get(page).expect(200)).text)![1]!;
  await envoyer(animation, page, `${page}/valider`, { empreinte, remarque: '' }).expect(303);
}

const net = (html: string): string => aPlat(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'"));
const registre = ({ essai }: Monde) => essai.contexte.base('bilan_envois').orderBy('id').select<{ id: number; destinataire: string; etat: string; erreur: string | null; numero: number; empreinte_document: string; empreinte_classeur: string; message: Uint8Array | null }[]>('*');
const partir = ({ animation, page }: Monde, destinataire: string[]) => envoyer(animation, `${page}/envoi`, `${page}/envoi`, { destinataire });

/** The two files of a mail: the document, the workbook. */
function piecesDe(brut: string): [Buffer, Buffer] {
  const pieces = [...brut.matchAll(/filename=("?bilan[\s\S]*?)\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/g)].map((m) => Buffer.from(m[2]!, 'base64'));
  expect(pieces).toHaveLength(2);
  return pieces as [Buffer, Buffer];
}
const sha = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');

test('par le serveur : rien avant la validation, puis le document et le classeur figés ; ce qui ne part pas est au registre', async () => {
  const m = await monde({ SMTP_URL: `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}` });
  const { essai, plie, page, animation, regional } = m;
  expect(net((await animation.get(`${page}/envoi`).expect(200)).text)).toContain("Le bilan 2024 n'est pas encore validé : seul un bilan validé part");
  await envoyer(animation, page, `${page}/commencer`, {}).expect(303);
  expect(net((await envoyer(animation, page, `${page}/envoi`, { destinataire: [REGION] }).expect(422)).text)).toContain("n'est pas encore validé");
  await valider(m);
  // What is recorded afterwards is not of the bilan that leaves.
  await essai.fabriques.uneOrientation({ plie_id: plie, date_prescription: '2024-03-06' });

  const choix = (await animation.get(`${page}/envoi`).expect(200)).text;
  expect(net(choix)).toContain("aucun nom de personne : ils ne demandent pas de mot de passe");
  // The region's own address is ticked, the correspondent of the convention offered.
  expect([...choix.matchAll(/value="([^"]+@[^"]+)"( checked)?/g)].map((c) => [c[1], Boolean(c[2])])).toEqual([[REGION, true], [GOUVERNANCE, false]]);
  expect(net((await partir(m, []).expect(422)).text)).toContain('Cochez au moins un destinataire.');
  expect(net((await partir(m, ['ailleurs@exemple.test']).expect(422)).text)).toContain('Destinataires');
  expect([recus.length, await registre(m)]).toEqual([0, []]);

  refuses.add(GOUVERNANCE);
  const refus = net((await partir(m, [REGION, GOUVERNANCE]).expect(422)).text);
  expect(refus).toContain(`1 envoi est parti. L'envoi à ${GOUVERNANCE} n'est pas parti ; le registre garde cet essai.`);
  expect(recus.map((r) => r.pour)).toEqual([REGION]);
  const [document, classeur] = piecesDe(recus[0]!.brut);
  const lignes = await registre(m);
  expect(lignes.map((l) => [l.destinataire, l.etat, l.numero, l.message])).toEqual([[REGION, 'ENVOYE', 1, null], [GOUVERNANCE, 'ECHEC', 1, null]]);
  for (const l of lignes) expect([l.empreinte_document, l.empreinte_classeur]).toEqual([sha(document), sha(classeur)]);
  const lu = aPlat(textesDuPdf(document).join(' '));
  expect(lu).toMatch(/Chiffres validés le 16\/06\/2025 à \d\d:\d\d, version 1 : ils ne changent plus\./);
  expect(lu).toContain('Collines 2 n.d. 0 0,0 % 0 / 2');
  for (const contenu of [lu, await texteDuClasseur(classeur), recus[0]!.brut]) expect(contenu).not.toMatch(/Castellan|Noé|BROUILLON/i);
  expect(recus[0]!.brut).toMatch(/^From: contact@collines\.exemple\.test/m);

  // Everyone who reads the bilan reads its register; it stays once the bilan is opened again, and nothing more leaves.
  await envoyer(animation, page, `${page}/rouvrir`, { commentaire: 'Une orientation manquait.' }).expect(303);
  expect(net((await regional.get(page).expect(200)).text)).toMatch(/Envois aux correspondants régionaux.*gouvernance@agence\.exemple\.test Version 1 .*Non envoyé.*correspondants@region\.exemple\.test Version 1 .*Envoyé/);
  await envoyer(animation, page, `${page}/envoi`, { destinataire: [REGION] }).expect(422);
  const bilan = (await essai.contexte.base('bilans').where({ plie_id: plie }).first<{ id: number }>('id'));
  await expect(essai.fabriques.inserer('bilan_envois', { plie_id: plie, bilan_id: bilan.id, numero: 1, destinataire: REGION, par_serveur: true, empreinte_document: 'a'.repeat(64), empreinte_classeur: 'a'.repeat(64) })).rejects.toThrow('Seule la dernière version validée part');
  expect(recus).toHaveLength(1);
  await essai.fermer();
});

test('sans serveur : un message prêt à envoyer à la main, noté quand il est parti, et le registre ne change plus', async () => {
  const m = await monde();
  const { essai, page, animation, regional } = m;
  await envoyer(animation, page, `${page}/commencer`, {}).expect(303);
  await valider(m);
  await partir(m, [REGION]).expect(303);
  const [pret] = await registre(m);
  const adresse = `${page}/envois/${pret!.id}`;
  const message = ((await animation.get(`${adresse}/courriel.eml`).responseType('blob').expect(200)).body as Buffer).toString('latin1');
  expect(message).toContain('X-Unsent: 1');
  expect(message).toContain(`To: ${REGION}`);
  expect(piecesDe(message).map(sha)).toEqual([pret!.empreinte_document, pret!.empreinte_classeur]);
  await regional.get(`${adresse}/courriel.eml`).expect(403);

  // Prepared again: the first one will not leave.
  await partir(m, [REGION]).expect(303);
  await animation.get(`${adresse}/courriel.eml`).expect(404);
  const suivant = (await registre(m))[1]!;
  const confirmer = () => envoyer(animation, `${page}/envoi`, `${page}/envois/${suivant.id}/confirmer`, {});
  await confirmer().expect(303);
  expect(net((await confirmer().expect(422)).text)).toContain("Cet envoi n'attend plus de confirmation.");
  expect((await registre(m)).map((l) => [l.etat, l.erreur, l.message])).toEqual([['ECHEC', 'Remplacé par un envoi plus récent.', null], ['ENVOYE', null, null]]);
  expect(net((await animation.get(page).expect(200)).text)).toMatch(/correspondants@region\.exemple\.test Version 1 16\/06\/2025 .*À la main Envoyé/);
  for (const changer of [{ destinataire: 'autre@exemple.test' }, { etat: 'PREPARE', envoye_le: null }]) await expect(ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('bilan_envois').where({ id: suivant.id }).update(changer))).rejects.toThrow('Le registre des envois ne change plus');
  await expect(ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('bilan_envois').delete())).rejects.toThrow('Le registre des envois ne change plus');
  const actes = await essai.contexte.base('journal_actes').whereRaw("action like 'bilan.%envoi'").orderBy('id').select<{ action: string }[]>('action');
  expect(actes.map((a) => a.action)).toEqual(['bilan.preparer_envoi', 'bilan.telecharger_envoi', 'bilan.preparer_envoi', 'bilan.noter_envoi']);
  await essai.fermer();
});
