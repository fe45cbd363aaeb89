/** The quality checks of a month: each rule at its boundaries, each count the length of its list, nothing of another territory. */
import { compterControles, CONTROLES, controlerLeMois, listerControle, mesurerLeMois } from '../../server/controles/queries';
import { etablirTableau } from '../../reports/tableau-de-suivi/tableau';
import { ecrire } from '../../server/lib/ecriture';
import type { Mois } from '../../server/lib/dates';
import { demarrerEssai, envoyer, type Essai } from '../outils/application';

/** May is over; the 16th of June is thirty days after the 17th of May. */
const JOUR = '2025-06-16';
const MAI = '2025-05' as Mois;
let essai: Essai;
const plies: number[] = [];
beforeAll(async () => { essai = await demarrerEssai(JOUR); });
afterAll(() => essai.fermer());

type Champs = Record<string, unknown>;
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const TOUT = { accompagnateur: null, page: 1, parPage: 1000 };

/** A PLIE of its own: what a check finds there is what the test put there. */
async function unTerrain() {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet();
  plies.push(plie.id);
  const compte = (champs: Champs = {}) => f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, ...champs });
  const personne = (champs: Champs = {}) => f.unePersonne({ plie_id: plie.id, identifiant_pe: String(10_000_000 + plies.length * 1000 + (rang += 1)), ...champs });
  const orienter = async (champs: Champs = {}, personne_id?: number) => {
    const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne_id ?? (await personne()).id, agence_id: agence.id, date_prescription: '2023-01-10', ...champs });
    const sur = (table: string, valeurs: Champs) => f.inserer(table, { plie_id: plie.id, orientation_id: o.id, ...valeurs });
    return { id: o.id, personne_id: o.personne_id, sur, avecPni: (valeurs: Champs) => sur('pni', { personne_id: o.personne_id, ...valeurs }) };
  };
  const enParcours = (date_integration: string, champs: Champs = {}) => orienter({ date_contact: '2023-01-20', date_integration, ...champs });
  const trouver = async (code: string) => (await listerControle(essai.contexte, plie.id, code, MAI, TOUT)).lignes.map((l) => l.orientation_id).sort((a, b) => a - b);
  return { plieId: plie.id, agence, compte, personne, orienter, enParcours, trouver };
}
let rang = 0;
const ids = (...orientations: { id: number }[]) => orientations.map((o) => o.id).sort((a, b) => a - b);

test('sans identifiant, sans agence : les lignes du tableau du mois, ni plus ni moins', async () => {
  const t = await unTerrain();
  const anonyme = async () => (await t.personne({ identifiant_pe: null })).id;
  const attendue = await t.orienter({ agence_id: null }, await anonyme());
  const finieLePremier = await t.orienter({ agence_id: null, date_refus: '2025-05-01', motif_refus: 'EMPLOI' }, await anonyme());
  await t.orienter({ agence_id: null, date_refus: '2025-04-30', motif_refus: 'EMPLOI' }, await anonyme());
  await t.orienter({ agence_id: null, date_prescription: '2025-06-01' }, await anonyme());
  await t.orienter({ agence_id: null, prescripteur: 'CCAS' }, await anonyme());
  await t.orienter();
  const { lignes } = await etablirTableau(essai.contexte, { id: t.plieId }, MAI);
  for (const [code, sans] of [['SANS_IDENTIFIANT', lignes.filter((l) => !l.identifiant_pe)], ['SANS_AGENCE', lignes.filter((l) => !l.agence_nom)]] as const) {
    expect(await t.trouver(code)).toEqual(ids(attendue, finieLePremier));
    expect(sans.map((l) => l.orientation_id).sort((a, b) => a - b)).toEqual(ids(attendue, finieLePremier));
  }
});

test('une orientation attend depuis plus de trente jours : trente non, trente et un oui', async () => {
  const t = await unTerrain();
  await t.orienter({ date_prescription: '2025-05-01' });
  const tardive = await t.orienter({ date_prescription: '2025-04-30' });
  const convoquee = await t.orienter({ date_prescription: '2025-04-01' });
  await convoquee.sur('absences', { date_convocation: '2025-05-01', premier_contact: true });
  await t.orienter({ date_prescription: '2025-04-01', date_contact: '2025-06-02' });
  expect(await t.trouver('ORIENTATION_EN_ATTENTE')).toEqual(ids(tardive));
});

test('un mois sans entretien, sauf dispense ; le mois de la sortie n\'en demande pas', async () => {
  const t = await unTerrain();
  const rien = await t.enParcours('2025-04-30');
  await t.enParcours('2025-05-01');
  for (const jour of ['2025-05-01', '2025-05-31']) await (await t.enParcours('2025-01-10')).sur('entretiens', { date_entretien: jour });
  const apres = await t.enParcours('2025-01-10');
  await apres.sur('entretiens', { date_entretien: '2025-06-01' });
  await (await t.enParcours('2025-01-10')).sur('etapes', { type: 'FORMATION', date_debut: '2025-05-01', date_fin: '2025-05-31' });
  const incomplete = await t.enParcours('2025-01-10');
  await incomplete.sur('etapes', { type: 'FORMATION', date_debut: '2025-05-02', date_fin: '2025-05-31' });
  const sortir = (date_sortie: string) => t.enParcours('2025-01-10', { date_sortie, nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' });
  await sortir('2025-05-31');
  const sortieEnJuin = await sortir('2025-06-01');
  expect(await t.trouver('SANS_ENTRETIEN')).toEqual(ids(rien, apres, incomplete, sortieEnJuin));
});

test('un parcours trop long : 24 mois, 6 de plus en emploi, ou la prolongation, au jour près', async () => {
  const t = await unTerrain();
  await t.enParcours('2023-06-01');
  const unJour = await t.enParcours('2023-05-31');
  const suivre = async (date_debut: string, date_perte: string | null = null) => { const o = await t.enParcours('2023-02-01'); await o.sur('suivis_emploi', { nature: 'EMPLOI', contrat: 'CDI', date_debut, date_perte }); return o; };
  await suivre('2024-12-01');
  const [suiviFini, suiviPerdu] = [await suivre('2024-11-30'), await suivre('2024-12-01', '2025-02-01')];
  const prolonger = async (date_fin: string) => { const o = await t.enParcours('2023-02-01'); await o.sur('prolongations', { date_decision: '2025-01-15', date_fin, instance: 'DIRECTION_PLIE', raison: 'AUTRE' }); return o; };
  await prolonger('2025-05-31');
  const prolongeTropPeu = await prolonger('2025-05-30');
  expect(await t.trouver('PARCOURS_TROP_LONG')).toEqual(ids(unJour, suiviFini, suiviPerdu, prolongeTropPeu));
});

test('le PNI : échu le lendemain de son dernier jour, et non demandé', async () => {
  const t = await unTerrain();
  const poser = async (date_fin: string, champs: Champs = {}) => { const o = await t.enParcours('2024-02-01'); await o.avecPni({ date_debut: '2024-02-10', date_fin, ...champs }); return o; };
  const echu = await poser('2025-05-30');
  await poser('2025-05-31');
  await poser('2025-05-30', { date_cloture: '2025-05-30', motif_cloture: 'AUTRE' });
  expect(await t.trouver('PNI_ECHU')).toEqual(ids(echu));
  const sans = await t.enParcours('2025-05-31');
  await t.enParcours('2025-06-01');
  await (await t.enParcours('2025-05-10')).avecPni({ date_demande: '2025-05-10' });
  expect(await t.trouver('INTEGRATION_SANS_PNI')).toEqual(ids(sans));
});

test('une intégration décidée attend son contrat', async () => {
  const t = await unTerrain();
  const decidee = await t.orienter({ date_contact: '2025-05-02', date_decision: '2025-05-31' });
  await t.orienter({ date_contact: '2025-05-02', date_decision: '2025-06-01' });
  await t.enParcours('2025-05-31', { date_decision: '2025-05-31' });
  await t.orienter({ date_contact: '2025-05-02', date_decision: '2025-05-31', date_refus: '2025-06-05', motif_refus: 'EMPLOI' });
  expect(await t.trouver('INTEGRATION_SANS_CONTRAT')).toEqual(ids(decidee));
});

test('une absence du mois, dans les trente jours où elle se signale encore', async () => {
  const t = await unTerrain();
  const manquer = async (date_convocation: string, champs: Champs = {}) => { const o = await t.orienter({ date_prescription: '2025-04-01', ...champs }); return { ...o, absence: await o.sur('absences', { date_convocation, premier_contact: true }) }; };
  await manquer('2025-05-16');
  const [premiere, derniere] = [await manquer('2025-05-17'), await manquer('2025-05-31')];
  await manquer('2025-06-01');
  await manquer('2025-05-20', { prescripteur: 'CCAS' });
  const dite = await manquer('2025-05-20');
  await dite.sur('avis_absence', { absence_id: dite.absence.id, destinataire: 'boite@exemple.test', canal_fichier: 'COURRIEL', canal_cle: 'TELEPHONE', empreinte: '0'.repeat(64), etat: 'ENVOYE', envoye_le: '2025-05-21T08:00:00Z' });
  expect(await t.trouver('ABSENCE_NON_SIGNALEE')).toEqual(ids(premiere, derniere));
});

test('un parcours dont le référent ne peut plus se connecter', async () => {
  const t = await unTerrain();
  const [parti, present] = [await t.compte({ actif: false }), await t.compte()];
  const suivre = async (...referents: Champs[]) => { const o = await t.enParcours('2025-01-10'); for (const r of referents) await o.sur('referents', r); return o; };
  const sien = await suivre({ utilisateur_id: parti.id, date_debut: '2025-01-10' });
  await suivre({ utilisateur_id: present.id, date_debut: '2025-01-10' });
  await suivre({ utilisateur_id: parti.id, date_debut: '2025-01-10', date_fin: '2025-02-10' }, { utilisateur_id: present.id, date_debut: '2025-02-11' });
  expect(await t.trouver('REFERENT_DESACTIVE')).toEqual(ids(sien));
});

test('une sortie du mois en emploi sans preuve', async () => {
  const t = await unTerrain();
  const sortir = async (date_sortie: string, motif_sortie = 'EMPLOI', preuve: Champs = {}) => {
    const o = await t.enParcours('2024-01-10', { date_sortie, motif_sortie, nature_sortie: 'INITIATIVE_PARTICIPANT' });
    const suivi = await o.sur('suivis_emploi', { nature: 'EMPLOI', contrat: 'CDI', mi_temps: true, date_debut: '2024-10-01', ...preuve });
    await o.sur('sorties', { suivi_id: suivi.id, origine: 'DERIVEE', regle: '2024-1' });
    return o;
  };
  await sortir('2025-04-30');
  const [premier, dernier] = [await sortir('2025-05-01'), await sortir('2025-05-31')];
  await sortir('2025-06-01');
  await sortir('2025-05-15', 'FIN_DE_PARCOURS');
  await sortir('2025-05-15', 'EMPLOI', { preuve: 'BULLETIN_SALAIRE', date_preuve: '2025-05-16' });
  expect(await t.trouver('SORTIE_SANS_PREUVE')).toEqual(ids(premier, dernier));
});

test('un doublon compte une fois, si l\'une des deux fiches est au tableau du mois', async () => {
  const t = await unTerrain();
  const paire = async (nom: string, date_naissance: string) => [await t.personne({ nom, prenom: 'Noé', date_naissance }), await t.personne({ nom, prenom: 'Noe', date_naissance })] as const;
  const [a, b] = await paire('Castellan', '1980-01-01');
  await t.orienter({ date_prescription: '2025-05-01' }, a.id);
  const recente = await t.orienter({ date_prescription: '2025-05-20' }, b.id);
  const [c] = await paire('Durieux', '1981-01-01');
  await t.orienter({ date_prescription: '2025-06-02' }, c.id);
  const [e, f] = await paire('Ferrand', '1982-01-01');
  await t.orienter({ date_prescription: '2025-05-20' }, e.id);
  await essai.fabriques.inserer('personnes_distinctes', { plie_id: t.plieId, premiere_id: e.id, seconde_id: f.id });
  expect((await listerControle(essai.contexte, t.plieId, 'DOUBLON', MAI, TOUT)).lignes).toMatchObject([{ orientation_id: recente.id, personne_id: b.id, objet_id: a.id, detail: 'Noé CASTELLAN' }]);
});

test('déjà en parcours dans un autre PLIE : on le dit, et rien d\'autre', async () => {
  const [t, autre] = [await unTerrain(), await unTerrain()];
  const ailleurs = async (identifiant_pe: string, champs: Champs) => autre.orienter({ date_contact: '2023-01-20', ...champs }, (await autre.personne({ identifiant_pe, nom: 'Secret', prenom: 'Ailleurs' })).id);
  await ailleurs('7654321A', { date_integration: '2025-01-10' });
  await ailleurs('7654321B', {});
  await ailleurs('7654321C', { date_integration: '2024-01-10', date_sortie: '2025-02-01', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' });
  const [suivie] = [await t.orienter({}, (await t.personne({ identifiant_pe: '7654321A', nom: 'Ici' })).id)];
  for (const identifiant_pe of ['7654321B', '7654321C']) await t.orienter({}, (await t.personne({ identifiant_pe })).id);
  expect(await t.trouver('SUIVIE_AILLEURS')).toEqual(ids(suivie));
  const animation = await essai.comme('ANIMATION', t.plieId);
  const page = (await animation.get('/controles/suivie-ailleurs?mois=2025-05').expect(200)).text;
  expect(texte(page)).toContain('Alix ICI');
  const [plie] = await essai.contexte.base('organisations').where({ id: autre.plieId }).select<{ nom: string }[]>('nom');
  for (const nom of ['SECRET', plie!.nom]) expect(page).not.toContain(nom);
});

test("une personne dont le traitement est limité n'est que dans le contrôle qui dit qu'elle est laissée hors du tableau", async () => {
  const t = await unTerrain();
  const { personne_id } = await t.orienter({ agence_id: null, date_prescription: '2025-05-02' }, (await t.personne({ identifiant_pe: null })).id);
  const trouves = async () => (await controlerLeMois(essai.contexte, t.plieId, MAI)).filter((c) => c.nombre).map((c) => `${c.code} ${c.nombre}`);
  expect(await trouves()).toEqual(expect.arrayContaining(['SANS_IDENTIFIANT 1', 'SANS_AGENCE 1']));
  await essai.fabriques.inserer('suspensions_effacement', { plie_id: t.plieId, personne_id, motif: 'DEMANDE_DE_LA_PERSONNE', debut: '2025-05-20' });
  expect(await trouves()).toEqual(['LAISSEE_DE_COTE 1']);
});

test('chaque nombre est la longueur de sa liste, pour tous et pour chaque accompagnateur', async () => {
  const trouvees = new Set<string>();
  for (const plieId of plies) {
    const { controles, comptes } = await compterControles(essai.contexte, plieId, MAI);
    expect(controles).toEqual(await controlerLeMois(essai.contexte, plieId, MAI));
    for (const c of controles) {
      expect([c.code, (await listerControle(essai.contexte, plieId, c.code, MAI, TOUT)).lignes.length]).toEqual([c.code, c.nombre]);
      if (c.nombre) trouvees.add(c.code);
    }
    for (const { code, accompagnateur_id, nombre } of comptes.filter((x) => x.accompagnateur_id !== null)) {
      expect((await listerControle(essai.contexte, plieId, code, MAI, { ...TOUT, accompagnateur: accompagnateur_id })).total).toBe(nombre);
    }
  }
  expect([...trouvees].sort()).toEqual(CONTROLES.map((c) => c.code).sort());
});

test('un accompagnateur voit les siennes d\'abord ; un mois à venir n\'existe pas', async () => {
  const t = await unTerrain();
  const [moi, collegue] = [await t.compte(), await t.compte({ prenom: 'Zoé', nom: 'Collet' })];
  for (const [compte, nom] of [[moi, 'Mienne'], [collegue, 'Sienne']] as const) {
    const o = await t.orienter({ date_contact: '2023-01-20', date_integration: '2025-01-10' }, (await t.personne({ nom })).id);
    await o.sur('referents', { utilisateur_id: compte.id, date_debut: '2025-01-10' });
  }
  const visiteur = await essai.connecter(moi.courriel);
  const liste = async (suite = '') => texte((await visiteur.get(`/controles/sans-entretien?mois=2025-05${suite}`).expect(200)).text);
  expect(texte((await visiteur.get('/controles?mois=2025-05').expect(200)).text)).toContain('1 parcours sans entretien dans le mois');
  expect(await liste()).toContain('Alix MIENNE');
  expect(await liste()).not.toContain('SIENNE');
  expect(await liste('&accompagnateur=tous')).toMatch(/Alix MIENNE.*Alix SIENNE/);
  await visiteur.get('/controles?mois=2025-07').expect(404);
  await visiteur.get('/controles/inconnu?mois=2025-05').expect(404);
  expect((await visiteur.get('/controles/sans-entretien?mois=2025-05&page=2').expect(303)).headers.location).toContain('/controles/sans-entretien?mois=2025-05');
  // Only the team may say whether a check blocks.
  expect((await visiteur.get('/controles/sans-entretien')).text).not.toContain('Bloquer la validation');
});

test('bloquer est un réglage de l\'équipe d\'animation, inscrit au journal, qu\'un autre ne perd pas', async () => {
  const t = await unTerrain();
  await t.enParcours('2025-01-10');
  const animation = await essai.comme('ANIMATION', t.plieId);
  const [page, acte] = ['/controles/sans-entretien?mois=2025-05', '/controles/sans-entretien/reglage?mois=2025-05'];
  const regler = (champs: Record<string, string>) => envoyer(animation, page, acte, champs);
  const lire = async () => (await controlerLeMois(essai.contexte, t.plieId, MAI)).find((c) => c.code === 'SANS_ENTRETIEN');
  expect(await lire()).toMatchObject({ bloquant: false, nombre: 1 });
  await regler({ bloquant: 'oui' }).expect(303);
  expect(await lire()).toMatchObject({ bloquant: true });
  expect(texte((await animation.get('/controles?mois=2025-05')).text)).toContain('dont 1 empêche de valider le mois');
  await regler({ bloquant: 'non', version: '1' }).expect(303);
  await regler({ bloquant: 'oui', version: '1' }).expect(409);
  await regler({ bloquant: 'peut-être' }).expect(422);
  expect(await lire()).toMatchObject({ bloquant: false });
  expect(await essai.contexte.base('journal_actes').where({ action: 'controle.regler', plie_id: t.plieId }).orderBy('id').select('details')).toEqual([
    { details: { controle: 'SANS_ENTRETIEN', bloquant: true } }, { details: { controle: 'SANS_ENTRETIEN', bloquant: false } },
  ]);
});

test('chaque contrôle du mois laisse ses nombres, et l\'évolution garde le dernier', async () => {
  const t = await unTerrain();
  const mesurer = (mois: string) => ecrire(essai.contexte.base, essai.contexte.auteur, 'essai.controler', async (trx) => mesurerLeMois(trx, t.plieId, mois as Mois, await controlerLeMois({ ...essai.contexte, base: trx }, t.plieId, mois as Mois)));
  await mesurer('2025-04');
  const o = await t.enParcours('2025-01-10');
  await mesurer('2025-04');
  await mesurer('2025-05');
  await o.sur('entretiens', { date_entretien: '2025-05-12' });
  await mesurer('2025-05');
  expect(await essai.contexte.base('controles_mesures').where({ plie_id: t.plieId, code: 'SANS_ENTRETIEN' }).orderBy('id').select('mois', 'nombre')).toEqual([
    { mois: '2025-04', nombre: 0 }, { mois: '2025-04', nombre: 1 }, { mois: '2025-05', nombre: 1 }, { mois: '2025-05', nombre: 0 },
  ]);
  const animation = await essai.comme('ANIMATION', t.plieId);
  expect(texte((await animation.get('/controles/sans-entretien?mois=2025-05')).text)).toContain('Mois Lignes avril 2025 1 mai 2025 0');
  expect((await animation.get('/controles/sans-entretien?mois=2025-05')).text).toContain('avril 2025 : 1, mai 2025 : 0');
});
