/** A reprise on a real database: what a complete file gives, twice, whatever its kind; what is refused, where and why. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { contexteSysteme, type Contexte } from '../../server/acces/acteur';
import { dateCivile } from '../../server/lib/dates';
import { FichierRefuse, LIMITES_ENVOI } from '../../server/lib/classeur/lire';
import type { Cellule } from '../../server/lib/classeur/ecrire';
import { reprendre, type Options, type Reprise } from '../../server/reprise/actions';
import { fusionner } from '../../server/doublons/actions';
import { feuillesDesRefus } from '../../server/reprise/classeurs';
import { fabriquer } from '../fabriques';
import { creerBaseDeTest } from '../outils/moteur';
import { archive, classeur, csv, type Feuilles } from '../outils/fichiers';

const JOUR = '2025-06-16';
let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let contexte: Contexte;
beforeAll(async () => {
  essai = await creerBaseDeTest();
  contexte = contexteSysteme(essai.base, dateCivile(JOUR), 'essai');
});
afterAll(() => essai.fermer());

const d = (date: string): Cellule => ({ date: dateCivile(date) });
const PERSONNES = ['Réf. personne', 'Nom', 'Prénom', 'Date de naissance', 'Sexe (F/H)', 'Adresse', 'Code postal', 'Commune', 'Téléphone', 'Courriel', 'Consentement courriel', 'Identifiant Pôle emploi', 'Minimum social', 'RQTH', 'Freins'];
const ORIENTATIONS = ['Réf. orientation', 'Réf. personne', 'Date de prescription', 'Prescripteur', "Mode d'orientation", 'Agence', 'Date du premier contact', 'Type de premier contact', 'Présent au premier contact', "Date d'entrée en diagnostic", 'Date du refus', 'Motif de refus', "Date d'intégration", 'Accompagnateur', 'Début PNI', 'Fin PNI', 'Date de sortie', 'Nature de sortie', 'Motif de sortie'];
type Ligne = Partial<Record<string, Cellule>>;
/** A row written by its titles, the others empty. */
const ranger = (titres: string[], ligne: Ligne): Cellule[] => titres.map((t) => ligne[t] ?? null);
const personne = (ref: string, l: Ligne = {}) => ranger(PERSONNES, { 'Réf. personne': ref, Nom: `Nom ${ref}`, Prénom: 'Alix', 'Date de naissance': d('1985-04-12'), ...l });
const orientation = (ref: string, refPersonne: string, l: Ligne = {}) => ranger(ORIENTATIONS, { 'Réf. orientation': ref, 'Réf. personne': refPersonne, 'Date de prescription': d('2024-01-10'), Prescripteur: 'CCAS', ...l });

/** Three persons, four orientations, and one of each fact. */
const COMPLET = (agence: string): Feuilles => ({
  Personnes: [PERSONNES,
    personne('P1', { Nom: "D'Œuvre", Prénom: 'Zoé', 'Sexe (F/H)': 'f', Adresse: '3, rue des "Pins"', 'Code postal': 6600, Téléphone: '+33612345678', Courriel: 'Zoe@exemple.test', 'Consentement courriel': 'oui', 'Identifiant Pôle emploi': '1234567a006', 'Minimum social': 'rsa', RQTH: 'non', Freins: 'TRANSPORT; difficultés de logement' }),
    personne('P2', { Courriel: 'sans@exemple.test' }),
    personne('P3')],
  Orientations: [ORIENTATIONS,
    // Integrated, with a PNI whose end is to be computed, and a nature that is kept as it is given.
    orientation('O1', 'P1', { Prescripteur: 'pôle emploi', "Mode d'orientation": 'FLUX', Agence: agence, 'Date du premier contact': d('2024-01-15'), 'Type de premier contact': 'Individuel', 'Présent au premier contact': 'oui', "Date d'entrée en diagnostic": d('2024-01-20'), "Date d'intégration": d('2024-02-29'), Accompagnateur: 'lea.martin@exemple.test', 'Début PNI': d('2024-02-29'), 'Date de sortie': d('2025-01-31'), 'Nature de sortie': 'Positive - emploi', 'Motif de sortie': 'EMPLOI' }),
    // Absent at the first contact.
    orientation('O2', 'P2', { Prescripteur: 'France Travail', "Mode d'orientation": 'Information collective', 'Date du premier contact': d('2024-01-15'), 'Présent au premier contact': 'non' }),
    // Refused.
    orientation('O3', 'P3', { 'Date du refus': d('2024-02-01'), 'Motif de refus': 'Déménagement' }),
    // The same person comes back, and leaves: nature to be derived.
    orientation('O4', 'P3', { 'Date de prescription': d('2024-03-01'), "Date d'intégration": d('2024-03-10'), 'Date de sortie': d('2024-09-01'), 'Motif de sortie': 'Emploi CDI ou CDD' })],
  Étapes: [['Réf. orientation', "Type d'étape", 'Date de début', 'Date de fin'], ['O1', 'atelier', d('2024-03-01'), d('2024-03-05')], ['O4', 'PMSMP', d('2024-04-01'), null]],
  Entretiens: [['Réf. orientation', 'Date'], ['O1', d('2024-03-12')], ['O1', d('2024-04-12')], ['O1', d('2024-04-12')]],
  Absences: [['Réf. orientation', 'Date de convocation', 'Excusé'], ['O1', d('2024-05-02'), 'oui'], ['O2', d('2024-01-15'), 'oui']],
  'Informations collectives': [['Date', 'Agence', 'Convoqués', 'Présents'], [d('2024-01-15'), agence, 20, 12], [d('2024-01-15'), agence, 8, 3], [d('2024-02-15'), null, 5, 5]],
});
/** As .csv, a number of Excel is its digits. */
const enCsv = (feuilles: Feuilles, separateur: ';' | ',', encodage: 'utf8' | 'windows-1252'): Promise<Buffer> =>
  archive(Object.fromEntries(Object.entries(feuilles).map(([nom, lignes]) => [`${nom}.csv`, encodage === 'utf8' ? Buffer.from(csv(lignes, separateur)) : Buffer.from(csv(lignes, separateur).replaceAll('Œ', '\x8c'), 'latin1')])));

async function unPlie() {
  const f = fabriquer(contexte);
  const { plie, agence } = await f.unTerritoireComplet();
  return { ...plie, agence };
}
const importer = (plieId: number, contenu: Buffer, options: Partial<Options> = {}, nom = 'reprise.xlsx'): Promise<Reprise> =>
  reprendre(contexte, plieId, { contenu, nom }, { simulation: false, ignorerLesErreurs: false, limites: LIMITES_ENVOI, ...options });

/** All that a PLIE holds, without ids: two PLIEs that received the same file are the same. */
async function contenuDe(plieId: number): Promise<unknown> {
  const { rows } = await essai.base.raw<{ rows: { contenu: unknown }[] }>(`
    select json_build_object(
      'personnes', (select json_agg(to_jsonb(p) - array['id', 'plie_id'] order by p.reference_reprise) from personnes p where p.plie_id = :plie),
      'orientations', (select json_agg(to_jsonb(o) - array['id', 'plie_id', 'personne_id', 'agence_id'] || jsonb_build_object('personne', p.reference_reprise, 'agence', o.agence_id is not null) order by o.reference_reprise) from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id where o.plie_id = :plie),
      'referents', (select json_agg(json_build_object('o', o.reference_reprise, 'qui', u.courriel, 'du', r.date_debut, 'au', r.date_fin) order by o.reference_reprise) from referents r join utilisateurs u on u.id = r.utilisateur_id join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id where r.plie_id = :plie),
      'pni', (select json_agg(json_build_object('o', o.reference_reprise, 'du', n.date_debut, 'au', n.date_fin, 'clos', n.date_cloture, 'motif', n.motif_cloture) order by o.reference_reprise) from pni n join orientations o on o.plie_id = n.plie_id and o.id = n.orientation_id where n.plie_id = :plie),
      'sorties', (select json_agg(json_build_object('o', o.reference_reprise, 'origine', s.origine, 'regle', s.regle is not null, 'dite', s.explication is not null) order by o.reference_reprise) from sorties s join orientations o on o.plie_id = s.plie_id and o.id = s.orientation_id where s.plie_id = :plie),
      'faits', (select json_agg(f order by f.o, f.le) from (
        select o.reference_reprise as o, 'étape ' || e.type as quoi, e.date_debut as le, e.date_fin as au, null::boolean as a, null::boolean as b from etapes e join orientations o on o.plie_id = e.plie_id and o.id = e.orientation_id where e.plie_id = :plie
        union all select o.reference_reprise, 'entretien', e.date_entretien, null, null, null from entretiens e join orientations o on o.plie_id = e.plie_id and o.id = e.orientation_id where e.plie_id = :plie
        union all select o.reference_reprise, 'absence', e.date_convocation, null, e.excuse, e.premier_contact from absences e join orientations o on o.plie_id = e.plie_id and o.id = e.orientation_id where e.plie_id = :plie) f),
      'sessions', (select json_agg(json_build_object('le', i.date_session, 'agence', i.agence_id is not null, 'rang', i.rang, 'c', i.convoques, 'p', i.presents) order by i.date_session, i.rang) from informations_collectives i where i.plie_id = :plie)
    ) as contenu`, { plie: plieId });
  return rows[0]!.contenu;
}
const compter = async (table: string): Promise<number> => (await essai.base.raw<{ rows: { n: number }[] }>(`select count(*) as n from ${table}`)).rows[0]!.n;

describe('un fichier complet', () => {
  test('est repris tout entier, selon les règles', async () => {
    const plie = await unPlie();
    const { issue, rapport } = await importer(plie.id, await classeur(COMPLET(plie.agence.code)));
    expect(rapport.erreurs).toEqual([]);
    expect(issue).toBe('IMPORTEE');
    expect(rapport.feuilles.map((f) => [f.nom, f.lues, f.nouvelles, f.inchangees])).toEqual([['Personnes', 3, 3, 0], ['Orientations', 4, 4, 0], ['Étapes', 2, 2, 0], ['Entretiens', 3, 2, 1], ['Absences', 2, 2, 0], ['Informations collectives', 3, 3, 0]]);
    expect([rapport.courriels_ecartes, rapport.comptes_crees]).toEqual([1, 1]);
    expect(await contenuDe(plie.id)).toMatchObject({
      personnes: [
        { nom: "D'Œuvre", prenom: 'Zoé', sexe: 'F', adresse: '3, rue des "Pins"', code_postal: '06600', telephone: '+33612345678', courriel: 'zoe@exemple.test', consentement_courriel: true, identifiant_pe: '1234567A', zone_pe: '006', minimum_social: 'RSA', rqth: false, deld: null, freins: ['LOGEMENT', 'TRANSPORT'], origine: 'REPRISE' },
        { nom: 'Nom P2', courriel: null, consentement_courriel: false },
        { nom: 'Nom P3' },
      ],
      orientations: [
        { etat: 'SORTIE', prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', agence: true, date_contact: '2024-01-15', type_contact: 'INDIVIDUEL', date_diagnostic: '2024-01-20', date_integration: '2024-02-29', nature_sortie: 'POSITIVE_EMPLOI', motif_sortie: 'EMPLOI', freins: ['LOGEMENT', 'TRANSPORT'], origine: 'REPRISE' },
        { etat: 'PRESCRITE', prescripteur: 'POLE_EMPLOI', mode_orientation: 'INFO_COLLECTIVE', date_contact: null, type_contact: null },
        { etat: 'REFUSEE', motif_refus: 'DEMENAGEMENT', personne: 'P3' },
        { etat: 'SORTIE', personne: 'P3', nature_sortie: 'INITIATIVE_PARTICIPANT' },
      ],
      referents: [{ o: 'O1', qui: 'lea.martin@exemple.test', du: '2024-02-29', au: '2025-01-31' }],
      // 29/02/2024 + 24 months is clamped to 28/02/2026, less one day.
      pni: [{ o: 'O1', du: '2024-02-29', au: '2026-02-27', clos: '2025-01-31', motif: 'SORTIE' }],
      sorties: [{ o: 'O1', origine: 'REPRISE', regle: false, dite: true }, { o: 'O4', origine: 'DERIVEE', regle: true, dite: true }],
      faits: [
        { o: 'O1', quoi: 'étape ATELIER', le: '2024-03-01', au: '2024-03-05' },
        { o: 'O1', quoi: 'entretien', le: '2024-03-12' }, { o: 'O1', quoi: 'entretien', le: '2024-04-12' },
        { o: 'O1', quoi: 'absence', le: '2024-05-02', a: true, b: false },
        { o: 'O2', quoi: 'absence', le: '2024-01-15', a: true, b: true },
        { o: 'O4', quoi: 'étape PMSMP', le: '2024-04-01', au: null },
      ],
      sessions: [{ le: '2024-01-15', agence: true, rang: 1, c: 20, p: 12 }, { le: '2024-01-15', rang: 2, c: 8, p: 3 }, { le: '2024-02-15', agence: false, rang: 1, c: 5, p: 5 }],
    });
    expect(await essai.base('utilisateurs').where({ courriel: 'lea.martin@exemple.test' }).first()).toMatchObject({ organisation_id: plie.id, role: 'ACCOMPAGNATEUR', actif: false, mot_de_passe: null, prenom: 'Lea', nom: 'Martin' });
  });

  test('donne la même base en .xlsx, en .csv Windows-1252 à virgules et dans un dossier de .csv', async () => {
    const plies = [await unPlie(), await unPlie(), await unPlie()];
    const sansCompte = (agence: string): Feuilles => { const f = COMPLET(agence); return { ...f, Orientations: f.Orientations!.map((l) => l.filter((_, i) => i !== 13)) }; };
    await importer(plies[0]!.id, await classeur(sansCompte(plies[0]!.agence.nom)));
    await importer(plies[1]!.id, await enCsv(sansCompte(plies[1]!.agence.nom), ',', 'windows-1252'), {}, 'reprise.zip');
    const dossier = fs.mkdtempSync(path.join(os.tmpdir(), 'plie-reprise-'));
    for (const [nom, lignes] of Object.entries(sansCompte(plies[2]!.agence.nom))) fs.writeFileSync(path.join(dossier, `${nom}.csv`), `\ufeff${csv(lignes, ';')}`);
    await reprendre(contexte, plies[2]!.id, { chemin: dossier }, { simulation: false, ignorerLesErreurs: false, limites: LIMITES_ENVOI });
    fs.rmSync(dossier, { recursive: true });
    const [xlsx, texte, enDossier] = [await contenuDe(plies[0]!.id), await contenuDe(plies[1]!.id), await contenuDe(plies[2]!.id)];
    expect(texte).toEqual(xlsx);
    expect(enDossier).toEqual(xlsx);
  });

  test('repris deux fois ne change rien ; ce qui diffère est dit et laissé', async () => {
    const plie = await unPlie();
    const feuilles = COMPLET(plie.agence.code);
    // The account exists since the first test, in another PLIE.
    for (const l of feuilles.Orientations!.slice(1)) l[13] = null;
    await importer(plie.id, await classeur(feuilles));
    const [avant, lignes] = [await contenuDe(plie.id), await compter('journal_lignes')];
    const seconde = await importer(plie.id, await classeur(feuilles));
    expect(seconde.rapport.feuilles.map((f) => [f.nouvelles, f.inchangees, f.differentes])).toEqual([[0, 3, 0], [0, 4, 0], [0, 2, 0], [0, 3, 0], [0, 2, 0], [0, 3, 0]]);
    expect(await compter('journal_lignes')).toBe(lignes);
    feuilles.Personnes![3]![1] = 'Autre nom';
    feuilles.Orientations![3]![11] = 'EMPLOI';
    feuilles['Informations collectives']![1]![3] = 13;
    const troisieme = await importer(plie.id, await classeur(feuilles));
    expect(troisieme.rapport.feuilles.map((f) => f.differentes)).toEqual([1, 1, 0, 0, 0, 1]);
    expect(troisieme.rapport.avertissements.map((a) => [a.feuille, a.ligne])).toEqual(expect.arrayContaining([['Personnes', 4], ['Orientations', 4], ['Informations collectives', 2]]));
    expect(await contenuDe(plie.id)).toEqual(avant);
  });

  test('après la fusion de deux personnes reprises, le même fichier ne recrée personne, et une orientation de l\'ancienne référence va à la fiche gardée', async () => {
    const plie = await unPlie();
    const deux = (...suite: Cellule[][]): Promise<Buffer> => classeur({ Personnes: [PERSONNES, personne('A', { Nom: 'Jumel' }), personne('B', { Nom: 'Jumel' })], Orientations: [ORIENTATIONS, orientation('OA', 'A', { 'Date du refus': d('2024-02-01'), 'Motif de refus': 'EMPLOI' }), ...suite] });
    await importer(plie.id, await deux());
    const [gardee, ancienne] = (await essai.base('personnes').where({ plie_id: plie.id }).orderBy('id').select<{ id: number }[]>('id'));
    await fusionner(contexte, gardee!.id, ancienne!.id, { version_premiere: 1, version_seconde: 1, choix: {} });
    await importer(plie.id, await deux(orientation('OB', 'B')));
    expect(await essai.base('personnes').where({ plie_id: plie.id }).select('id')).toEqual([{ id: gardee!.id }]);
    expect(await essai.base('orientations').where({ plie_id: plie.id }).orderBy('reference_reprise').select('reference_reprise', 'personne_id')).toEqual([{ reference_reprise: 'OA', personne_id: gardee!.id }, { reference_reprise: 'OB', personne_id: gardee!.id }]);
  });

  test('complète une reprise antérieure : une feuille seule retrouve les références gardées', async () => {
    const plie = await unPlie();
    await importer(plie.id, await classeur({ Personnes: [PERSONNES, personne('P1')], Orientations: [ORIENTATIONS, orientation('O1', 'P1', { "Date d'intégration": d('2024-02-01') })] }));
    const suite = await importer(plie.id, Buffer.from('Réf. orientation;Date\nO1;05/03/2024\nO1;05/04/2024\n'), {}, 'entretiens.csv');
    expect(suite.rapport.feuilles).toEqual([{ nom: 'Entretiens', lues: 2, nouvelles: 2, inchangees: 0, differentes: 0, refusees: 0 }]);
    // A second parcours cannot open beside the one that the application holds.
    const { rapport } = await importer(plie.id, await classeur({ Orientations: [ORIENTATIONS, orientation('O2', 'P1', { "Date d'intégration": d('2024-05-01') })] }));
    expect(rapport.erreurs.map((e) => e.raison)).toEqual(["Cette personne a déjà un parcours ouvert : l'orientation « O1 » déjà dans l'application. Indiquez la sortie de l'un des deux."]);
  });
});

describe('ce qui est refusé', () => {
  const integree: Ligne = { "Date d'intégration": d('2024-02-01') };
  type Cas = [nom: string, lignes: Cellule[][], colonne: string, valeur: string, raison: RegExp];
  const PE: Ligne = { Prescripteur: 'POLE_EMPLOI', "Mode d'orientation": 'FLUX' };
  test.each<Cas>([
    ['dates à rebours', [orientation('O1', 'P1', { 'Date du refus': d('2023-12-31'), 'Motif de refus': 'EMPLOI' })], 'Date du refus', '31/12/2023', /ne peut pas précéder la prescription \(10\/01\/2024\)/],
    ['absence avant la prescription', [orientation('O1', 'P1', { 'Date du premier contact': d('2024-01-09'), 'Présent au premier contact': 'non' })], 'Date du premier contact', '09/01/2024', /ne peut pas précéder la prescription/],
    ['date à venir', [orientation('O1', 'P1', { "Date d'intégration": d('2025-06-17') })], "Date d'intégration", '17/06/2025', /n'est pas encore arrivé/],
    ['date qui n\'existe pas', [orientation('O1', 'P1', { 'Date de prescription': '31/02/2024' })], 'Date de prescription', '31/02/2024', /n'est pas une date du calendrier/],
    ['code inconnu', [orientation('O1', 'P1', { Prescripteur: 'Mairie' })], 'Prescripteur', 'Mairie', /Valeurs possibles : Pôle emploi/],
    ['mode absent', [orientation('O1', 'P1', { Prescripteur: 'Pôle emploi' })], "Mode d'orientation", '', /obligatoire quand Pôle emploi prescrit/],
    ['agence d\'ailleurs', [orientation('O1', 'P1', { ...PE, Agence: 'Agence de nulle part' })], 'Agence', 'Agence de nulle part', /ne fait pas partie de la liste/],
    ['refusée et intégrée', [orientation('O1', 'P1', { ...integree, 'Date du refus': d('2024-02-01'), 'Motif de refus': 'EMPLOI' })], 'Date du refus', '01/02/2024', /s'excluent/],
    ['refus sans motif', [orientation('O1', 'P1', { 'Date du refus': d('2024-02-01') })], 'Motif de refus', '', /pas de motif/],
    ['sortie sans intégration', [orientation('O1', 'P1', { 'Date de sortie': d('2024-05-01'), 'Motif de sortie': 'RETRAITE' })], 'Date de sortie', '01/05/2024', /suppose une intégration/],
    ['nature sans sortie', [orientation('O1', 'P1', { ...integree, 'Nature de sortie': 'ADMINISTRATIVE' })], 'Date de sortie', '', /pas de date/],
    ['PNI de plus de 24 mois', [orientation('O1', 'P1', { ...integree, 'Début PNI': d('2024-02-01'), 'Fin PNI': d('2026-02-01') })], 'Fin PNI', '01/02/2026', /24 mois au plus.*31\/01\/2026/],
    ['PNI sans intégration', [orientation('O1', 'P1', { 'Début PNI': d('2024-02-01') })], 'Début PNI', '01/02/2024', /suppose une intégration/],
    ['PNI qui se chevauchent', [orientation('O1', 'P1', { ...integree, 'Début PNI': d('2024-02-01'), 'Date de sortie': d('2024-06-30'), 'Motif de sortie': 'RETRAITE' }), orientation('O2', 'P1', { "Date d'intégration": d('2024-06-30'), 'Début PNI': d('2024-06-30') })], 'Début PNI', '30/06/2024', /chevauche celui de la ligne 2 \(du 01\/02\/2024 au 30\/06\/2024\)/],
    ['deux parcours ouverts', [orientation('O1', 'P1', integree), orientation('O2', 'P1', integree)], "Date d'intégration", '01/02/2024', /déjà un parcours ouvert : celui de la ligne 2/],
    ['orientation nommée deux fois', [orientation('O1', 'P1'), orientation('O1', 'P1')], 'Réf. orientation', 'O1', /déjà nommée à la ligne 2/],
    ['personne inconnue', [orientation('O1', 'P9')], 'Réf. personne', 'P9', /ni dans la feuille Personnes/],
    ['accompagnateur d\'ailleurs', [orientation('O1', 'P1', { ...integree, Accompagnateur: 'ailleurs@exemple.test' })], 'Accompagnateur', 'ailleurs@exemple.test', /n'est pas celui d'un accompagnateur de votre PLIE/],
  ])('%s : feuille, ligne, colonne, valeur, raison, et rien n\'est écrit', async (_nom, lignes, colonne, valeur, raison) => {
    const plie = await unPlie();
    const f = fabriquer(contexte);
    if (!(await essai.base('utilisateurs').where({ courriel: 'ailleurs@exemple.test' }).first())) await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: (await f.unPlie()).id, courriel: 'ailleurs@exemple.test' });
    const { issue, rapport } = await importer(plie.id, await classeur({ Personnes: [PERSONNES, personne('P1')], Orientations: [ORIENTATIONS, ...lignes] }));
    expect(issue).toBe('REFUSEE');
    expect(rapport.erreurs).toEqual([{ feuille: 'Orientations', ligne: lignes.length + 1, colonne, valeur, raison: expect.stringMatching(raison) as string }]);
    expect(await essai.base('personnes').where({ plie_id: plie.id })).toEqual([]);
  });

  test('les personnes : deux fois nommées, identifiant partagé ou déjà pris, cellule vide, formule', async () => {
    const plie = await unPlie();
    await fabriquer(contexte).unePersonne({ plie_id: plie.id, identifiant_pe: '7654321B' });
    const { rapport } = await importer(plie.id, await enCsv({ Personnes: [PERSONNES,
      personne('P1', { 'Identifiant Pôle emploi': '1234567A' }), personne('P1'), personne('P2', { 'Identifiant Pôle emploi': '1234567A' }),
      personne('P3', { 'Identifiant Pôle emploi': '7654321B' }), personne('P4', { Nom: null }), personne('P5', { Nom: '=SOMME(A1)' }), personne('P6', { Courriel: 'pas un courriel' }), personne('P7', { Courriel: 'pas un courriel', 'Consentement courriel': 'oui' })] }, ';', 'utf8'), {}, 'a.zip');
    expect(rapport.erreurs.map((e) => [e.ligne, e.colonne, e.valeur, e.raison.slice(0, 40)])).toEqual([
      [3, 'Réf. personne', 'P1', 'La personne « P1 » est déjà nommée à la '],
      [4, 'Identifiant Pôle emploi', '1234567A', 'Cet identifiant est déjà celui de la lig'],
      [5, 'Identifiant Pôle emploi', '7654321B', "Cet identifiant est déjà celui d'une per"],
      [6, 'Nom', '', "Cette cellule est vide, alors qu'elle es"],
      [7, 'Nom', '=SOMME(A1)', 'Cette cellule contient une formule. Remp'],
      [9, 'Courriel', 'pas un courriel', "« pas un courriel » n'est pas une adress"],
    ]);
  });

  test('les faits hors de leur parcours', async () => {
    const plie = await unPlie();
    const { rapport } = await importer(plie.id, await classeur({
      Personnes: [PERSONNES, personne('P1')],
      Orientations: [ORIENTATIONS, orientation('O1', 'P1', { "Date d'intégration": d('2024-02-01'), 'Date de sortie': d('2024-08-31'), 'Motif de sortie': 'RETRAITE' }), orientation('O2', 'P1')],
      Étapes: [['Réf. orientation', "Type d'étape", 'Date de début', 'Date de fin'], ['O1', 'ATELIER', d('2024-01-31'), null], ['O1', 'ATELIER', d('2024-09-01'), null], ['O2', 'ATELIER', d('2024-03-01'), null], ['O1', 'ATELIER', d('2024-08-31'), d('2024-08-30')], ['O9', 'Poterie', d('2024-03-01'), null]],
      Entretiens: [['Réf. orientation', 'Date'], ['O1', d('2024-01-09')], ['O1', d('2024-09-01')], ['O1', d('2025-06-17')]],
      Absences: [['Réf. orientation', 'Date de convocation'], ['O1', d('2024-01-09')]],
    }));
    expect(rapport.erreurs.map((e) => [e.feuille, e.ligne, e.colonne])).toEqual([
      ['Étapes', 2, 'Date de début'], ['Étapes', 3, 'Date de début'], ['Étapes', 4, ''], ['Étapes', 5, 'Date de fin'], ['Étapes', 6, "Type d'étape"], ['Étapes', 6, 'Réf. orientation'],
      ['Entretiens', 2, 'Date'], ['Entretiens', 3, 'Date'], ['Entretiens', 4, 'Date'], ['Absences', 2, 'Date de convocation'],
    ]);
  });

  test.each<[string, Feuilles, RegExp]>([
    ['colonne obligatoire absente', { Personnes: [['Réf. personne', 'Nom', 'Prénom'], ['P1', 'A', 'B']] }, /^Personnes : il manque la colonne obligatoire « Date de naissance »/],
    ['colonne en double', { Personnes: [[...PERSONNES, 'NOM (usuel)'], [...personne('P1'), 'B']] }, /« NOM \(usuel\) » figure deux fois/],
    ['aucune feuille connue', { Feuil1: [['Nom'], ['A']] }, /Aucune feuille de ce fichier n'est connue/],
  ])('%s : le fichier entier est refusé', async (_nom, feuilles, raison) => {
    const plie = await unPlie();
    const erreur = await importer(plie.id, await classeur(feuilles), { ignorerLesErreurs: true }).then(() => null, (e: unknown) => e);
    expect(erreur).toBeInstanceOf(FichierRefuse);
    expect((erreur as Error).message).toMatch(raison);
  });

  test('une colonne ou une feuille inconnue est signalée et n\'arrête rien', async () => {
    const plie = await unPlie();
    const { issue, rapport } = await importer(plie.id, await classeur({ Personnes: [['Couleur', ...PERSONNES.map((t) => ` ${t.toUpperCase()} `)], ['bleu', ...personne('P1')]], Notes: [['a']] }));
    expect(issue).toBe('IMPORTEE');
    expect(rapport.avertissements.map((a) => [a.feuille, a.colonne])).toEqual([['Notes', ''], ['Personnes', 'Couleur']]);
  });
});

describe('en ignorant les erreurs', () => {
  test('les lignes justes entrent ; les refusées, et ce qui en dépend, vont dans leur classeur avec leur motif', async () => {
    const plie = await unPlie();
    const fichier = await classeur({
      Personnes: [PERSONNES, personne('P1'), personne('P2', { Téléphone: 'aucun' })],
      Orientations: [ORIENTATIONS, orientation('O1', 'P1', { "Date d'intégration": d('2024-02-01') }), orientation('O2', 'P2', { "Date d'intégration": d('2024-02-01') })],
      Entretiens: [['Réf. orientation', 'Date'], ['O1', d('2024-03-12')], ['O2', d('2024-03-12')]],
    });
    const { issue, rapport, refusees } = await importer(plie.id, fichier, { ignorerLesErreurs: true });
    expect(issue).toBe('IMPORTEE');
    expect(rapport.feuilles.map((f) => [f.nouvelles, f.refusees])).toEqual([[1, 1], [1, 1], [1, 1]]);
    expect(await contenuDe(plie.id)).toMatchObject({ personnes: [{ reference_reprise: 'P1' }], orientations: [{ reference_reprise: 'O1' }], faits: [{ o: 'O1', quoi: 'entretien' }] });
    const refus = feuillesDesRefus(refusees).map((f) => ({ nom: f.nom, titres: f.colonnes.map((c) => c.titre), lignes: [...(f.lignes as Iterable<Cellule[]>)] }));
    expect(refus.map((f) => f.nom)).toEqual(['Personnes', 'Orientations', 'Entretiens']);
    expect(refus[0]!.titres).toEqual([...PERSONNES, 'Motif du refus']);
    expect(refus[0]!.lignes).toEqual([[...personne('P2', { Téléphone: 'aucun' }), expect.stringMatching(/^« Téléphone » : « aucun » n'est pas un numéro/) as string]]);
    expect(refus[1]!.lignes[0]!.at(-1)).toMatch(/Sa personne est refusée/);
    expect(refus[2]!.lignes).toEqual([['O2', d('2024-03-12'), expect.stringMatching(/Son orientation est refusée/) as string]]);
    // The workbook of refused rows, corrected, completes the reprise.
    const corrige: Feuilles = Object.fromEntries(refus.map((f) => [f.nom, [f.titres, ...f.lignes]]));
    corrige.Personnes![1]![PERSONNES.indexOf('Téléphone')] = '0612345678';
    expect((await importer(plie.id, await classeur(corrige))).rapport.feuilles.map((f) => f.nouvelles)).toEqual([1, 1, 1]);
    expect(await contenuDe(plie.id)).toMatchObject({ personnes: [{}, { reference_reprise: 'P2' }], orientations: [{}, { reference_reprise: 'O2' }] });
  });

  test('une simulation n\'écrit rien', async () => {
    const plie = await unPlie();
    expect((await importer(plie.id, await classeur({ Personnes: [PERSONNES, personne('P1')] }), { simulation: true })).issue).toBe('SIMULEE');
    expect(await essai.base('personnes').where({ plie_id: plie.id })).toEqual([]);
  });
});
