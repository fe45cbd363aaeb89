/** The validated bilan of the fifteen files: equal to what is recomputed, kept by the database, read without the cases, compared, consolidated. */
import { demarrerEssai, type Essai } from '../outils/application';
import { DOSSIERS, lecturesParTable, requetesDe } from '../outils/lectures';
import { ANNEE, ANNEXE_1, installerLesQuinze } from './quinze';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { etablirBilan, listerSourcesPoleEmploi } from '../../reports/bilan-quantitatif/bilan';
import { versJson } from '../../reports/bilan-quantitatif/json';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { COLONNES_DU_FLUX } from '../../reports/graphiques/flux';
import { compterParMois } from '../../reports/mois';
import { empreinteDuGel } from '../../reports/figer';
import type { Fond } from '../../reports/figes';
import { compteDuChiffre, listerFaits } from '../../reports/liste';
import { chercherVersionFigee, listerFaitsFiges, listerSeancesFigees } from '../../reports/liste-figee';
import { estCompte } from '../../reports/indicateur';
import { calculer } from '../../reports/moteur';
import { lireObjectifs } from '../../reports/objectifs';
import type { Demande, Territoire } from '../../reports/periodes';
import { accepter, commencer, enregistrerControles, renvoyer, rouvrir, valider } from '../../server/bilans/actions';
import { lireAnnee } from '../../server/bilans/actions-lire';
import { chercherBilan, lirePlie, listerEtapes, listerVersions } from '../../server/bilans/queries';
import { comparer } from '../../server/bilans/rules-differences';
import { dernierJourAnnee, premierJourAnnee } from '../../server/lib/dates';
import { ecrire, type Transaction } from '../../server/lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte } from '../../server/lib/erreurs';
import type { Contexte } from '../../server/acces/acteur';

let essai: Essai;
let ids: Record<'COL' | 'VAL' | 'EST', number>;
beforeAll(async () => {
  essai = await demarrerEssai();
  ids = await installerLesQuinze(essai);
});
afterAll(() => essai.fermer());

const MAINTENANT = '2025-06-16T09:00:00Z';
const acteDe = (contexte: Contexte = essai.contexte) => ({ contexte, maintenant: MAINTENANT });
const plie = (code: string): { annee: number; territoire: Territoire } => ({ annee: ANNEE, territoire: { type: 'PLIE', code } });
const TOUT = { annee: ANNEE, territoire: { type: 'PERIMETRE' } } as const;
const refus = (promesse: Promise<unknown>) => promesse.then(() => 'accepté', (e: Error) => (e instanceof RegleEnfreinte ? e.message : e.constructor.name));
const ecrireLa = (travail: (trx: Transaction) => Promise<unknown>) => ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', travail);
const version = async (id: number) => (await chercherBilan(essai.contexte, id, ANNEE))!.version;
const empreinteVue = async (id: number) => (await lireAnnee(essai.contexte, await lirePlie(essai.contexte, id), ANNEE)).empreinte;

/** To its validation, whatever the checks of a PLIE without any monthly table say. */
async function validerJusquAuBout(id: number): Promise<void> {
  if (!(await chercherBilan(essai.contexte, id, ANNEE))) await commencer(acteDe(), id, ANNEE);
  await enregistrerControles(acteDe(), id, ANNEE, await version(id));
  await valider(acteDe(), id, ANNEE, { version: await version(id), empreinte: await empreinteVue(id), remarque: null });
}
const json = async (fond: Fond) => versJson(await etablirBilan(essai.contexte, TOUT, fond));
const notation = ({ colonnes, nonApplicable }: { colonnes: Record<string, unknown>; nonApplicable: string[] }) => Object.fromEntries(Object.entries(colonnes).filter(([n]) => !n.startsWith('13')).map(([n, v]) => {
  const t = v as { numerateur: number; denominateur: number } | number | null;
  return [n, t === null ? (nonApplicable.includes(n) ? 'na' : 'nd') : typeof t === 'number' ? String(t) : `${t.numerateur}/${t.denominateur}`];
}));

describe('un bilan validé', () => {
  beforeAll(async () => {
    await essai.fabriques.inserer('objectifs', { plie_id: ids.COL, annee: ANNEE, orientations: 4, integrations: 5 });
    await validerJusquAuBout(ids.COL); await validerJusquAuBout(ids.VAL);
  });

  test('égale ce qui se recalcule : table, ventilation, N/A et n.d., totaux, sources et notes', async () => {
    const [fige, duJour] = [await json('RETENUS'), await json('JOUR')];
    expect(fige).toEqual(duJour);
    expect(Object.fromEntries(fige.plies.map((p) => [p.nom, notation(p)]))).toMatchObject({ Collines: ANNEXE_1.Collines, Vallon: ANNEXE_1.Vallon, Estuaire: ANNEXE_1.Estuaire });
    expect(notation(fige.region!)).toEqual(ANNEXE_1.Total);
    expect(await listerSourcesPoleEmploi(essai.contexte, TOUT, 'RETENUS')).toEqual(await listerSourcesPoleEmploi(essai.contexte, TOUT, 'JOUR'));
    const notes = async (fond: Fond) => (await etablirBilan(essai.contexte, TOUT, fond)).notes.map(noteEnClair);
    const enPlus = (await notes('RETENUS')).filter((n) => !n.startsWith('Bilans validés :') && !n.startsWith('Chiffres du jour'));
    expect(enPlus).toEqual(await notes('JOUR'));
  });

  test("ses objectifs sont gardés ; d'un bilan validé avant que l'un d'eux existe, il n'est pas connu", async () => {
    const lire = (fond: Fond, lecteur: Parameters<typeof lireObjectifs>[0] = essai.contexte) => lireObjectifs(lecteur, TOUT, fond);
    // Of Collines, set before its validation: C1 and C3 are oriented by Pôle emploi on the flux in 2024, C4 by an information collective.
    expect((await lire('RETENUS')).orientations).toEqual({ vise: 4, atteint: 3, plies: 1, sur: 3, inconnus: 0 });
    expect(await lire('RETENUS')).toEqual(await lire('JOUR'));
    const { base } = essai.contexte;
    await expect(base.transaction(async (trx) => {
      await trx.raw('alter table bilan_versions disable trigger user');
      await trx.raw("update bilan_versions set chiffres = chiffres #- '{objectifs,orientations}'");
      expect(await lire('RETENUS', { ...essai.contexte, base: trx })).toMatchObject({ orientations: { vise: null, atteint: null, plies: 0, sur: 3, inconnus: 2 }, integrations: { vise: 5, inconnus: 0 } });
      throw new Error('comme si rien');
    })).rejects.toThrow('comme si rien');
  });

  test('mois par mois aussi, de ses listes et de ses séances gardées', async () => {
    const parMois = (fond: Fond) => compterParMois(essai.contexte, BILAN_QUANTITATIF, TOUT, fond, COLONNES_DU_FLUX);
    expect(await parMois('RETENUS')).toEqual(await parMois('JOUR'));
    // Estuaire is not validated: the seven present of Collines only.
    expect((await parMois('VALIDES'))['2']).toEqual([0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('chaque chiffre figé a la longueur de sa liste figée, qui est celle du jour', async () => {
    const figee = (await chercherVersionFigee(essai.contexte, plie('COL')))!;
    for (const i of BILAN_QUANTITATIF.indicateurs.filter(estCompte)) {
      if (!i.source.nominative) { expect(listerSeancesFigees(figee, { numero: '2' }, 1).mesure).toBe(Number(ANNEXE_1.Collines![i.numero])); continue; }
      const liste = await listerFaitsFiges(essai.contexte, BILAN_QUANTITATIF, figee, { numero: i.numero }, 1);
      const jour = await listerFaits(essai.contexte, plie('COL'), compteDuChiffre(BILAN_QUANTITATIF, { numero: i.numero })!, 1);
      expect([i.numero, liste.nombre]).toEqual([i.numero, Number(ANNEXE_1.Collines![i.numero])]);
      expect(liste.faits.map((f) => ('nom' in f ? f.nom : f))).toEqual(jour.faits.map((f) => f.nom));
    }
    expect((await listerFaitsFiges(essai.contexte, BILAN_QUANTITATIF, figee, { numero: '13', valeur: 'RUPTURE_ABANDON' }, 1)).nombre).toBe(1);
  });

  test('se lit sans toucher aux dossiers, seul comme avec les autres de la région', async () => {
    const lire = async (demande: Demande, fond: Fond) => {
      const requetes = await requetesDe(essai.contexte.base, async () => {
        await etablirBilan(essai.contexte, demande, fond);
        await listerSourcesPoleEmploi(essai.contexte, demande, fond);
        await lireObjectifs(essai.contexte, demande, fond);
        await compterParMois(essai.contexte, BILAN_QUANTITATIF, demande, fond, COLONNES_DU_FLUX);
      });
      return Object.keys(await lecturesParTable(essai.contexte.base, requetes)).filter((t) => DOSSIERS.includes(t)).sort();
    };
    expect((await calculer(essai.contexte, BILAN_QUANTITATIF, plie('COL')))[0]!.fige).toMatchObject({ numero: 1, definitions: '1' });
    expect(await lire(plie('COL'), 'RETENUS')).toEqual([]);
    expect(await lire(TOUT, 'VALIDES')).toEqual([]);
    // Estuaire is not validated: its facts are counted, which shows that such a reading would be seen.
    expect(await lire(TOUT, 'RETENUS')).toEqual(['informations_collectives', 'orientations']);
  });

  test("ne tient pas lieu de chiffres du jour pour une période libre, même d'un an", async () => {
    const libre = { debut: premierJourAnnee(ANNEE), fin: dernierJourAnnee(ANNEE), territoire: plie('COL').territoire };
    expect(await calculer(essai.contexte, BILAN_QUANTITATIF, libre)).toEqual(await calculer(essai.contexte, BILAN_QUANTITATIF, plie('COL'), 'JOUR'));
    expect((await calculer(essai.contexte, BILAN_QUANTITATIF, libre))[0]!.fige).toBeNull();
  });

  test('« validés seulement » : la couverture le dit, et les taux se recalculent sur les mêmes PLIE', async () => {
    const { region, plies } = await json('VALIDES');
    expect(plies.map((p) => [p.nom, p.colonnes['1']])).toEqual([['Collines', 2], ['Vallon', 3], ['Estuaire', null]]);
    expect(region!.couverture['1']).toEqual({ plies: 2, sur: 3 });
    // By hand: Collines 2 + Vallon 3 oriented, 1 + 1 integrated; column 5 exists for Collines only.
    expect(notation(region!)).toMatchObject({ 1: '5', 7: '2', '9bis': '2/5', 5: ANNEXE_1.Collines!['5'] });
    expect(region!.couverture['5']).toEqual({ plies: 1, sur: 3 });
    expect((await etablirBilan(essai.contexte, TOUT, 'VALIDES')).notes.map(noteEnClair)).toContainEqual("Pas de bilan validé pour Estuaire : il ne compte dans aucun total.");
  });

  test('son empreinte se vérifie', async () => {
    const [v] = await listerVersions(essai.contexte, (await chercherBilan(essai.contexte, ids.COL, ANNEE))!);
    const { chiffres, seances, definitions, empreinte } = v!;
    expect(empreinteDuGel({ plie: 'COL', annee: ANNEE, definitions, chiffres, seances })).toBe(empreinte);
    expect(empreinteDuGel({ plie: 'COL', annee: ANNEE, definitions, chiffres: { ...chiffres, comptes: { ...chiffres.comptes, 1: { ...chiffres.comptes['1']!, valeur: 3 } } }, seances })).not.toBe(empreinte);
  });

  test('ne change plus : la base le refuse', async () => {
    const ici = { plie_id: ids.COL };
    const [fait] = await essai.contexte.base('bilan_faits').where(ici);
    const avant = [await essai.contexte.base('bilan_versions').where(ici), await essai.contexte.base('bilan_faits').where(ici), await essai.contexte.base('bilans').where(ici), await essai.contexte.base('bilan_etapes').where(ici)];
    const essais: ((trx: Transaction) => Promise<unknown>)[] = [
      ...['bilans', 'bilan_versions', 'bilan_faits', 'bilan_etapes'].flatMap((table) => [(trx: Transaction) => trx(table).where(ici).delete(), (trx: Transaction) => trx.raw(`truncate ${table} cascade`)]),
      ...Object.entries({ chiffres: '{}', seances: '[]', definitions: '2', empreinte: 'a'.repeat(64), controles: '[]', valide_le: '2025-01-01T00:00:00Z', numero: 7 }).map(([c, v]) => (trx: Transaction) => trx('bilan_versions').where(ici).update({ [c]: v })),
      ...Object.entries({ annee: 2023, numero: 0 }).map(([c, v]) => (trx: Transaction) => trx('bilans').where(ici).update({ [c]: v })),
      ...Object.entries({ date_fait: '2024-02-02', motif_sortie: 'EMPLOI', rang: 99, colonne: '3' }).map(([c, v]) => (trx: Transaction) => trx('bilan_faits').where({ ...ici, colonne: fait.colonne, rang: fait.rang }).update({ [c]: v })),
      (trx) => trx('bilan_faits').insert({ ...fait, rang: 99 }),
      (trx) => trx('bilan_etapes').where(ici).update({ par: null, le: '2024-01-01T00:00:00Z' }),
    ];
    for (const tentative of essais) expect(await refus(ecrireLa(tentative))).toMatch(/Ce bilan est validé : ses chiffres ne changent plus/);
    expect([await essai.contexte.base('bilan_versions').where(ici), await essai.contexte.base('bilan_faits').where(ici), await essai.contexte.base('bilans').where(ici), await essai.contexte.base('bilan_etapes').where(ici)]).toEqual(avant);
  });
});

test('on valide ce que l\'on a regardé, après les contrôles, dans son territoire', async () => {
  await commencer(acteDe(), ids.EST, ANNEE);
  expect(await refus(commencer(acteDe(), ids.EST, ANNEE))).toMatch(/déjà commencé/);
  expect(await refus(commencer(acteDe(), ids.EST, 2026))).toMatch(/n'a pas commencé/);
  const vu = { version: await version(ids.EST), empreinte: await empreinteVue(ids.EST), remarque: null };
  expect(await refus(valider(acteDe(), ids.EST, ANNEE, vu))).toBe('Enregistrez les contrôles avant de valider.');
  await enregistrerControles(acteDe(), ids.EST, ANNEE, vu.version);
  expect(await refus(valider(acteDe(), ids.EST, ANNEE, vu))).toBe(Conflit.name);
  const { controles } = (await chercherBilan(essai.contexte, ids.EST, ANNEE))!;
  // The one difference of each kind is told, with the column: nothing is corrected.
  expect(controles!.find((c) => c.code === 'BILAN_ECART_IC')).toMatchObject({ nombre: 2, bloquant: false, precision: 'la colonne 1 devrait être à 0 et la colonne 3 devrait égaler la colonne 2' });
  expect(controles!.find((c) => c.code === 'BILAN_MOIS_NON_TRANSMIS')).toMatchObject({ nombre: 12 });
  await essai.fabriques.uneOrientation({ plie_id: ids.EST, date_prescription: '2024-11-11' });
  expect(await refus(valider(acteDe(), ids.EST, ANNEE, { ...vu, version: await version(ids.EST) }))).toMatch(/ont changé depuis/);
  const voisin: Contexte = { ...essai.contexte, acteur: { ...essai.contexte.acteur, role: 'ANIMATION', organisation: { id: ids.COL, type: 'PLIE', code: 'COL', nom: 'Collines', departementCode: '06', regionCode: null } } };
  expect(await refus(enregistrerControles(acteDe(voisin), ids.EST, ANNEE, 2))).toBe(Introuvable.name);
});

describe('rouvert', () => {
  test('il garde sa première version et montre ce qui a changé ; accepté, seul un renvoi le rend au PLIE', async () => {
    await rouvrir(acteDe(), ids.COL, ANNEE, { version: await version(ids.COL), commentaire: 'Une orientation oubliée.' });
    expect((await etablirBilan(essai.contexte, plie('COL'))).lignes[0]!.fige).toBeNull();
    await essai.fabriques.uneOrientation({ plie_id: ids.COL, date_prescription: '2024-05-06' });
    await validerJusquAuBout(ids.COL);
    const suivi = (await chercherBilan(essai.contexte, ids.COL, ANNEE))!;
    const [une, deux] = await listerVersions(essai.contexte, suivi);
    expect(comparer(une!.chiffres, deux!.chiffres).map((d) => [d.colonne, d.avant, d.apres])).toEqual([['1', '2', '3'], ['4', '150,0\u00a0% (3 / 2)', '100,0\u00a0% (3 / 3)'], ['9 bis', '50,0\u00a0% (1 / 2)', '33,3\u00a0% (1 / 3)']]);
    await accepter(acteDe(), ids.COL, ANNEE, { version: suivi.version, commentaire: null });
    expect(await refus(rouvrir(acteDe(), ids.COL, ANNEE, { version: suivi.version + 1, commentaire: 'Encore.' }))).toMatch(/demandez aux correspondants régionaux de vous le renvoyer/);
    const attenduAuCalendrier = async () => !(await essai.contexte.base('jalons').where({ plie_id: ids.COL, type: 'BILAN_QUANTITATIF', annee: ANNEE, fait: true })).length;
    expect(await attenduAuCalendrier()).toBe(false);
    await renvoyer(acteDe(), ids.COL, ANNEE, { version: suivi.version + 1, commentaire: 'Revoir la colonne 3.' });
    // Late again for the region, hence awaited again by the calendar.
    expect(await attenduAuCalendrier()).toBe(true);
    expect((await listerEtapes(essai.contexte, suivi)).map((e) => [e.etape, e.numero, e.commentaire])).toEqual([
      ['BROUILLON', null, null], ['CONTROLE', null, null], ['VALIDE', 1, null], ['BROUILLON', 1, 'Une orientation oubliée.'], ['CONTROLE', 1, null], ['VALIDE', 2, null], ['ACCEPTE', 2, null], ['RENVOYE', 2, 'Revoir la colonne 3.'],
    ]);
  });

  test('une personne effacée laisse les chiffres, et sa ligne dit depuis quand', async () => {
    const avant = await json('RETENUS');
    const { id } = (await essai.contexte.base('orientations').where({ plie_id: ids.VAL, date_prescription: '2024-04-01' }).first<{ id: number }>('id'));
    await ecrireLa((trx) => trx('orientations').where({ plie_id: ids.VAL, id }).delete());
    expect(await json('RETENUS')).toEqual(avant);
    const { faits, nombre } = await listerFaitsFiges(essai.contexte, BILAN_QUANTITATIF, (await chercherVersionFigee(essai.contexte, plie('VAL')))!, { numero: '1' }, 1);
    expect([nombre, faits.length]).toEqual([3, 3]);
    expect(faits.filter((f) => !('nom' in f && f.nom))).toEqual([expect.objectContaining({ efface_le: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string, date_fait: '2024-04-01' })]);
  });
});

test('deux conventions dans l\'année : chaque partie garde ses réglages, une fois figée aussi', async () => {
  const { plie: deux, agence } = await essai.fabriques.unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2024-06-30' }, { code: 'DEUX', nom: 'Deux rives' });
  await essai.fabriques.uneConvention({ plie_id: deux.id, agence_id: agence.id, date_debut: '2024-07-01', date_fin: '2026-12-31', phase_diagnostic: false, orientations_ic: 'CERTAINES', perimetre_sorties: 'TOUS_PRESCRIPTEURS' });
  const parcours = { date_contact: '2024-02-01', date_diagnostic: '2024-02-10' };
  await essai.fabriques.uneOrientation({ plie_id: deux.id, date_prescription: '2024-01-10', ...parcours });
  // A diagnostic after 1 July has no column; an exit of the CCAS counts from that day on.
  await essai.fabriques.uneOrientation({ plie_id: deux.id, date_prescription: '2024-07-02', date_contact: '2024-08-01', date_diagnostic: '2024-08-10' });
  for (const date_sortie of ['2024-06-30', '2024-07-01']) await essai.fabriques.uneOrientation({ plie_id: deux.id, prescripteur: 'CCAS', date_prescription: '2023-01-10', ...{ date_contact: '2023-02-01', date_integration: '2023-03-01' }, date_sortie, nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' });
  await essai.fabriques.inserer('informations_collectives', { plie_id: deux.id, agence_id: agence.id, date_session: '2024-03-01', convoques: 9, presents: 5 });
  await essai.fabriques.inserer('informations_collectives', { plie_id: deux.id, agence_id: agence.id, date_session: '2024-09-01', convoques: 9, presents: 4 });
  await validerJusquAuBout(deux.id);
  const [l] = (await etablirBilan(essai.contexte, plie('DEUX'))).lignes;
  // By hand: D = 2 on the flux over the year + 4 present since 1 July.
  expect([l!.fige?.numero, l!.comptes['5'], l!.comptes['10']!.valeur, l!.comptes['2']!.valeur, l!.taux['4'], l!.periodes.map((p) => [p.debut, p.fin, p.phase_diagnostic])]).toEqual([
    1, { applicable: true, valeur: 1, plies: 1 }, 1, 9, { applicable: true, numerateur: 2, denominateur: 6, plies: 1 }, [['2024-01-01', '2024-06-30', true], ['2024-07-01', '2024-12-31', false]],
  ]);
  expect(await calculer(essai.contexte, BILAN_QUANTITATIF, plie('DEUX'), 'JOUR').then(([x]) => ({ ...x, fige: null }))).toEqual({ ...l, fige: null });
});
