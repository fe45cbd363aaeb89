/** « Why this figure » of a validated year: what was kept, what today says instead, and what moved in between; never against the frozen lists. */
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { ANNEE, installerLesQuinze } from './quinze';
import { commencer, enregistrerControles, valider } from '../../server/bilans/actions';
import { lireAnnee } from '../../server/bilans/actions-lire';
import { chercherBilan, lirePlie } from '../../server/bilans/queries';
import { ecrire } from '../../server/lib/ecriture';

let essai: Essai;
let COL: number;
let visiteur: Visiteur;
const personnes = new Map<string, number>();

const changer = (nom: string, champs: Record<string, unknown>) => ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('orientations').where({ plie_id: COL, personne_id: personnes.get(nom) }).update(champs));

beforeAll(async () => {
  essai = await demarrerEssai();
  COL = (await installerLesQuinze(essai)).COL;
  visiteur = await essai.comme('ACCOMPAGNATEUR', COL);
  // By the clock of the journal: what is written below comes after the validation.
  const { rows } = await essai.contexte.base.raw<{ rows: { le: Date }[] }>('select clock_timestamp() as le');
  const acte = { contexte: essai.contexte, maintenant: new Date(rows[0]!.le).toISOString() };
  const version = async () => (await chercherBilan(essai.contexte, COL, ANNEE))!.version;
  await commencer(acte, COL, ANNEE);
  await enregistrerControles(acte, COL, ANNEE, await version());
  await valider(acte, COL, ANNEE, { version: await version(), empreinte: (await lireAnnee(essai.contexte, await lirePlie(essai.contexte, COL), ANNEE)).empreinte, remarque: null });
  for (const p of await essai.contexte.base('personnes').where({ plie_id: COL }).select<{ id: number; nom: string }[]>('id', 'nom')) personnes.set(p.nom, p.id);
});
afterAll(() => essai.fermer());

const net = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/[\s\u00a0]+/g, ' ').trim();
async function lire(nom: string): Promise<{ tete: string; colonne: (numero: string) => string }> {
  const { text } = await visiteur.get(`/personnes/${personnes.get(nom)}/provenance?annee=${ANNEE}`).expect(200);
  const tete = net(text.slice(text.indexOf('id="gel"'), text.indexOf('id="groupe-0"')));
  return { tete, colonne: (numero) => net(text.slice(text.indexOf(`<div id="col-${numero}"`)).split('</div>')[0]!.replace(/^[\s\S]*?provenance-etat/, '<')) };
}

test('rien n\'a changé : la version et aujourd\'hui disent de même, avec les réglages et le chemin vers les versions', async () => {
  const { tete, colonne } = await lire('C1');
  expect(tete).toMatch(/Le bilan 2024 est validé : version 1, le \d\d\/\d\d\/\d{4} à \d\d:\d\d \(définitions, version 1\)/);
  expect(tete).toContain("Rien n'a changé depuis");
  expect(tete).toContain('Du 01/01/2024 au 31/12/2024 · phase de diagnostic');
  expect((await visiteur.get(`/personnes/${personnes.get('C1')}/provenance?annee=2024`)).text).toContain(`href="/bilans/${COL}/2024#titre-versions"`);
  expect(colonne('1')).toContain("Comptée dans la version 1 et aujourd'hui, parce que sa date de prescription est le 01/01/2024");
  expect(colonne('13')).toContain('au motif « Emploi CDI ou CDD », parmi les sorties positives');
  expect((await lire('C6')).colonne('10')).toContain("Non comptée, ni dans la version 1, ni aujourd'hui, parce qu'elle n'est pas prescrite par Pôle emploi");
  // Another year of the same person is not validated: nothing of a version there.
  expect((await visiteur.get(`/personnes/${personnes.get('C1')}/provenance?annee=2023`).expect(200)).text).not.toContain('version 1');
});

test('corrigé depuis : les deux, et pourquoi', async () => {
  // C1 went out two days later, hence in 2025. C3 was received a day sooner, hence in 2024. C5 was reclassified: positive, by employment.
  await changer('C1', { date_sortie: '2025-01-02' });
  await changer('C3', { date_contact: '2024-12-31' });
  await changer('C5', { nature_sortie: 'POSITIVE_EMPLOI', motif_sortie: 'EMPLOI' });
  // C4 came by an information collective: it was on the flux after all.
  await changer('C4', { mode_orientation: 'FLUX' });
  const nouvelle = await essai.fabriques.unePersonne({ plie_id: COL, nom: 'C7' });
  personnes.set('C7', nouvelle.id);
  await essai.fabriques.uneOrientation({ plie_id: COL, personne_id: nouvelle.id, date_prescription: '2024-05-05' });

  const c1 = await lire('C1');
  expect(c1.tete).toContain("Aujourd'hui diffère en col. 10, 11, 12, 13, 14, 15, 16");
  expect(c1.colonne('10')).toMatch(/Comptée dans la version 1 : sa date de sortie était le 31\/12\/2024\. Aujourd'hui elle ne le serait plus : sa date de sortie était le 31\/12\/2024, elle est aujourd'hui le 02\/01\/2025 \(corrigée le \d\d\/\d\d\/\d{4}\)\./);
  expect(c1.colonne('13')).toMatch(/Comptée dans la version 1 : elle est comptée dans la colonne 10, au motif « Emploi CDI ou CDD », parmi les sorties positives\. Aujourd'hui elle ne le serait plus/);
  expect(c1.colonne('7')).toContain("Comptée dans la version 1 et aujourd'hui");

  const c3 = await lire('C3');
  expect(c3.colonne('3')).toMatch(/Non comptée dans la version 1\. Aujourd'hui elle le serait : sa date du premier contact était le 01\/01\/2025, elle est aujourd'hui le 31\/12\/2024 \(corrigée le/);
  expect(c3.colonne('4')).toMatch(/Comptée dans la version 1 : elle est au dénominateur \(colonne 1\), sans être au numérateur \(colonne 3\)\. Aujourd'hui aussi, mais autrement : elle est au numérateur \(colonne 3\) et au dénominateur \(colonne 1\)/);

  const c5 = await lire('C5');
  expect(c5.colonne('10')).toContain("Comptée dans la version 1 et aujourd'hui");
  expect(c5.colonne('11')).toMatch(/Aujourd'hui elle le serait : sa nature de sortie était « À l'initiative du participant », c'est aujourd'hui « Positive – emploi » \(corrigée le/);
  expect(c5.colonne('13')).toMatch(/au motif « Rupture ou abandon ». Aujourd'hui aussi, mais autrement : .* au motif « Emploi CDI ou CDD », parmi les sorties positives/);

  expect((await lire('C4')).colonne('1')).toMatch(/Aujourd'hui elle le serait : son mode d'orientation était « .*information collective.* », c'est aujourd'hui « .*flux.* » \(corrigé le/i);
  expect((await lire('C7')).colonne('1')).toMatch(/Non comptée dans la version 1\. Aujourd'hui elle le serait : elle a été enregistrée le \d\d\/\d\d\/\d{4}, après la validation\./);
});

test('la convention a changé depuis : la colonne figée reste, et la page dit qu\'elle n\'existe plus', async () => {
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('conventions').where({ plie_id: COL }).update({ phase_diagnostic: false, perimetre_sorties: 'TOUS_PRESCRIPTEURS' }));
  const { tete, colonne } = await lire('C2');
  expect(tete).toContain('Du 01/01/2024 au 31/12/2024 · phase de diagnostic');
  expect(colonne('5')).toMatch(/^.*Comptée .*Comptée dans la version 1 : sa date d'entrée en diagnostic était le 10\/01\/2024.*la convention de ce jour-là prévoyait une phase de diagnostic, elle n'en prévoit plus.*elle ne compte plus cette colonne/);
  expect((await lire('C6')).colonne('10')).toMatch(/Aujourd'hui elle le serait : la convention de ce jour-là comptait les sorties « .* », elle les compte aujourd'hui « .* »/);
});

test("d'un chiffre figé à l'explication : la liste figée, puis un lien par personne ; chacune y est dite comptée", async () => {
  for (const numero of ['1', '3', '5', '7', '10', '11', '14', '15']) {
    const { text } = await visiteur.get(`/bilan/liste?annee=2024&territoire=plie:COL&colonne=${numero}`).expect(200);
    expect(text).toMatch(/celle du bilan validé/);
    const liens = [...text.matchAll(/href="(\/personnes\/\d+\/provenance\?annee=2024)#col-(\d+)"/g)];
    expect([numero, liens.length > 0, liens.every((l) => l[2] === numero)]).toEqual([numero, true, true]);
    for (const [, adresse] of liens) expect((await visiteur.get(adresse!).expect(200)).text.split(`id="col-${numero}"`)[1]!.split('</div>')[0]).toContain('Comptée dans la version 1');
  }
});
