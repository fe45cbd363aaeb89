/** Pôle emploi's list beside the PLIE's: who is in which, why, and what differs, at the boundary of the days. */
import { comparer, type Comparaison, type LignePe, type LignePlie } from '../../server/comparaison/rules';
import { dateCivile, type DateCivile } from '../../server/lib/dates';

const JOUR = dateCivile('2025-06-16');
const d = (texte: string | null): DateCivile | null => (texte ? dateCivile(texte) : null);
const personne = (nom: string, identifiant_pe: string | null) => ({ nom, prenom: 'Alix', nom_norm: nom.toLowerCase(), prenom_norm: 'alix', date_naissance: dateCivile('1985-04-12'), identifiant_pe });

const pe = (nom: string, identifiant: string | null, debut: string | null, { fin = null, leve = null }: { fin?: string | null; leve?: string | null } = {}): LignePe =>
  ({ ...personne(nom, identifiant), orientation_id: null, pni_debut: d(debut), pni_fin: d(fin), pni_leve_le: d(leve) });
let rang = 0;
const plie = (nom: string, identifiant: string | null, debut: string | null, fin: string | null = '2027-02-09', champs: Partial<LignePlie> = {}): LignePlie => {
  rang += 1;
  return {
    ...personne(nom, identifiant), personne_id: rang, orientation_id: rang, date_integration: dateCivile('2025-02-10'), date_refus: null, date_sortie: null, accompagnateur: null,
    pni: { date_demande: dateCivile('2025-02-10'), date_debut: d(debut), date_fin: debut ? d(fin) : null, date_cloture: null, motif_cloture: null }, ...champs,
  };
};
const dire = (c: Comparaison) => ({ pe: c.chezPoleEmploi.map((e) => `${e.nom} : ${e.explication}`), plie: c.auPlie.map((e) => `${e.nom} : ${e.explication}`), differents: c.differents.map((e) => `${e.nom} : ${e.explication}`), accord: c.accord });
const RIEN = { pe: [], plie: [], differents: [], accord: 0 };
const comparerUn = (a: LignePe | null, b: LignePlie | null) => dire(comparer(a ? [a] : [], b ? [b] : [], JOUR));

test('la même personne, par son identifiant ou par son nom et sa naissance ; une fin absente se calcule', () => {
  expect(comparerUn(pe('Un', '1234567A', '2025-02-10', { fin: '2027-02-09' }), plie('Un', '1234567A', '2025-02-10'))).toEqual({ ...RIEN, accord: 1 });
  expect(comparerUn(pe('Un', null, '2025-02-10'), plie('Un', '1234567A', '2025-02-10'))).toEqual({ ...RIEN, accord: 1 });
});

test('dans les deux listes, ce qui diffère est dit', () => {
  expect(comparerUn(pe('Un', '1234567A', '2025-02-11'), plie('Un', '1234567A', '2025-02-10')).differents).toEqual(['Alix UN : Le début diffère. La fin diffère.']);
  expect(comparerUn(pe('Un', '1234567A', '2025-02-10', { fin: '2027-02-08' }), plie('Un', '1234567A', '2025-02-10')).differents).toEqual(['Alix UN : La fin diffère.']);
  expect(comparerUn(pe('Un', '1234567A', '2025-02-10'), plie('Un', '1234567A', null)).differents).toEqual(['Alix UN : Posé par Pôle emploi, encore demandé au PLIE.']);
  expect(comparerUn(pe('Un', '1234567B', '2025-02-10'), plie('Un', '1234567A', '2025-02-10')).differents).toEqual(["Alix UN : L'identifiant diffère : 1234567B chez Pôle emploi, 1234567A au PLIE."]);
  expect(comparerUn(pe('Autre', '1234567A', '2025-02-10'), plie('Un', '1234567A', '2025-02-10')).differents).toEqual(["Alix UN : L'identité diffère : Alix AUTRE, né(e) le 12/04/1985, chez Pôle emploi."]);
});

test('chez Pôle emploi seulement : on dit ce que le PLIE sait', () => {
  const chez = (b: LignePlie | null) => comparerUn(pe('Un', '1234567A', '2025-02-10'), b).pe;
  expect(chez(null)).toEqual(['Alix UN : Inconnue du PLIE.']);
  expect(comparerUn(pe('Castellan', '1234567A', '2025-02-10'), plie('Castelan', null, '2025-02-10')).pe).toEqual(['Alix CASTELLAN : Inconnue du PLIE sous ce nom ; ressemble à Alix CASTELAN.']);
  expect(chez(plie('Un', '1234567A', '2025-02-10', '2027-02-09', { date_sortie: dateCivile('2025-05-31') }))).toEqual(["Alix UN : Sortie du PLIE le 31/05/2025 : Pôle emploi n'a pas levé le PNI."]);
  expect(chez(plie('Un', '1234567A', null, null, { date_integration: null, date_refus: dateCivile('2025-05-31'), pni: null }))).toEqual(['Alix UN : Intégration refusée le 31/05/2025.']);
  expect(chez(plie('Un', '1234567A', null, null, { date_integration: null, pni: null }))).toEqual(['Alix UN : Orientée vers le PLIE, pas encore intégrée.']);
  expect(chez(plie('Un', '1234567A', null, null, { pni: null }))).toEqual(["Alix UN : En parcours, mais aucun PNI n'y est demandé."]);
  expect(chez(plie('Un', '1234567A', '2023-06-16', '2025-06-15'))).toEqual(['Alix UN : En parcours, mais son PNI est échu depuis le 15/06/2025.']);
  expect(comparerUn(pe('Un', '1234567A', '2023-06-17'), plie('Un', '1234567A', '2023-06-17', '2025-06-16'))).toEqual({ ...RIEN, accord: 1 });
});

test('au PLIE seulement : absente de la liste, levée, ou finie pour Pôle emploi', () => {
  expect(comparerUn(null, plie('Un', '1234567A', '2025-02-10')).plie).toEqual(['Alix UN : Absente de la liste de Pôle emploi.']);
  expect(comparerUn(null, plie('Un', '1234567A', null)).plie).toEqual(['Alix UN : PNI demandé le 10/02/2025, pas encore posé.']);
  expect(comparerUn(pe('Un', '1234567A', '2025-02-10', { leve: '2025-06-16' }), plie('Un', '1234567A', '2025-02-10')).plie).toEqual(['Alix UN : Selon Pôle emploi, PNI levé le 16/06/2025.']);
  expect(comparerUn(pe('Un', '1234567A', '2025-02-10', { fin: '2025-06-15' }), plie('Un', '1234567A', '2025-02-10')).plie).toEqual(['Alix UN : Selon Pôle emploi, PNI fini le 15/06/2025.']);
  // A row that only says that the PPAE was brought up to date delegates nothing.
  expect(comparerUn(pe('Un', '1234567A', null), plie('Un', '1234567A', null)).plie).toEqual(['Alix UN : Connue de Pôle emploi, sans PNI posé.']);
  // Lifted tomorrow, over today: still in both.
  expect(comparerUn(pe('Un', '1234567A', '2025-02-10', { leve: '2025-06-17' }), plie('Un', '1234567A', '2025-02-10'))).toEqual({ ...RIEN, accord: 1 });
});

test('de plusieurs lignes sur une personne, le dernier PNI l\'emporte ; qui n\'est dans aucune liste ne compte pas', () => {
  const lignes = [pe('Un', '1234567A', '2025-02-10'), pe('Un', '1234567A', '2022-02-10', { leve: '2023-01-01' })];
  for (const ordre of [lignes, lignes.toReversed()]) expect(dire(comparer(ordre, [plie('Un', '1234567A', '2025-02-10')], JOUR))).toEqual({ ...RIEN, accord: 1 });
  const c = comparer([pe('Parti', '7654321A', '2024-02-10', { leve: '2025-01-01' })], [plie('Parti', '7654321A', '2024-02-10', '2026-02-09', { date_sortie: dateCivile('2025-01-01') })], JOUR);
  expect([dire(c), c.pe, c.plie]).toEqual([RIEN, 0, 0]);
});
