/** The rule that classes an exit, at its named boundaries. Every date was worked out on a calendar. */
import { dateCivile, type DateCivile } from '../../server/lib/dates';
import { classerSortie, contactsAttendus, critiquerSituation, initiativeADire, VERSION_DE_LA_REGLE, type Classement, type Emploi, type Faits, type Formation } from '../../server/sorties/rules';
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
  expect(positive.regle).toBe(VERSION_DE_LA_REGLE);
  expect(positive.explication).toBe('CDI depuis le 01/11/2024, au moins à mi-temps. Emploi durable, tenu six mois jusqu\'au 30/04/2025 ; preuve vue : bulletin de salaire. La sortie porte la date du dernier jour des six mois.');
  expect(classer({ situation: emploi({ preuve: null, date_preuve: null }) }).explication).toContain("Aucune preuve de l'emploi n'a été vue.");
});

test('les contacts du premier, du troisième et du sixième mois', () => {
  const etats = (jour: string, date_perte: string | null = null, contacts: Parameters<typeof contactsAttendus>[1] = []) =>
    contactsAttendus({ date_debut: d('2025-01-31'), date_perte: date_perte as DateCivile | null }, contacts, d(jour)).map((c) => `${c.mois} ${c.echeance} ${c.etat}`);
  expect(etats('2025-02-27')).toEqual(['1 2025-02-28 A_VENIR', '3 2025-04-30 A_VENIR', '6 2025-07-31 A_VENIR']);
  expect(etats('2025-04-30', null, [{ mois: 1, date_contact: d('2025-03-03'), en_poste: true }])).toEqual(['1 2025-02-28 FAIT', '3 2025-04-30 DU', '6 2025-07-31 A_VENIR']);
  expect(etats('2025-08-01', '2025-04-01')).toEqual(['1 2025-02-28 DU', '3 2025-04-30 SANS_OBJET', '6 2025-07-31 SANS_OBJET']);
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
