/**
 * Validated figures over a world without a plan: five PLIEs, every setting, every motif, facts at random (always the same ones). Today's
 * figures are counted again by a loop that knows nothing of the engine; the validated ones stay those of their day once the facts move.
 */
import { demarrerEssai, type Essai } from '../outils/application';
import { lireJson } from '../outils/annexe1';
import { verifierLesListes, verifierLesListesFigees } from './partout';
import type { TableFaiteALaMain } from './quinze';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { versJson } from '../../reports/bilan-quantitatif/json';
import type { Fond } from '../../reports/figes';
import { commencer, enregistrerControles, valider } from '../../server/bilans/actions';
import { lireAnnee } from '../../server/bilans/actions-lire';
import { chercherBilan, lirePlie } from '../../server/bilans/queries';
import { LISTES } from '../../server/codes/listes';
import { ecrire } from '../../server/lib/ecriture';

const ANNEE = 2024;
/** By PLIE: the settings until 30/06, then from 01/07. */
const R = (phase_diagnostic: boolean, orientations_ic: string, perimetre_sorties: string) => ({ phase_diagnostic, orientations_ic, perimetre_sorties });
const PLIES = {
  AMONT: { departement: '06', parties: [R(true, 'AUCUNE', 'PE')] },
  AVAL: { departement: '06', parties: [R(false, 'CERTAINES', 'TOUS_PRESCRIPTEURS')] },
  CRETE: { departement: '13', parties: [R(true, 'TOUTES', 'PE')] },
  GORGE: { departement: '13', parties: [R(true, 'CERTAINES', 'PE'), R(false, 'AUCUNE', 'TOUS_PRESCRIPTEURS')] },
  PLAINE: { departement: '83', parties: [R(false, 'AUCUNE', 'TOUS_PRESCRIPTEURS'), R(true, 'TOUTES', 'PE')] },
} as const;
type Code = keyof typeof PLIES;
const codes = Object.keys(PLIES) as Code[];

/** A small generator, always the same. */
let graine = 20240629;
const hasard = (n: number): number => { graine = (graine * 1103515245 + 12345) % 2147483648; return Math.floor((graine / 2147483648) * n); };
const parmi = <T>(liste: readonly T[]): T => liste[hasard(liste.length)]!;
const plus = (date: string, jours: number): string => new Date(Date.parse(date) + jours * 86_400_000).toISOString().slice(0, 10);

interface Fait { plie: Code; prescripteur: string; mode_orientation: string | null; date_prescription: string; date_contact: string | null; date_diagnostic: string | null; date_integration: string | null; date_sortie: string | null; nature_sortie: string | null; motif_sortie: string | null }
const faits: Fait[] = [];
const seances: { plie: Code; date: string; presents: number }[] = [];

function tirer(plie: Code): Fait {
  const prescripteur = hasard(3) ? 'POLE_EMPLOI' : parmi(['CCAS', 'MISSION_LOCALE', 'SPONTANE']);
  const f: Fait = { plie, prescripteur, mode_orientation: prescripteur === 'POLE_EMPLOI' ? parmi(['FLUX', 'INFO_COLLECTIVE']) : null, date_prescription: plus('2023-07-01', hasard(540)), date_contact: null, date_diagnostic: null, date_integration: null, date_sortie: null, nature_sortie: null, motif_sortie: null };
  if (!hasard(6)) return f;
  f.date_contact = plus(f.date_prescription, hasard(40));
  if (hasard(4)) f.date_diagnostic = plus(f.date_contact, hasard(60));
  if (!hasard(3)) return f;
  f.date_integration = plus(f.date_diagnostic ?? f.date_contact, hasard(60));
  if (!hasard(3)) return f;
  f.date_sortie = plus(f.date_integration, hasard(300));
  f.nature_sortie = parmi(LISTES.NATURES_SORTIE).code;
  f.motif_sortie = parmi(LISTES.MOTIFS_SORTIE).code;
  return f;
}

/** Annexe 1 in the notation of the tables made by hand, by a plain loop over the facts: for PLIEs, then their sums. */
function compterAPart(): Pick<TableFaiteALaMain, 'lignes' | 'colonne13'> {
  const reglagesDe = (plie: Code, date: string) => PLIES[plie].parties[date > `${ANNEE}-06-30` ? PLIES[plie].parties.length - 1 : 0]!;
  const dedans = (date: string | null): date is string => date !== null && date.startsWith(String(ANNEE));
  type Brut = Record<string, number | null>;
  const parPlie = new Map<Code, Brut>();
  const colonne13: TableFaiteALaMain['colonne13'] = {};
  for (const plie of codes) {
    const n: Brut = { 1: 0, 2: null, 3: 0, 5: PLIES[plie].parties.some((p) => p.phase_diagnostic) ? 0 : NaN, 7: 0, 10: 0, 11: 0, 14: 0, 15: 0, D: 0 };
    const plusUn = (colonne: string) => { n[colonne] = n[colonne]! + 1; };
    colonne13[plie] = {};
    for (const f of faits.filter((x) => x.plie === plie)) {
      const pe = f.prescripteur === 'POLE_EMPLOI';
      if (pe && f.mode_orientation === 'FLUX' && dedans(f.date_prescription)) { plusUn('1'); plusUn('D'); }
      if (pe && dedans(f.date_contact)) plusUn('3');
      if (pe && dedans(f.date_diagnostic) && reglagesDe(plie, f.date_diagnostic).phase_diagnostic) plusUn('5');
      if (pe && dedans(f.date_integration)) plusUn('7');
      if (!dedans(f.date_sortie)) continue;
      const positive = f.nature_sortie!.startsWith('POSITIVE');
      plusUn('14');
      if (positive) plusUn('15');
      if (!pe && reglagesDe(plie, f.date_sortie).perimetre_sorties === 'PE') continue;
      plusUn('10');
      if (positive) plusUn('11');
      const [tous, positifs] = colonne13[plie][f.motif_sortie!] ?? [0, 0];
      colonne13[plie][f.motif_sortie!] = [tous + 1, positifs + (positive ? 1 : 0)];
    }
    for (const s of seances.filter((x) => x.plie === plie && dedans(x.date))) {
      n[2] = (n[2] ?? 0) + s.presents;
      if (reglagesDe(plie, s.date).orientations_ic !== 'AUCUNE') n.D = n.D! + s.presents;
    }
    parPlie.set(plie, n);
  }
  const TAUX: Record<string, [string, string]> = { 4: ['3', 'D'], 6: ['5', '3'], 8: ['7', '5'], 9: ['7', '3'], '9bis': ['7', 'D'], 12: ['11', '10'], 16: ['15', '14'] };
  const noter = (siens: Code[]): Record<string, string> => {
    const lus = siens.map((c) => parPlie.get(c)!);
    const somme = (l: Brut[], c: string) => l.reduce((t, b) => t + b[c]!, 0);
    const compte = (c: string): [string, string] => {
      const existants = lus.filter((b) => !Number.isNaN(b[c]));
      const connus = existants.filter((b) => b[c] !== null);
      return [c, !existants.length ? 'na' : connus.length ? String(somme(connus, c)) : 'nd'];
    };
    const taux = ([c, [haut, bas]]: [string, [string, string]]): [string, string] => {
      const existants = lus.filter((b) => !Number.isNaN(b[haut]) && !Number.isNaN(b[bas]));
      return [c, !existants.length ? 'na' : somme(existants, bas) ? `${somme(existants, haut)}/${somme(existants, bas)}` : 'nd'];
    };
    return Object.fromEntries([...['1', '2', '3', '5', '7', '10', '11', '14', '15'].map(compte), ...Object.entries(TAUX).map(taux)]);
  };
  const lignes = Object.fromEntries([...codes.map((c) => [c, noter([c])] as const), ...Object.entries(DEPARTEMENTS).map(([d, siens]) => [`Total ${d}`, noter(siens)] as const), ['Total', noter(codes)] as const]);
  for (const [cle, siens] of [...Object.entries(DEPARTEMENTS).map(([d, s]) => [`Total ${d}`, s] as const), ['Total', codes] as const]) {
    colonne13[cle] = {};
    for (const c of siens) for (const [motif, [n, dont]] of Object.entries(colonne13[c]!)) { const [t, p] = colonne13[cle][motif] ?? [0, 0]; colonne13[cle][motif] = [t + n, p + dont]; }
  }
  return { lignes, colonne13 };
}
const DEPARTEMENTS = Object.fromEntries([...new Set(codes.map((c) => PLIES[c].departement))].map((d) => [d, codes.filter((c) => PLIES[c].departement === d)]));
const table = (): TableFaiteALaMain => ({ annee: ANNEE, ...compterAPart(), couvertures: {}, plies: Object.fromEntries(codes.map((c) => [c, c])), departements: DEPARTEMENTS, sources: [] });

let essai: Essai;
const ids = {} as Record<Code, number>;
beforeAll(async () => {
  essai = await demarrerEssai();
  const { fabriques: f, contexte } = essai;
  for (const code of codes) {
    const { departement, parties } = PLIES[code];
    const { plie, agence } = await f.unTerritoireComplet({ date_debut: '2022-01-01', date_fin: parties.length > 1 ? `${ANNEE}-06-30` : '2026-12-31', ...parties[0] }, { code, nom: code, departement });
    if (parties.length > 1) await f.uneConvention({ plie_id: plie.id, agence_id: agence.id, date_debut: `${ANNEE}-07-01`, ...parties[1] });
    ids[code] = plie.id;
    for (let n = 0; n < 8; n += 1) {
      const s = { plie: code, date: plus('2023-11-15', hasard(430)), presents: hasard(9) };
      seances.push(s);
      await f.inserer('informations_collectives', { plie_id: plie.id, agence_id: agence.id, date_session: s.date, convoques: s.presents + hasard(5), presents: s.presents });
    }
    for (let n = 0; n < 45; n += 1) faits.push(tirer(code));
  }
  for (const code of ['06', '13', '83']) await contexte.base('departements').where({ code }).update({ nom: code });
  await ecrire(contexte.base, contexte.auteur, 'essai', async (trx) => {
    for (const [n, { plie, ...champs }] of faits.entries()) {
      const [personne] = await trx('personnes').insert({ plie_id: ids[plie], nom: `Personne${n}`, prenom: 'Alix', date_naissance: '1985-04-12' }).returning<{ id: number }[]>('id');
      await trx('orientations').insert({ plie_id: ids[plie], personne_id: personne!.id, type_contact: champs.date_contact ? 'INDIVIDUEL' : null, ...champs });
    }
  });
});
afterAll(() => essai.fermer());

/** Every line as the bilan has it, in the same notation, and column 13. */
async function lireLeBilan(fond: Fond): Promise<Pick<TableFaiteALaMain, 'lignes' | 'colonne13'>> {
  const lu = versJson(await etablirBilan(essai.contexte, { annee: ANNEE, territoire: { type: 'PERIMETRE' } }, fond));
  const lues = [...lu.plies.map((p) => [p.code, p] as const), ...lu.departements.map((d) => [`Total ${d.code}`, d] as const), ['Total', lu.region!] as const];
  const motifs = ({ colonnes }: (typeof lues)[number][1]): Record<string, [number, number]> => Object.fromEntries(Object.entries(colonnes['13'] as Record<string, number>).flatMap(([m, n]) => (n ? [[m, [n, (colonnes['13positives'] as Record<string, number>)[m]!]]] : [])));
  return { lignes: Object.fromEntries(lues.map(([nom, l]) => [nom, lireJson(l)])), colonne13: Object.fromEntries(lues.map(([nom, l]) => [nom, motifs(l)])) };
}

test('les chiffres du jour sont ceux d\'un compte à part, et chacun a la longueur de sa liste', async () => {
  expect(faits.filter((f) => f.date_sortie?.startsWith(String(ANNEE))).length).toBeGreaterThan(30);
  expect(await lireLeBilan('JOUR')).toEqual(compterAPart());
  await verifierLesListes(essai, table());
});

test('validés, ce sont les mêmes, total et liste compris ; les faits bougent, eux ne bougent pas', async () => {
  const alors = table();
  const acte = { contexte: essai.contexte, maintenant: '2025-06-16T09:00:00Z' };
  for (const code of codes) {
    const version = async () => (await chercherBilan(essai.contexte, ids[code], ANNEE))!.version;
    await commencer(acte, ids[code], ANNEE);
    await enregistrerControles(acte, ids[code], ANNEE, await version());
    await valider(acte, ids[code], ANNEE, { version: await version(), empreinte: (await lireAnnee(essai.contexte, await lirePlie(essai.contexte, ids[code]), ANNEE)).empreinte, remarque: null });
  }
  for (const fond of ['RETENUS', 'VALIDES', 'JOUR'] as const) expect([fond, await lireLeBilan(fond)]).toEqual([fond, { lignes: alors.lignes, colonne13: alors.colonne13 }]);
  await verifierLesListesFigees(essai, alors);

  const nouveau: Fait = { ...tirer('AMONT'), prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', date_prescription: '2024-03-04', date_contact: '2024-03-11', date_diagnostic: null, date_integration: null, date_sortie: null, nature_sortie: null, motif_sortie: null };
  faits.push(nouveau);
  const { plie, ...champs } = nouveau;
  await essai.fabriques.uneOrientation({ plie_id: ids[plie], ...champs });
  expect((await lireLeBilan('RETENUS')).lignes).toEqual(alors.lignes);
  const duJour = await lireLeBilan('JOUR');
  expect(duJour).toEqual(compterAPart());
  expect(duJour.lignes.Total).not.toEqual(alors.lignes.Total);
});
