/** The rule that classes an exit, at its named boundaries. Every date was worked out on a calendar. */
import { dateCivile, type DateCivile } from '../../server/lib/dates';
import { compterSuivis, listerContacts, preuvesAObtenir } from '../../server/sorties/rules-suivis';
import { changementsDeLaPerte, classerSortie, contactsAttendus, critiquerSituation, finDuMaintien, proposerSortie, initiativeADire, REGLE_EN_VIGUEUR, type Classement, type Emploi, type Faits, type Formation } from '../../server/sorties/rules';
import { LISTES } from '../../server/codes/listes';

const d = dateCivile;
/** A CDI from 01/11/2024, at least half-time, proof seen: the six months end on 30/04/2025. */
const emploi = (champs: Partial<Emploi> = {}): Emploi => ({ nature: 'EMPLOI', contrat: 'CDI', date_debut: d('2024-11-01'), date_fin_prevue: null, date_perte: null, mi_temps: true, preuve: 'BULLETIN_SALAIRE', date_preuve: d('2025-05-05'), ...champs });
const formation = (champs: Partial<Formation> = {}): Formation => ({ nature: 'FORMATION', titre: 'TITRE_PROFESSIONNEL', rncp: 'RNCP35521', date_debut: d('2024-11-04'), date_fin_prevue: d('2025-05-30'), date_perte: null, date_validation: d('2025-05-28'), preuve: 'DIPLOME_TITRE', date_preuve: d('2025-06-02'), ...champs });
const classer = (faits: Partial<Faits>, date = '2025-06-16'): Classement => classerSortie({ motif: 'EMPLOI', initiative: null, situation: null, ...faits }, d(date));
const resultat = (c: Classement) => `${c.nature} ${c.date}`;
const NON = 'INITIATIVE_PARTICIPANT 2025-06-16';
const OUI = 'POSITIVE_EMPLOI 2025-04-30';

test.each<[string, Emploi, string, string]>([
  ['la veille de la fin des six mois', emploi(), '2025-04-29', 'INITIATIVE_PARTICIPANT 2025-04-29'],
  ['le dernier jour des six mois', emploi(), '2025-04-30', OUI],
  ['le lendemain : datée du dernier jour', emploi(), '2025-05-01', OUI],
  ['moins d\'un mi-temps', emploi({ mi_temps: false }), '2025-06-16', NON],
  ['mi-temps inconnu', emploi({ mi_temps: null }), '2025-06-16', NON],
  ['aucune preuve', emploi({ preuve: null, date_preuve: null }), '2025-06-16', NON],
  ['CDI perdu le dernier jour des six mois', emploi({ date_perte: d('2025-04-30') }), '2025-06-16', NON],
  ['CDI perdu le lendemain', emploi({ date_perte: d('2025-05-01') }), '2025-06-16', OUI],
  ['CDD de six mois', emploi({ contrat: 'CDD', date_fin_prevue: d('2025-04-30') }), '2025-06-16', OUI],
  // From 15/12/2024: five months end on 14/05/2025, thirty days later is 13/06/2025; six months end on 14/06/2025.
  ['CDD de cinq mois et trente jours', emploi({ contrat: 'CDD', date_debut: d('2024-12-15'), date_fin_prevue: d('2025-06-13') }), '2025-06-16', NON],
  ['CDD d\'un jour de plus', emploi({ contrat: 'CDD', date_debut: d('2024-12-15'), date_fin_prevue: d('2025-06-14') }), '2025-06-16', 'POSITIVE_EMPLOI 2025-06-14'],
  ['intérim sans fin connue', emploi({ contrat: 'CTT' }), '2025-06-16', NON],
  ['intérim cumulé de six mois', emploi({ contrat: 'CTT', date_fin_prevue: d('2025-05-31') }), '2025-06-16', OUI],
  ['contrat en IAE', emploi({ contrat: 'CDDI', date_fin_prevue: d('2026-10-31') }), '2025-06-16', NON],
  ['29 février : six mois jusqu\'au 28 août', emploi({ date_debut: d('2024-02-29') }), '2024-08-28', 'POSITIVE_EMPLOI 2024-08-28'],
])('emploi : %s', (_nom, situation, date, attendu) => {
  expect(resultat(classer({ situation }, date))).toBe(attendu);
});

test('le mi-temps ne se demande ni au CUI-PEC ni à la création', () => {
  expect(resultat(classer({ motif: 'CUI_PEC', situation: emploi({ contrat: 'CUI_PEC', mi_temps: null, date_fin_prevue: d('2025-04-30') }) }))).toBe(OUI);
  expect(resultat(classer({ motif: 'CUI_PEC', situation: emploi({ contrat: 'CUI_PEC', date_fin_prevue: d('2025-04-29') }) }))).toBe(NON);
  expect(resultat(classer({ motif: 'CREATION_ENTREPRISE', situation: emploi({ contrat: 'CREATION_ENTREPRISE', mi_temps: null, preuve: 'EXTRAIT_IMMATRICULATION' }) }))).toBe(OUI);
});

test.each<[string, Formation, string, string]>([
  ['validée : datée de ce jour', formation(), '2025-06-16', 'POSITIVE_FORMATION 2025-05-28'],
  ['la veille de la validation', formation(), '2025-05-27', 'INITIATIVE_PARTICIPANT 2025-05-27'],
  ['sans fiche RNCP', formation({ rncp: null }), '2025-06-16', NON],
  ['sans titre', formation({ titre: 'AUCUN', rncp: null }), '2025-06-16', NON],
  // From 04/11/2024: nine months end on 03/08/2025, six months on 03/05/2025.
  ['neuf mois, non validée', formation({ date_fin_prevue: d('2025-08-03'), date_validation: null }), '2025-06-16', NON],
  ['neuf mois et un jour : six mois suffisent', formation({ date_fin_prevue: d('2025-08-04'), date_validation: null }), '2025-06-16', 'POSITIVE_FORMATION 2025-05-03'],
  ['neuf mois et un jour, la veille des six mois', formation({ date_fin_prevue: d('2025-08-04'), date_validation: null }), '2025-05-02', 'INITIATIVE_PARTICIPANT 2025-05-02'],
  ['neuf mois et un jour, quittée le dernier jour des six mois', formation({ date_fin_prevue: d('2025-08-04'), date_validation: null, date_perte: d('2025-05-03') }), '2025-06-16', NON],
])('formation : %s', (_nom, situation, date, attendu) => {
  expect(resultat(classer({ motif: 'FORMATION', situation }, date))).toBe(attendu);
});

test('sans issue positive, la nature suit le motif et l\'initiative', () => {
  const natures = Object.fromEntries(LISTES.MOTIFS_SORTIE.map((m) => [m.code, [classer({ motif: m.code, initiative: 'PARTICIPANT' }).nature, classer({ motif: m.code, initiative: 'PLIE' }).nature].join(' / ')]));
  const selon = 'INITIATIVE_PARTICIPANT / INITIATIVE_PLIE';
  const toujours = (nature: string) => `${nature} / ${nature}`;
  expect(natures).toEqual({
    FORMATION: selon, EMPLOI: selon, CUI_PEC: selon, CREATION_ENTREPRISE: selon, RUPTURE_ABANDON: selon,
    REORIENTATION_PARTENAIRE: toujours('REORIENTATION'), REORIENTATION_DISPOSITIF: toujours('REORIENTATION'), FIN_DE_PARCOURS: toujours('INITIATIVE_PLIE'),
    RETRAITE: toujours('ADMINISTRATIVE'), DEMENAGEMENT: toujours('ADMINISTRATIVE'), DECES: toujours('ADMINISTRATIVE'), MATERNITE: toujours('ADMINISTRATIVE'), SANTE: toujours('ADMINISTRATIVE'),
  });
  expect(LISTES.MOTIFS_SORTIE.filter((m) => initiativeADire(m.code)).map((m) => m.code)).toEqual(['FORMATION', 'EMPLOI', 'CUI_PEC', 'CREATION_ENTREPRISE', 'RUPTURE_ABANDON']);
});

test('un emploi ne rend pas positive une sortie pour déménagement, ni une formation une sortie en emploi', () => {
  expect(classer({ motif: 'DEMENAGEMENT', situation: emploi() }).nature).toBe('ADMINISTRATIVE');
  expect(classer({ motif: 'EMPLOI', situation: formation() }).positive).toBe(false);
});

test('l\'explication dit les faits, la raison et la règle', () => {
  const positive = classer({ situation: emploi() });
  expect(positive.regle).toBe(REGLE_EN_VIGUEUR.code);
  expect(positive.explication).toBe('CDI depuis le 01/11/2024, au moins à mi-temps. Emploi durable, tenu six mois jusqu\'au 30/04/2025 ; preuve vue : bulletin de salaire. La sortie porte la date du dernier jour des six mois.');
  expect(classer({ situation: emploi({ preuve: null, date_preuve: null }) }).explication).toContain("Aucune preuve de l'emploi n'a été vue.");
});

test('les contacts du premier, du troisième et du sixième mois : dus quinze jours avant, en retard le lendemain', () => {
  const etats = (debut: string, jour: string, vus: number[] = [], date_perte: string | null = null) =>
    contactsAttendus({ date_debut: d(debut), date_perte: date_perte as DateCivile | null }, vus.map((mois) => ({ mois })), d(jour)).map((c) => `${c.mois} ${c.echeance} ${c.etat}`);
  expect(etats('2025-01-31', '2025-02-12')).toEqual(['1 2025-02-28 A_VENIR', '3 2025-04-30 A_VENIR', '6 2025-07-31 A_VENIR']);
  expect(etats('2025-01-31', '2025-02-13')[0]).toBe('1 2025-02-28 DU');
  expect(etats('2025-01-31', '2025-02-28')[0]).toBe('1 2025-02-28 DU');
  expect(etats('2025-01-31', '2025-03-01')[0]).toBe('1 2025-02-28 EN_RETARD');
  // The next one takes its place, never two at once.
  expect(etats('2025-01-31', '2025-04-14')).toEqual(['1 2025-02-28 EN_RETARD', '3 2025-04-30 A_VENIR', '6 2025-07-31 A_VENIR']);
  expect(etats('2025-01-31', '2025-04-15')).toEqual(['1 2025-02-28 PASSE', '3 2025-04-30 DU', '6 2025-07-31 A_VENIR']);
  expect(etats('2025-01-31', '2025-04-01', [3])).toEqual(['1 2025-02-28 PASSE', '3 2025-04-30 FAIT', '6 2025-07-31 A_VENIR']);
  expect(etats('2025-01-31', '2025-08-01', [], '2025-04-01')).toEqual(['1 2025-02-28 PASSE', '3 2025-04-30 SANS_OBJET', '6 2025-07-31 SANS_OBJET']);
  // Month arithmetic: clamped to the end of the month, 2025 has no 29 February.
  expect(etats('2024-08-31', '2024-09-01').map((e) => e.slice(2, 12))).toEqual(['2024-09-30', '2024-11-30', '2025-02-28']);
  expect(etats('2023-08-31', '2023-09-01').map((e) => e.slice(2, 12))).toEqual(['2023-09-30', '2023-11-30', '2024-02-29']);
  expect(etats('2024-02-29', '2024-03-01').map((e) => e.slice(2, 12))).toEqual(['2024-03-29', '2024-05-29', '2024-08-29']);
});

test.each([['2024-11-01', '2025-04-30'], ['2024-08-31', '2025-02-27'], ['2023-08-31', '2024-02-28'], ['2024-02-29', '2024-08-28'], ['2025-08-30', '2026-02-27']])('six mois à partir du %s : le dernier jour est le %s', (debut, fin) => {
  expect(finDuMaintien(d(debut))).toBe(fin);
});

describe('la sortie positive est proposée', () => {
  const proposer = (s: Emploi | Formation, jour: string) => { const p = proposerSortie(s, d(jour)); return p && `${p.motif} ${resultat(p.classement)}${p.preuveManquante ? ', preuve à voir' : ''}`; };
  const sansPreuve = { preuve: null, date_preuve: null };
  test.each<[string, Emploi | Formation, string, string | null]>([
    ['la veille du dernier jour', emploi(), '2025-04-29', null],
    ['le dernier jour des six mois', emploi(), '2025-04-30', 'EMPLOI POSITIVE_EMPLOI 2025-04-30'],
    ['sans preuve', emploi(sansPreuve), '2025-05-02', 'EMPLOI POSITIVE_EMPLOI 2025-04-30, preuve à voir'],
    ['sans preuve, la veille', emploi(sansPreuve), '2025-04-29', null],
    ['moins d\'un mi-temps', emploi({ mi_temps: false, ...sansPreuve }), '2025-05-02', null],
    ['CUI-PEC de six mois', emploi({ contrat: 'CUI_PEC', mi_temps: null, date_fin_prevue: d('2025-04-30') }), '2025-05-02', 'CUI_PEC POSITIVE_EMPLOI 2025-04-30'],
    ['CUI-PEC d\'un jour de moins', emploi({ contrat: 'CUI_PEC', mi_temps: null, date_fin_prevue: d('2025-04-29') }), '2025-05-02', null],
    ['création d\'entreprise', emploi({ contrat: 'CREATION_ENTREPRISE', mi_temps: null, ...sansPreuve }), '2025-05-02', 'CREATION_ENTREPRISE POSITIVE_EMPLOI 2025-04-30, preuve à voir'],
    ['perdu avant', emploi({ date_perte: d('2025-04-30') }), '2025-05-02', null],
    ['formation validée', formation(), '2025-06-02', 'FORMATION POSITIVE_FORMATION 2025-05-28'],
    ['formation pas encore validée', formation({ date_validation: null }), '2025-06-02', null],
  ])('%s', (_nom, situation, jour, attendu) => expect(proposer(situation, jour)).toBe(attendu));
});

test('la perte dit ce qui change', () => {
  expect(changementsDeLaPerte({ avec: d('2026-05-31'), sans: d('2026-02-27') }, d('2025-06-16')).slice(1)).toEqual([
    "L'entretien mensuel est de nouveau attendu, dès juin 2025 : au plus tard le 30/06/2025.", 'La fin prévue du parcours redevient le 27/02/2026, au lieu du 31/05/2026.']);
  expect(changementsDeLaPerte({ avec: d('2026-05-31'), sans: d('2026-05-31') }, d('2025-06-16'))).toHaveLength(2);
});

describe('les listes', () => {
  const jour = d('2025-06-16');
  test('preuves à obtenir : ce qu\'une preuve peut encore changer', () => {
    const attente = (situation: Emploi | Formation | null, motif_sortie: 'EMPLOI' | 'FORMATION' = 'EMPLOI') => preuvesAObtenir([{ motif_sortie, situation }], jour).map((l) => l.attente);
    expect(attente(emploi({ preuve: null }))).toEqual(['Une preuve suffit']);
    expect(attente(emploi({ preuve: null, date_debut: d('2025-02-01') }))).toEqual(['Six mois le 31/07/2025']);
    expect(attente(emploi({ preuve: null, mi_temps: false }))).toEqual([]);
    expect(attente(emploi({ preuve: null, date_perte: d('2025-04-30') }))).toEqual([]);
    expect(attente(null)).toEqual(['Contrat à compléter']);
    expect(attente(formation({ date_validation: null, preuve: null }), 'FORMATION')).toEqual(['Validation attendue']);
    expect(attente(formation({ titre: 'AUCUN', rncp: null, preuve: null }), 'FORMATION')).toEqual([]);
  });
  test('contacts : le plus ancien d\'abord, ceux dont l\'heure est venue', () => {
    const suivis = ['2025-05-31', '2025-05-20', '2025-03-02', '2024-11-01'].map((date_debut, i) => ({ ...emploi({ date_debut: d(date_debut) }), contacts: i === 3 ? [{ mois: 6 as const, date_contact: jour, en_poste: true }] : [] }));
    const liste = (l: { suivi: { date_debut: string }; attendu: { mois: number; etat: string } }[]) => l.map((x) => `${x.suivi.date_debut} ${x.attendu.mois} ${x.attendu.etat}`);
    const { tous, aFaire } = listerContacts(suivis, jour);
    expect(liste(tous)).toEqual(['2025-03-02 3 EN_RETARD', '2025-05-20 1 DU', '2025-05-31 1 DU']);
    expect(liste(aFaire)).toEqual(liste(tous));
    expect(compterSuivis(suivis, [], jour)).toEqual({ contacts: 3, enRetard: 1, sorties: 1, preuves: 0 });
  });
});

test('un contrat se tient : dates dans l\'ordre, ce que son type demande, dans le parcours', () => {
  const p = { date_prescription: d('2024-01-10'), date_contact: null, date_integration: d('2024-02-10'), date_refus: null, date_sortie: null };
  const champs = (s: Emploi | Formation) => critiquerSituation(p, s).map((e) => e.champ);
  expect(champs(emploi())).toEqual([]);
  expect(champs(emploi({ date_debut: d('2024-02-09') }))).toEqual(['date_debut']);
  expect(champs(emploi({ date_fin_prevue: d('2025-01-01') }))).toEqual(['date_fin_prevue']);
  expect(champs(emploi({ contrat: 'CDD', mi_temps: null }))).toEqual(['date_fin_prevue', 'mi_temps']);
  expect(champs(emploi({ date_preuve: null }))).toEqual(['date_preuve']);
  expect(champs(formation({ titre: 'AUCUN' }))).toEqual(['rncp']);
});
