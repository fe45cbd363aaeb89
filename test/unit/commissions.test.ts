/** The integration file: which pieces are called for, which are missing, and when; the line of a decision as it is sent. */
import { dateCivile } from '../../server/lib/dates';
import { lireDecisions } from '../../server/commissions/form';
import { empechementDecision, justificatifsAttendus, ordonnerCandidats, pieces, piecesManquantes, type FaitsDuDossier } from '../../server/commissions/rules';

const d = dateCivile;
const vue = (type: FaitsDuDossier['justificatifs'][number]['type']) => ({ type, date_vue: d('2025-06-02') });
const dossier = (plus: Partial<FaitsDuDossier> = {}): FaitsDuDossier => ({
  date_contact: d('2025-05-20'), date_diagnostic: d('2025-05-27'), date_decision: null, date_integration: null, identifiant_pe: '1234567A', agence: 'Agence des Tilleuls', minimum_social: 'AUCUN', rqth: false,
  justificatifs: [vue('IDENTITE'), vue('DOMICILE'), vue('HISTORIQUE_INSCRIPTION')], date_pni: null, ...plus,
});
const manques = (plus: Partial<FaitsDuDossier>, phaseDiagnostic = true) => piecesManquantes(pieces(dossier(plus), { phaseDiagnostic })).map((p) => p.code);

test('complet : le contrat et le PNI ne manquent pas tant que rien n\'est décidé', () => {
  expect(manques({})).toEqual([]);
  expect(pieces(dossier(), { phaseDiagnostic: true }).filter((p) => p.etat === 'A_VENIR').map((p) => p.code)).toEqual(['CONTRAT', 'PNI']);
});
test('décidé : le contrat manque ; signé : le PNI manque, jusqu\'à sa demande', () => {
  const date_decision = d('2025-06-12');
  expect(manques({ date_decision })).toEqual(['CONTRAT']);
  expect(manques({ date_decision, date_integration: d('2025-06-13') })).toEqual(['PNI']);
  expect(manques({ date_decision, date_integration: d('2025-06-13'), date_pni: d('2025-06-13') })).toEqual([]);
});
test('chaque pièce absente est dite', () => {
  expect(manques({ date_contact: null, date_diagnostic: null, identifiant_pe: null, agence: null, justificatifs: [] })).toEqual(['PREMIER_CONTACT', 'DIAGNOSTIC', 'IDENTIFIANT', 'AGENCE', 'IDENTITE', 'DOMICILE', 'HISTORIQUE_INSCRIPTION']);
});
test('le diagnostic n\'est demandé que là où la convention en a un ; fait ailleurs, il se montre', () => {
  expect(manques({ date_diagnostic: null }, true)).toEqual(['DIAGNOSTIC']);
  expect(manques({ date_diagnostic: null }, false)).toEqual([]);
  expect(pieces(dossier(), { phaseDiagnostic: false }).find((p) => p.code === 'DIAGNOSTIC')).toMatchObject({ etat: 'FAITE', date: '2025-05-27' });
});
test('les justificatifs suivent la situation : minimum social et RQTH seulement s\'il y en a', () => {
  const socle = ['IDENTITE', 'DOMICILE', 'HISTORIQUE_INSCRIPTION'];
  expect(justificatifsAttendus({ minimum_social: null, rqth: null })).toEqual(socle);
  expect(justificatifsAttendus({ minimum_social: 'AUCUN', rqth: false })).toEqual(socle);
  expect(justificatifsAttendus({ minimum_social: 'RSA', rqth: true })).toEqual([...socle, 'MINIMUM_SOCIAL', 'RQTH']);
  expect(manques({ minimum_social: 'ASS' })).toEqual(['MINIMUM_SOCIAL']);
});
test('à présenter : les dossiers complets d\'abord, puis ceux qui attendent depuis le plus longtemps', () => {
  const c = (nom: string, n: number, contact: string) => ({ nom, manques: n, date_contact: d(contact) });
  expect(ordonnerCandidats([c('recent', 1, '2025-06-01'), c('ancien', 1, '2025-02-01'), c('complet', 0, '2025-06-10')]).map((x) => x.nom)).toEqual(['complet', 'ancien', 'recent']);
});
test('une décision se saisit le jour de la séance, pas la veille, ni une fois close', () => {
  const seance = { date_seance: d('2025-06-16'), date_cloture: null };
  expect(empechementDecision(seance, d('2025-06-15'))).toContain("n'a pas encore eu lieu");
  expect(empechementDecision(seance, d('2025-06-16'))).toBeNull();
  expect(empechementDecision({ ...seance, date_cloture: d('2025-06-16') }, d('2025-06-17'))).toContain('close');
});

describe('les lignes de décision', () => {
  const lecture = { jour: d('2025-06-16') };
  const dossiers = [{ id: 7, nom: 'Zoé D\'ALMEIDA' }, { id: 8, nom: 'Noé CASTELLAN' }];
  test('seuls comptent les champs de la décision choisie ; une ligne sans décision est laissée', () => {
    const lu = lireDecisions({ decision_7: 'AJOURNER', version_7: '3', motif_ajournement_7: 'AVIS_ATTENDU', suivante_id_7: '', date_integration_7: '99/99/2025', motif_refus_7: 'EMPLOI', version_8: '1' }, lecture, dossiers);
    expect(lu).toMatchObject({ ok: true, valeur: [{ id: 7, version: 3, decision: 'AJOURNER', motif_ajournement: 'AVIS_ATTENDU', suivante_id: null }] });
    expect((lu as { valeur: unknown[] }).valeur).toHaveLength(1);
  });
  test('chaque faute dit de qui elle est, sur son champ, et tout ce qui est tapé revient', () => {
    const lu = lireDecisions({ decision_7: 'INTEGRER', version_7: '3', date_integration_7: '16/06/2025', decision_8: 'REFUSER', version_8: '1' }, lecture, dossiers);
    expect(lu).toMatchObject({ ok: false, saisie: { decision_7: 'INTEGRER', date_integration_7: '16/06/2025', decision_8: 'REFUSER' } });
    expect((lu as { erreurs: { champ: string; message: string }[] }).erreurs).toEqual([
      { champ: 'utilisateur_id_7', message: "Zoé D'ALMEIDA : Choisissez l'accompagnateur qui sera le référent unique." },
      { champ: 'motif_refus_8', message: 'Noé CASTELLAN : Choisissez le motif du refus.' },
    ]);
  });
  test('rien de choisi n\'est pas un envoi', () => {
    expect(lireDecisions({}, lecture, dossiers)).toMatchObject({ ok: false, erreurs: [{ champ: '', message: 'Choisissez une décision pour au moins une personne.' }] });
  });
});
