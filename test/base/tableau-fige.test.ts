/** The steps of a month: what is refused, what the database itself holds, and what the next table corrects. */
import { contexteSysteme, type Contexte } from '../../server/acces/acteur';
import { noterImportation, noterReception, noterTraitement, controler, preparer, valider } from '../../server/echanges/actions-etapes';
import { lireMoisDuPlie } from '../../server/echanges/actions-mois';
import { reunir } from '../../server/doublons/queries-fusion';
import { empreinteDe, texteDe } from '../../reports/tableau-de-suivi/contenu';
import { chercherMois, dateCivile, type Mois } from '../../server/lib/dates';
import { ecrire, type Transaction } from '../../server/lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte } from '../../server/lib/erreurs';
import type { Personne } from '../../server/personnes/queries';
import { fabriquer, type Fabriques } from '../fabriques';
import { creerBaseDeTest } from '../outils/moteur';

let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let f: Fabriques;
let plieId: number;
beforeAll(async () => {
  essai = await creerBaseDeTest();
  f = fabriquer(le('2025-06-03'));
});
afterAll(() => essai.fermer());
beforeEach(async () => { plieId = (await f.unTerritoireComplet()).plie.id; });

const le = (jour: string): Contexte => contexteSysteme(essai.base, dateCivile(jour), 'essai');
const mois = (texte: string) => chercherMois(texte) as Mois;
const AVRIL = mois('2025-04');
const MAI = mois('2025-05');
const JUIN = mois('2025-06');
const changer = (table: string, id: number, champs: object) => ecrire(essai.base, le('2025-06-03').auteur, 'essai', (trx) => trx(table).where({ plie_id: plieId, id }).update(champs));
const acte = (travail: (trx: Transaction) => Promise<unknown>) => ecrire(essai.base, le('2025-06-03').auteur, 'essai', travail);

const lire = (jour: string, m: Mois) => lireMoisDuPlie(le(jour), plieId, m);
async function validerLe(jour: string, m: Mois): Promise<void> {
  await preparer(le(jour), plieId, m);
  await controler(le(jour), plieId, m, 1);
  await valider(le(jour), plieId, m, { version: 2, empreinte: (await lire(jour, m)).empreinte }, `${jour}T09:00:00Z`);
}
const refus = (promesse: Promise<unknown>) => promesse.then(() => 'accepté', (e: Error) => (e instanceof RegleEnfreinte ? e.message : e.constructor.name));
/** « mois colonne : transmise → exacte » of what the table of a month corrects. */
const corrections = async (jour: string, m: Mois) => (await lire(jour, m)).contenu.feuilles.CORRECTIONS.map(({ cellules }) => {
  const [, nom, , moisCorrige, colonne, transmise, exacte] = cellules!.map(texteDe);
  return `${nom} ${moisCorrige} ${colonne} : ${transmise || '–'} → ${exacte || '–'}`;
});

describe('les étapes', () => {
  test('se suivent, disent quand, et ne se sautent pas', async () => {
    await f.uneOrientation({ plie_id: plieId, date_prescription: '2025-05-20' });
    await preparer(le('2025-05-31'), plieId, MAI);
    expect(await refus(preparer(le('2025-06-02'), plieId, MAI))).toMatch(/déjà préparé/);
    const vu = { version: 1, empreinte: (await lire('2025-06-03', MAI)).empreinte };
    expect(await refus(valider(le('2025-05-31'), plieId, MAI, vu, '2025-05-31T09:00:00Z'))).toMatch(/n'est pas terminé : son tableau se valide à partir du 01\/06\/2025/);
    expect(await refus(valider(le('2025-06-01'), plieId, MAI, vu, '2025-06-01T09:00:00Z'))).toBe('Lancez les contrôles avant de valider.');
    await controler(le('2025-06-03'), plieId, MAI, 1);
    expect(await refus(controler(le('2025-06-03'), plieId, MAI, 1))).toBe(Conflit.name);
    await f.uneOrientation({ plie_id: plieId, date_prescription: '2025-05-21' });
    expect(await refus(valider(le('2025-06-03'), plieId, MAI, { ...vu, version: 2 }, '2025-06-03T09:00:00Z'))).toMatch(/ont changé depuis/);
    const { empreinte, contenu } = await lire('2025-06-03', MAI);
    await valider(le('2025-06-03'), plieId, MAI, { version: 2, empreinte }, '2025-06-03T09:00:00Z');
    expect(await refus(controler(le('2025-06-03'), plieId, MAI, 3))).toMatch(/déjà validé/);
    const fige = await lire('2025-06-03', MAI);
    expect(fige.suivi).toMatchObject({ etape: 'VALIDE', empreinte, format: '1' });
    expect(fige.contenu).toEqual(contenu);
  });

  test('un contrôle bloquant qui n\'est pas à zéro empêche la validation, même apparu depuis les contrôles', async () => {
    await f.inserer('controles_reglages', { plie_id: plieId, code: 'SANS_IDENTIFIANT', bloquant: true });
    await preparer(le('2025-06-03'), plieId, MAI);
    await controler(le('2025-06-03'), plieId, MAI, 1);
    const { personne_id } = await f.uneOrientation({ plie_id: plieId, date_prescription: '2025-05-20' });
    const validerMai = async () => valider(le('2025-06-03'), plieId, MAI, { version: 2, empreinte: (await lire('2025-06-03', MAI)).empreinte }, '2025-06-03T09:00:00Z');
    expect(await refus(validerMai())).toMatch(/1 contrôle bloquant n'est pas à zéro/);
    await changer('personnes', personne_id, { identifiant_pe: '1234567A' });
    expect(await refus(validerMai())).toBe('accepté');
  });

  test('importé et traité se notent une fois, pour le bon fichier, et sans rien casser là où il n\'y a pas de tableau', async () => {
    await f.uneOrientation({ plie_id: plieId, date_prescription: '2025-05-20' });
    await validerLe('2025-06-03', MAI);
    const { empreinte } = await lire('2025-06-03', MAI);
    await acte((trx) => noterImportation(trx, { plieId, mois: MAI, empreinte: '0'.repeat(64) }));
    await acte((trx) => noterTraitement(trx, { plieId, mois: MAI }));
    expect((await lire('2025-06-03', MAI)).suivi).toMatchObject({ etape: 'VALIDE' });
    for (let fois = 0; fois < 2; fois += 1) await acte((trx) => noterImportation(trx, { plieId, mois: MAI, empreinte }));
    await acte((trx) => noterImportation(trx, { plieId, mois: JUIN, empreinte }));
    const importe = (await lire('2025-06-03', MAI)).suivi!;
    expect(importe).toMatchObject({ etape: 'IMPORTE', version: 4, recu_le: null });
    expect(importe.transmis_le).not.toBeNull();
    expect(await refus(noterReception(le('2025-06-05'), plieId, MAI, { version: 4, recu_le: dateCivile('2025-06-04'), recu_par: 'Camille Essai' }))).toMatch(/Seul un tableau transmis/);
    for (let fois = 0; fois < 2; fois += 1) await acte((trx) => noterTraitement(trx, { plieId, mois: MAI }));
    expect((await lire('2025-06-03', MAI)).suivi).toMatchObject({ etape: 'TRAITE', version: 5 });
  });

  test('le tableau d\'un autre PLIE reste introuvable', async () => {
    await preparer(le('2025-06-03'), plieId, MAI);
    const ailleurs = (await f.unTerritoireComplet()).plie;
    const contexte = le('2025-06-03');
    const voisin: Contexte = { ...contexte, acteur: { ...contexte.acteur, role: 'ANIMATION', organisation: { id: ailleurs.id, type: 'PLIE', code: ailleurs.code, nom: ailleurs.nom, departementCode: '06', regionCode: null } } };
    expect(await refus(controler(voisin, plieId, MAI, 1))).toBe(Introuvable.name);
  });
});

describe('ce que la base refuse d\'un tableau validé', () => {
  test('aucune ligne ne s\'ajoute, ne change ni ne part ; elle peut seulement être vidée', async () => {
    await f.uneOrientation({ plie_id: plieId, date_prescription: '2025-05-20' });
    await validerLe('2025-06-03', MAI);
    const [ligne] = await essai.base('tableau_lignes').where({ plie_id: plieId });
    const ici = { plie_id: plieId };
    const essais: ((trx: Transaction) => Promise<unknown>)[] = [
      (trx) => trx('tableau_lignes').insert({ ...ligne, rang: 99, cellules: '[]' }),
      (trx) => trx('tableau_lignes').where(ici).update({ cellules: '["Autre"]' }),
      (trx) => trx('tableau_lignes').where(ici).update({ rang: 2 }),
      (trx) => trx('tableau_lignes').where(ici).delete(),
      (trx) => trx.raw('truncate tableau_lignes'),
      (trx) => trx('tableaux').where(ici).delete(),
      ...['empreinte', 'valide_le', 'entete', 'mois', 'controles'].map((colonne) => (trx: Transaction) => trx('tableaux').where(ici).update({ [colonne]: { empreinte: 'a'.repeat(64), valide_le: '2025-06-04T00:00:00Z', entete: '{}', mois: '2025-04', controles: '[{}]' }[colonne] })),
      (trx) => trx('tableaux').where(ici).update({ etape: 'CONTROLE', valide_le: null, empreinte: null, entete: null, format: null }),
    ];
    for (const tentative of essais) expect(await refus(acte(tentative))).toMatch(/Ce tableau est validé : il ne change plus/);
    expect(await essai.base('tableau_lignes').where(ici)).toEqual([ligne]);
    await acte((trx) => trx('tableau_lignes').where(ici).update({ cellules: null }));
    expect(await essai.base('tableau_lignes').where(ici).first('cellules')).toEqual({ cellules: null });
  });
});

describe('les corrections', () => {
  const parcours = { date_prescription: '2025-01-10', date_contact: '2025-01-20', date_integration: '2025-02-10' };

  test('un mois validé ne bouge pas ; une preuve tardive qui reclasse une sortie part une seule fois, avec le mois suivant', async () => {
    const personne = await f.unePersonne({ plie_id: plieId, nom: 'Aubry' });
    const o = await f.uneOrientation({ plie_id: plieId, personne_id: personne.id, ...parcours, date_sortie: '2025-05-12', nature_sortie: 'INITIATIVE_PARTICIPANT', motif_sortie: 'EMPLOI' });
    await f.inserer('sorties', { plie_id: plieId, orientation_id: o.id, origine: 'DERIVEE', regle: '1', explication: 'Sans preuve.' });
    await validerLe('2025-06-03', MAI);
    const avant = await lire('2025-06-03', MAI);
    await changer('orientations', o.id, { nature_sortie: 'POSITIVE_EMPLOI' });
    await changer('sorties', (await essai.base('sorties').where({ orientation_id: o.id }).first<{ id: number }>('id')).id, { date_reclassement: '2025-06-20' });
    expect((await lire('2025-07-02', MAI)).contenu).toEqual(avant.contenu);
    const attendue = ["Aubry 2025-05 Nature de sortie : À l'initiative du participant → Positive – emploi"];
    expect(await corrections('2025-07-02', JUIN)).toEqual(attendue);
    await validerLe('2025-07-02', JUIN);
    expect(await corrections('2025-07-02', JUIN)).toEqual(attendue);
    expect(await corrections('2025-08-02', mois('2025-07'))).toEqual([]);
  });

  test('un refus saisi en retard corrige le mois où il a eu lieu, et dit où la ligne n\'avait plus sa place', async () => {
    const o = await f.uneOrientation({ plie_id: plieId, personne_id: (await f.unePersonne({ plie_id: plieId, nom: 'Bach' })).id, date_prescription: '2025-03-10', date_contact: '2025-04-02' });
    await validerLe('2025-05-03', AVRIL);
    await validerLe('2025-06-03', MAI);
    await changer('orientations', o.id, { date_refus: '2025-04-28', motif_refus: 'FORMATION' });
    expect(await corrections('2025-07-02', JUIN)).toEqual([
      "Bach 2025-04 Situation : Accueilli → Refus d'intégration",
      'Bach 2025-04 Date du refus : – → 2025-04-28',
      'Bach 2025-04 Motif de refus : – → Formation',
      'Bach 2025-05 Situation : Accueilli → Ligne retirée',
    ]);
    await validerLe('2025-07-02', JUIN);
    expect(await corrections('2025-08-02', mois('2025-07'))).toEqual([]);
  });

  test('une intégration saisie en retard, jamais dite, paraît ligne à ligne ; ses dates ne se répètent pas', async () => {
    const o = await f.uneOrientation({ plie_id: plieId, personne_id: (await f.unePersonne({ plie_id: plieId, nom: 'Caron' })).id, prescripteur: 'CCAS', date_prescription: '2025-03-10', date_contact: '2025-03-20' });
    await validerLe('2025-05-03', AVRIL);
    await validerLe('2025-06-03', MAI);
    await changer('orientations', o.id, { date_integration: '2025-04-30' });
    expect(await corrections('2025-07-02', JUIN)).toEqual([
      'Caron 2025-04 Prescripteur : – → CCAS',
      'Caron 2025-04 Date de prescription : – → 2025-03-10',
      'Caron 2025-04 Situation : – → Intégré dans le mois',
      "Caron 2025-04 Date d'intégration : – → 2025-04-30",
      'Caron 2025-05 Situation : – → En parcours',
    ]);
    await validerLe('2025-07-02', JUIN);
    expect(await corrections('2025-08-02', mois('2025-07'))).toEqual([]);
    // A correction may itself be corrected: what it said is what was transmitted.
    await changer('orientations', o.id, { date_integration: '2025-04-29' });
    expect(await corrections('2025-08-02', mois('2025-07'))).toEqual(["Caron 2025-04 Date d'intégration : 2025-04-30 → 2025-04-29"]);
  });

  test.each([[20, ["Davy 2025-04 Date d'intégration : 2025-02-10 → 2025-02-11"]], [30, []]])('seul ce qui a été écrit depuis la veille de la dernière validation est relu (validée %s heures après)', async (heures, attendues) => {
    const o = await f.uneOrientation({ plie_id: plieId, personne_id: (await f.unePersonne({ plie_id: plieId, nom: 'Davy' })).id, ...parcours });
    await preparer(le('2025-05-03'), plieId, AVRIL);
    await controler(le('2025-05-03'), plieId, AVRIL, 1);
    const { rows: [apres] } = await essai.base.raw<{ rows: { le: string }[] }>(`select (now() + interval '${heures} hours')::text as le`);
    await valider(le('2025-05-03'), plieId, AVRIL, { version: 2, empreinte: (await lire('2025-05-03', AVRIL)).empreinte }, apres!.le);
    await changer('orientations', o.id, { date_integration: '2025-02-11' });
    expect(await corrections('2025-06-03', MAI)).toEqual(attendues);
  });

  test('la fusion de deux fiches corrige l\'identité une fois ; adresse, téléphone et faits du mois suivant n\'en font pas', async () => {
    const gardee = await f.unePersonne({ plie_id: plieId, nom: 'Delorme', identifiant_pe: '7654321B' });
    const seconde = await f.unePersonne({ plie_id: plieId, nom: 'Delhorme' });
    const o = await f.uneOrientation({ plie_id: plieId, personne_id: seconde.id, ...parcours });
    await f.inserer('etapes', { plie_id: plieId, orientation_id: o.id, type: 'ATELIER', date_debut: '2025-05-14' });
    await validerLe('2025-05-03', AVRIL);
    await validerLe('2025-06-03', MAI);
    await acte((trx) => reunir(trx, { ...gardee, plie_id: plieId } as unknown as Personne, { ...seconde, plie_id: plieId } as unknown as Personne));
    await changer('personnes', gardee.id, { telephone: '01 02 03 04 05', adresse: '1 rue Neuve' });
    await changer('orientations', o.id, { date_sortie: '2025-06-10', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' });
    await f.inserer('absences', { plie_id: plieId, orientation_id: o.id, date_convocation: '2025-05-22' });
    await changer('etapes', (await essai.base('etapes').where({ orientation_id: o.id }).first<{ id: number }>('id')).id, { date_fin: '2025-05-15' });
    expect(await corrections('2025-07-02', JUIN)).toEqual([
      'Delorme 2025-04 Nom : Delhorme → Delorme',
      'Delorme 2025-04 Identifiant Pôle emploi : – → 7654321B',
      'Delorme 2025-05 Étape Atelier, début 14/05/2025 : En cours → 2025-05-15',
      'Delorme 2025-05 Absence du 22/05/2025 : – → Non excusé',
    ]);
  });

  test("une personne dont le traitement est limité sort du tableau, même validé, sans correction qui la nomme ; ses lignes viennent en correction quand la limitation prend fin", async () => {
    const limitee = await f.uneOrientation({ plie_id: plieId, personne_id: (await f.unePersonne({ plie_id: plieId, nom: 'Evrard' })).id, ...parcours });
    await f.uneOrientation({ plie_id: plieId, personne_id: (await f.unePersonne({ plie_id: plieId, nom: 'Fabre' })).id, ...parcours });
    await f.inserer('etapes', { plie_id: plieId, orientation_id: limitee.id, type: 'ATELIER', date_debut: '2025-04-14' });
    await validerLe('2025-05-03', AVRIL);
    const entier = await lire('2025-05-03', AVRIL);
    const noms = (lu: Awaited<ReturnType<typeof lire>>) => [...lu.contenu.feuilles.ORIENTATIONS, ...lu.contenu.feuilles.ETAPES, ...lu.contenu.feuilles.CORRECTIONS].map((l) => l.cellules!.map(texteDe).find((c) => /^(Evrard|Fabre)$/.test(c)));
    expect(noms(entier)).toEqual(['Evrard', 'Fabre', 'Evrard']);
    const suspension = await f.inserer('suspensions_effacement', { plie_id: plieId, personne_id: limitee.personne_id, motif: 'DEMANDE_DE_LA_PERSONNE', debut: '2025-05-20' });
    const [fige, courant] = [await lire('2025-06-03', AVRIL), await lire('2025-06-03', MAI)];
    expect([noms(fige), fige.limitees, noms(courant), courant.limitees]).toEqual([['Fabre'], 1, ['Fabre'], 1]);
    // The file says of itself the checksum of what it holds; the frozen rows have not moved.
    expect([fige.empreinte === entier.empreinte, fige.empreinte === empreinteDe(fige.contenu)]).toEqual([false, true]);
    await validerLe('2025-06-03', MAI);
    await changer('suspensions_effacement', suspension.id, { fin: '2025-06-20', motif_levee: 'EXACTITUDE_VERIFIEE', prevenue_par: 'LETTRE', prevenue_le: '2025-06-19' });
    expect((await lire('2025-07-02', AVRIL)).contenu).toEqual(entier.contenu);
    // The étape has no end: it ran in May too.
    expect(await corrections('2025-07-02', JUIN)).toEqual([
      'Evrard 2025-05 Prescripteur : – → Pôle emploi', 'Evrard 2025-05 Date de prescription : – → 2025-01-10', 'Evrard 2025-05 Situation : – → En parcours', "Evrard 2025-05 Date d'intégration : – → 2025-02-10",
      'Evrard 2025-05 Étape Atelier, début 14/04/2025 : – → En cours',
    ]);
  });

  test("une rectification faite à la demande de la personne part avec le tableau suivant", async () => {
    const personne = await f.unePersonne({ plie_id: plieId, nom: 'Girard', date_naissance: '1985-04-12' });
    await f.uneOrientation({ plie_id: plieId, personne_id: personne.id, ...parcours });
    await validerLe('2025-05-03', AVRIL);
    await changer('personnes', personne.id, { nom: 'Girardin', date_naissance: '1985-04-21' });
    expect(await corrections('2025-06-03', MAI)).toEqual(['Girardin 2025-04 Nom : Girard → Girardin', 'Girardin 2025-04 Date de naissance : 1985-04-12 → 1985-04-21']);
  });
});
