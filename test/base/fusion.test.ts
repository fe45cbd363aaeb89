/** Two files made one: what is moved, what is refused. */
import { demarrerEssai, type Essai } from '../outils/application';
import { distinguer, fusionner, type DemandeDeFusion } from '../../server/doublons/actions';
import { listerPaires } from '../../server/doublons/queries';
import { RegleEnfreinte } from '../../server/lib/erreurs';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { listerAbsences, listerEtapes, listerLignes } from '../../reports/tableau-de-suivi/queries';
import { dateCivile } from '../../server/lib/dates';

let essai: Essai;
let plie: { id: number; code: string };
let agence: { id: number };
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
});
afterAll(() => essai.fermer());

const base = () => essai.contexte.base;
const lire = async <T>(texte: string, valeurs: unknown[] = []): Promise<T[]> => (await base().raw<{ rows: T[] }>(texte, valeurs as never)).rows;
const personne = (champs: Record<string, unknown>) => essai.fabriques.unePersonne({ plie_id: plie.id, ...champs });
let rang = 0;
const reference = () => `P${rang += 1}`;
const orienter = (personne_id: number, champs: Record<string, unknown> = {}) => essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id, agence_id: agence.id, ...champs });
const demande = (choix: DemandeDeFusion['choix'] = {}): DemandeDeFusion => ({ version_premiere: 1, version_seconde: 1, choix });
const toutes = async (tables: string[]) => Promise.all(tables.map((t) => lire(`select * from ${t} order by 1, 2`)));

/** Two files of one person, with one of everything on each side. */
async function deuxFiches() {
  const a = await personne({ nom: 'Delmare', prenom: 'Élodie', date_naissance: '1985-04-12', identifiant_pe: '1111111A', telephone: '01 99 00 00 01', reference_reprise: reference(), freins: ['LOGEMENT'] });
  const b = await personne({ nom: 'DELMARE', prenom: 'Elodie', date_naissance: '1985-04-12', identifiant_pe: '2222222B', commune: 'Valmorin', reference_reprise: reference(), freins: ['TRANSPORT', 'SANTE'] });
  const accompagnateur = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const remplir = async (o: { id: number; personne_id: number }, jour: string) => {
    const parcours = { plie_id: plie.id, orientation_id: o.id };
    const date = (mois: string) => `${jour}-${mois}-10`;
    await essai.fabriques.inserer('referents', { ...parcours, utilisateur_id: accompagnateur.id, date_debut: date('03') });
    await essai.fabriques.inserer('pni', { ...parcours, personne_id: o.personne_id, date_debut: date('03'), date_fin: date('12'), date_cloture: date('12'), motif_cloture: 'SORTIE' });
    await essai.fabriques.inserer('entretiens', { ...parcours, date_entretien: date('04') });
    await essai.fabriques.inserer('absences', { ...parcours, date_convocation: date('05') });
    await essai.fabriques.inserer('etapes', { ...parcours, type: 'ATELIER', date_debut: date('05'), date_fin: date('05') });
    await essai.fabriques.inserer('demandes_pe', { ...parcours, type: 'PERMIS_B', date_demande: date('06') });
    await essai.fabriques.inserer('prolongations', { ...parcours, date_decision: date('06'), date_fin: date('12'), instance: 'DIRECTION_PLIE', raison: 'SANTE' });
    const suivi = await essai.fabriques.inserer('suivis_emploi', { ...parcours, nature: 'EMPLOI', contrat: 'CDI', date_debut: date('06') });
    await essai.fabriques.inserer('suivi_contacts', { plie_id: plie.id, suivi_id: suivi.id, mois: 1, date_contact: date('07'), en_poste: true });
    await essai.fabriques.inserer('sorties', { ...parcours, suivi_id: suivi.id, origine: 'REPRISE' });
  };
  const sortie = { nature_sortie: 'POSITIVE_EMPLOI', motif_sortie: 'EMPLOI' };
  const oa = await orienter(a.id, { date_prescription: '2023-01-10', date_contact: '2023-02-01', date_integration: '2023-03-10', date_sortie: '2023-12-10', ...sortie });
  const ob = await orienter(b.id, { date_prescription: '2024-01-10', date_contact: '2024-02-01', date_integration: '2024-03-10', date_sortie: '2024-12-10', ...sortie });
  await remplir(oa, '2023');
  await remplir(ob, '2024');
  return { a, b, oa, ob };
}

test('tout est gardé et passe à la fiche gardée ; les données sont celles choisies ; bilan et tableau ne changent pas', async () => {
  const { a, b, oa, ob } = await deuxFiches();
  const tiers = await personne({ nom: 'Tierce' });
  await distinguer(essai.contexte, tiers.id, b.id);
  await distinguer(essai.contexte, a.id, b.id);
  const bilans = () => Promise.all([2023, 2024].map(async (annee) => (await etablirBilan(essai.contexte, { annee, territoire: { type: 'PLIE', code: plie.code } })).lignes));
  const mois = { debut: dateCivile('2024-05-01'), fin: dateCivile('2024-05-31') };
  const tableau = async () => {
    const args = [base(), essai.contexte.acteur, plie.id, mois] as const;
    const sansNom = (lignes: object[]) => lignes.map((l) => ({ ...l, nom: '', prenom: '', personne_id: 0, identifiant_pe: '', commune: '', telephone: '' }));
    return [sansNom(await listerLignes(...args)), sansNom(await listerEtapes(...args)), sansNom(await listerAbsences(...args))];
  };
  const enfants = ['referents', 'entretiens', 'absences', 'etapes', 'demandes_pe', 'prolongations', 'suivis_emploi', 'suivi_contacts', 'sorties'];
  const avant = { bilans: await bilans(), tableau: await tableau(), enfants: await toutes(enfants) };
  expect(avant.bilans.map((l) => l[0]!.comptes['10']!.valeur)).toEqual([1, 1]);
  expect(avant.tableau.map((t) => t.length)).toEqual([1, 1, 1]);

  const fait = await fusionner(essai.contexte, b.id, a.id, demande({ nom: 'PREMIERE', prenom: 'PREMIERE', identifiant_pe: 'SECONDE', telephone: 'PREMIERE', adresse: 'SECONDE', freins: 'SECONDE' }));
  expect(fait.personne_id).toBe(a.id);
  expect(await lire('select nom, prenom, identifiant_pe, telephone, commune, freins, reference_reprise from personnes where id in (?, ?)', [a.id, b.id])).toEqual([
    { nom: 'Delmare', prenom: 'Élodie', identifiant_pe: '2222222B', telephone: '01 99 00 00 01', commune: 'Valmorin', freins: ['TRANSPORT', 'SANTE'], reference_reprise: 'P1' },
  ]);
  expect(await lire('select id, personne_id from orientations where id in (?, ?) order by id', [oa.id, ob.id])).toEqual([{ id: oa.id, personne_id: a.id }, { id: ob.id, personne_id: a.id }]);
  expect(await lire('select personne_id from pni where orientation_id in (?, ?)', [oa.id, ob.id])).toEqual([{ personne_id: a.id }, { personne_id: a.id }]);
  expect(await toutes(enfants)).toEqual(avant.enfants);
  expect(await bilans()).toEqual(avant.bilans);
  expect(await tableau()).toEqual(avant.tableau);
  // « The third and the second are two persons » is now said of the one kept; of the pair itself nothing is left to say.
  expect(await lire('select premiere_id, seconde_id from personnes_distinctes')).toEqual([{ premiere_id: Math.min(a.id, tiers.id), seconde_id: Math.max(a.id, tiers.id) }]);
  expect(await lire('select personne_id, ancienne_id, reference_reprise from fusions where ancienne_id = ?', [b.id])).toEqual([{ personne_id: a.id, ancienne_id: b.id, reference_reprise: 'P2' }]);

  // The journal tells it whole: one act, what went into what, and the former values of both.
  const [acte] = await lire<{ id: number; personne_id: number; details: object }>("select id, personne_id, details from journal_actes where action = 'doublon.fusionner'");
  expect(acte).toMatchObject({ personne_id: a.id, details: { fiche_gardee: a.id, fiche_fusionnee: b.id } });
  const lignes = await lire<{ operation: string; table_nom: string; ligne_id: number; avant: Record<string, unknown> }>('select operation, table_nom, ligne_id, avant from journal_lignes where acte_id = ? order by id', [acte!.id]);
  expect(lignes.find((l) => l.table_nom === 'personnes' && l.operation === 'SUPPRESSION')).toMatchObject({ ligne_id: b.id, avant: { nom: 'DELMARE', prenom: 'Elodie', identifiant_pe: '2222222B', commune: 'Valmorin', freins: ['TRANSPORT', 'SANTE'] } });
  expect(lignes.find((l) => l.table_nom === 'personnes' && l.operation === 'MODIFICATION')).toMatchObject({ ligne_id: a.id, avant: { identifiant_pe: '1111111A', freins: ['LOGEMENT'] } });
  expect(lignes.find((l) => l.table_nom === 'orientations')).toMatchObject({ ligne_id: ob.id, operation: 'MODIFICATION', avant: { personne_id: b.id } });
});

test('une fiche déjà issue d\'une fusion peut être fusionnée à son tour : les deux anciennes mènent à la dernière', async () => {
  const [c, b, a] = [await personne({ nom: 'Chaîne' }), await personne({ nom: 'Chaîne' }), await personne({ nom: 'Chaîne' })];
  await fusionner(essai.contexte, a.id, b.id, demande());
  await fusionner(essai.contexte, b.id, c.id, { ...demande(), version_seconde: 1 });
  expect(await lire('select personne_id, ancienne_id from fusions where ancienne_id in (?, ?) order by ancienne_id', [a.id, b.id])).toEqual([{ personne_id: c.id, ancienne_id: b.id }, { personne_id: c.id, ancienne_id: a.id }]);
});

describe('ce qu\'une seule personne ne peut pas avoir empêche la fusion, avant toute écriture', () => {
  const integree = { date_prescription: '2025-01-10', date_contact: '2025-01-20', date_integration: '2025-02-10' };
  const sortie = { nature_sortie: 'ADMINISTRATIVE', motif_sortie: 'DEMENAGEMENT' };
  const cas: [string, RegExp, Record<string, unknown>, Record<string, unknown>, ([string, string] | null)[]][] = [
    ['deux parcours ouverts', /parcours ouvert, depuis le 10\/02\/2025 et depuis le 10\/02\/2025.*sortie/, integree, integree, [null, null]],
    ['un parcours et une orientation en cours', /orientation en cours, du 10\/01\/2025 et du 02\/05\/2025/, integree, { date_prescription: '2025-05-02' }, [null, null]],
    ['deux orientations en cours', /orientation en cours, du 01\/04\/2025 et du 02\/05\/2025/, { date_prescription: '2025-04-01' }, { date_prescription: '2025-05-02' }, [null, null]],
    ['des PNI qui se touchent d\'un jour', /PNI se chevauchent : du 01\/03\/2023 au 30\/06\/2024, et du 30\/06\/2024 au 31\/12\/2024/, { ...integree, date_prescription: '2023-01-01', date_contact: null, date_integration: '2023-02-01', date_sortie: '2024-06-30', ...sortie },
      { ...integree, date_prescription: '2024-05-01', date_contact: null, date_integration: '2024-06-30', date_sortie: '2024-12-31', ...sortie }, [['2023-03-01', '2024-06-30'], ['2024-06-30', '2024-12-31']]],
  ];
  test.each(cas)('%s', async (_nom, phrase, chezA, chezB, pni) => {
    const [a, b] = [await personne({ nom: 'Empêchée' }), await personne({ nom: 'Empêchée' })];
    for (const [p, champs, dates] of [[a, chezA, pni[0]], [b, chezB, pni[1]]] as const) {
      const o = await orienter(p.id, champs);
      if (dates) await essai.fabriques.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: p.id, date_debut: dates[0], date_fin: dates[1], date_cloture: dates[1], motif_cloture: 'SORTIE' });
    }
    const tables = ['personnes', 'orientations', 'pni', 'fusions', 'journal_actes'];
    const avant = await toutes(tables);
    const refus = await fusionner(essai.contexte, a.id, b.id, demande()).catch((e: unknown) => e);
    expect(refus).toBeInstanceOf(RegleEnfreinte);
    expect((refus as RegleEnfreinte).erreurs.map((e) => e.message)).toEqual([expect.stringMatching(phrase)]);
    expect(await toutes(tables)).toEqual(avant);
  });
});

test('des PNI qui se suivent d\'un jour ne gênent pas ; un choix non fait, une naissance après la première prescription, si', async () => {
  const [a, b] = [await personne({ nom: 'Suite', date_naissance: '1985-04-12' }), await personne({ nom: 'Suite', date_naissance: '2024-04-12' })];
  const sortie = { nature_sortie: 'ADMINISTRATIVE', motif_sortie: 'DEMENAGEMENT' };
  for (const [p, debut, fin] of [[a, '2023-01-01', '2023-12-31'], [b, '2024-01-01', '2024-12-31']] as const) {
    const o = await orienter(p.id, { date_prescription: debut, date_integration: debut, date_sortie: fin, ...sortie });
    await essai.fabriques.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: p.id, date_debut: debut, date_fin: fin, date_cloture: fin, motif_cloture: 'SORTIE' });
  }
  await expect(fusionner(essai.contexte, a.id, b.id, demande())).rejects.toMatchObject({ erreurs: [{ champ: 'date_naissance', message: expect.stringContaining('choisissez') as string }] });
  await expect(fusionner(essai.contexte, a.id, b.id, demande({ date_naissance: 'SECONDE' }))).rejects.toMatchObject({ erreurs: [{ champ: 'date_naissance', message: expect.stringContaining('01/01/2023') as string }] });
  await fusionner(essai.contexte, a.id, b.id, demande({ date_naissance: 'PREMIERE' }));
  expect(await lire('select date_naissance from personnes where id = ?', [a.id])).toEqual([{ date_naissance: '1985-04-12' }]);
});

test('les paires ressemblantes : ni plus ni moins, les plus sûres d\'abord, jamais d\'un PLIE à l\'autre, sans celles qu\'on a écartées', async () => {
  const autre = await essai.fabriques.unTerritoireComplet();
  const ici = await essai.fabriques.unTerritoireComplet();
  const p = async (prenom: string, nom: string, date_naissance: string, plie_id = ici.plie.id) => (await essai.fabriques.unePersonne({ plie_id, nom, prenom, date_naissance })).id;
  const noms = new Map<number, string>();
  const inscrire = async (cle: string, prenom: string, nom: string, date: string, plieId?: number) => noms.set(await p(prenom, nom, date, plieId), cle);
  await inscrire('Zoé', 'Zoé', "D'Almeida", '1990-03-04');
  await inscrire('Zoe', 'ZOE', 'd almeida', '1990-03-04');
  await inscrire('ailleurs', 'Zoé', "D'Almeida", '1990-03-04', autre.plie.id);
  await inscrire('Marin', 'Jules', 'Marin', '1979-12-31');
  await inscrire('inversé', 'Marin', 'Jules', '1979-12-31');
  await inscrire('Bernart', 'Ines', 'Bernart', '1988-05-06');
  await inscrire('Bernard', 'Inès', 'Bernard-Costa', '1988-05-06');
  await inscrire('Bernard seule', 'Inès', 'Bernard', '1988-05-06');
  await inscrire('jour', 'Paul', 'Rivet', '1970-03-04');
  await inscrire('mois', 'Paul', 'Rivet', '1970-04-03');
  await inscrire('chiffre', 'Lila', 'Sorel', '1982-07-15');
  await inscrire('autre chiffre', 'Lila', 'Sorel', '1992-07-15');
  await inscrire('deux chiffres', 'Lila', 'Sorel', '1993-07-16');
  await inscrire('voisin', 'Karim', 'Tellier', '1988-05-06');
  await inscrire('écarté 1', 'Léa', 'Vasseur', '1999-01-01');
  await inscrire('écarté 2', 'Lea', 'Vasseur', '1999-01-01');
  const id = (cle: string) => [...noms].find(([, c]) => c === cle)![0];
  await distinguer(essai.contexte, id('écarté 2'), id('écarté 1'));
  const acteur = { ...essai.contexte.acteur, role: 'ANIMATION' as const, organisation: { id: ici.plie.id, type: 'PLIE' as const, code: '', nom: '', departementCode: null, regionCode: null } };
  const paires = await listerPaires({ base: base(), acteur });
  expect(paires.map((x) => [noms.get(x.premiere_id), noms.get(x.seconde_id), x.ressemblance])).toEqual([
    ['Zoé', 'Zoe', 'MEME_IDENTITE'],
    ['Marin', 'inversé', 'NOMS_INVERSES'],
    ['Bernard', 'Bernard seule', 'NOM_PROCHE'],
    ['Bernart', 'Bernard seule', 'NOM_PROCHE'],
    ['jour', 'mois', 'JOUR_ET_MOIS'],
    ['chiffre', 'autre chiffre', 'UN_CHIFFRE'],
  ]);
});
