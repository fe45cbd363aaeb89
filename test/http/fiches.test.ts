/** The fiche de liaison: what it says, to whom, and the line of journal. */
import { demarrerEssai, type Essai } from '../outils/application';
import { textesDuPdf } from '../outils/pdf';

let essai: Essai;
let plieId: number;
let agenceId: number;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16', { PLIE_OPERATEUR: 'France Travail' });
  const { plie, agence } = await essai.fabriques.unTerritoireComplet({ fse: true });
  [plieId, agenceId] = [plie.id, agence.id];
});
afterAll(() => essai.fermer());

async function uneFiche(champs: Record<string, unknown> = {}, personne: Record<string, unknown> = {}) {
  const p = await essai.fabriques.unePersonne({ plie_id: plieId, nom: 'Sœurlin', prenom: 'Gaël', ...personne });
  return essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: p.id, agence_id: agenceId, ...champs });
}
async function imprimer(role: 'CONSEILLER_PE' | 'ANIMATION', id: number) {
  const visiteur = await essai.comme(role, role === 'ANIMATION' ? plieId : agenceId);
  return visiteur.get(`/orientations/${id}/fiche.pdf`).buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); });
}
const pages = (octets: Buffer): number => octets.toString('latin1').match(/\/Type \/Page\b(?!s)/g)!.length;

test("la fiche dit qui, par qui, et coche ce que l'agent a coché ; elle nomme l'opérateur comme les écrans", async () => {
  const o = await uneFiche({ date_prescription: '2025-06-02', minimum_social: 'RSA', deld: true, freins: ['LOGEMENT', 'TRANSPORT'], agent_nom: 'Martel', agent_prenom: 'Ivan', agent_fonction: 'Conseillère', agent_telephone: '04 22 22 22 22' }, { identifiant_pe: '1234567A' });
  const { status, headers, body } = await imprimer('CONSEILLER_PE', o.id);
  expect([status, headers['content-type'], headers['content-disposition']]).toEqual([200, 'application/pdf', `inline; filename="fiche-de-liaison-${o.id}.pdf"`]);
  const textes = textesDuPdf(body as Buffer);
  const tout = textes.join(' ');
  for (const attendu of ['Gaël SŒURLIN', '1234567A', '02/06/2025', 'Ivan MARTEL, Conseillère', '04 22 22 22 22', 'Identifiant France Travail', 'Vos droits.', 'Fonds social européen', 'La personne orientée', "L'agent qui prescrit"]) expect(tout).toContain(attendu);
  expect(tout).not.toContain('Pôle emploi');
  // What follows a cross is ticked; and nothing else is.
  expect(textes.flatMap((t, i) => (t === 'X' ? [textes[i + 1]] : []))).toEqual(['RSA', 'DELD (longue durée)', 'Difficultés de logement', 'Accès à un moyen de transport']);
});

test('la fiche se lit à voix haute (structure, langue, titre sans nom) et tient sur une page, même la plus longue', async () => {
  const o = await uneFiche({ agent_nom: 'M'.repeat(40), agent_fonction: 'F'.repeat(60), agent_courriel: `${'a'.repeat(50)}@exemple.test`, date_contact: '2025-06-10', date_refus: '2025-06-12', motif_refus: 'DEMENAGEMENT', freins: ['LOGEMENT', 'SANTE'] },
    { nom: 'De la Montagne Verdoyante et des Hauts de la Colline Fleurie', prenom: 'Marie-Clémentine', adresse: 'Résidence des Hauts de la Colline, bâtiment C, escalier 4, 1234 boulevard du Général', commune: 'Valmorin-les-Grandes-Rives', code_postal: '06000', telephone: '06 00 00 00 00', identifiant_caf: '1234567' });
  const brut = ((await imprimer('ANIMATION', o.id)).body as Buffer).toString('latin1');
  expect(pages(Buffer.from(brut, 'latin1'))).toBe(1);
  for (const marque of ['/Lang (fr-FR)', '/Marked true', '/S /H1', '/S /TH', '/DisplayDocTitle true', '(Fiche de liaison)']) expect([marque, brut.includes(marque)]).toEqual([marque, true]);
});

test("chaque impression est une consultation au journal ; l'agence d'à côté et les rôles sans personnes n'en voient aucune", async () => {
  const o = await uneFiche();
  await imprimer('CONSEILLER_PE', o.id);
  const lus = await essai.contexte.base('journal_actes').where({ action: 'fiche.imprimer', plie_id: plieId, personne_id: o.personne_id });
  expect(lus).toHaveLength(1);
  const voisine = await essai.fabriques.uneAgence();
  await essai.fabriques.rattacher(plieId, voisine.id);
  await (await essai.comme('CONSEILLER_PE', voisine.id)).get(`/orientations/${o.id}/fiche.pdf`).expect(404);
  await (await essai.comme('DPO', plieId)).get(`/orientations/${o.id}/fiche.pdf`).expect(403);
});

test("un signe que la police n'écrit pas laisse le nom lisible", async () => {
  const o = await uneFiche({}, { nom: 'Şahinłek', prenom: 'Zoë' });
  expect(textesDuPdf((await imprimer('ANIMATION', o.id)).body as Buffer).join(' ')).toContain('Zoë SAHINLEK');
});
