/**
 * Fifteen orientations in three PLIEs of two départements, and the annexe 1 of 2024 that was worked out from them
 * with a pencil. Nothing here was copied from the application.
 *
 * COL  Collines, 06   with diagnostic · no IC · exits of PE
 * VAL  Vallon,   06   NO diagnostic   · no IC · exits of ALL prescribers
 * EST  Estuaire, 13   with diagnostic · ALL orientations by IC · exits of PE
 *
 *      prescriber   prescription  contact     diagnostic  end of the selection     exit (motif)                 counts in 2024 in columns
 * C1   PE flux      01/01/2024    15/01/2024  01/02/2024  integrated 01/03/2024    31/12/2024 + EMPLOI          1  3  5  7  10 11  14 15
 * C2   PE flux      31/12/2023    01/01/2024  10/01/2024  refused    01/02/2024                                    3  5
 * C3   PE flux      31/12/2024    01/01/2025                                                                    1
 * C4   PE IC        01/03/2024    15/03/2024  01/04/2024  integrated 01/01/2025                                    3  5
 * C5   PE flux      04/05/2020    20/05/2020  01/06/2020  integrated 01/07/2020    30/06/2024 − RUPTURE_ABANDON             10     14
 * C6   CCAS         01/02/2024    10/02/2024  20/02/2024  integrated 10/03/2024    01/09/2024 + FORMATION                          14 15
 * V1   PE flux      05/02/2024    20/02/2024              integrated 01/03/2024                                 1  3     7
 * V2   PE flux      01/04/2024                                                                                  1
 * V3   PE flux      01/05/2024    15/05/2024  20/05/2024  refused    01/06/2024                                 1  3  (5 does not exist here)
 * V4   M. locale    01/03/2023    10/03/2023              integrated 01/04/2023    01/02/2024 − REORIENTATION_P.            10     14
 * V5   PE flux      10/01/2022    20/01/2022              integrated 01/02/2022    15/11/2024 + CUI_PEC                     10 11  14 15
 * E1   PE IC        20/01/2024    01/02/2024  01/03/2024  integrated 01/04/2024                                    3  5  7
 * E2   PE IC        01/06/2024    15/06/2024                                                                       3
 * E3   PE IC        01/09/2024    10/09/2024  01/10/2024  refused    15/10/2024                                    3  5
 * E4   PE flux      10/10/2024                                                                                  1
 *
 * Sessions: COL 05/05/2024: 7 present. VAL none. EST 31/12/2023: 5, 25/01/2024: 2, 31/12/2024: 2, 01/01/2025: 9, hence 4 in 2024.
 * D (columns 4 and 9 bis): COL 2 and VAL 3 (column 1 alone), EST 1 + 4 = 5.
 * Totals: a ratio adds the terms of the PLIEs that have both. Column 8 of 06: COL only, 1/3 (V1 has no diagnostic to be set against);
 * of the region: (1 + 1) / (3 + 2). Column 6 of the region: (3 + 2) / (3 + 3). An average of ratios would give 92,2 % in column 4, not 80,0 %.
 */
import type { Essai } from '../outils/application';

export const ANNEE = 2024;

/** `na`: does not apply. `nd`: not available. */
export const ANNEXE_1 = lireTable(`
  ligne      |  1 |  2 | 3 | 4    | 5  | 6   | 7 | 8   | 9   | 9bis | 10 | 11 | 12  | 14 | 15 | 16
  Collines   |  2 |  7 | 3 | 3/2  | 3  | 3/3 | 1 | 1/3 | 1/3 | 1/2  | 2  | 1  | 1/2 | 3  | 2  | 2/3
  Vallon     |  3 | nd | 2 | 2/3  | na | na  | 1 | na  | 1/2 | 1/3  | 2  | 1  | 1/2 | 2  | 1  | 1/2
  Total 06   |  5 |  7 | 5 | 5/5  | 3  | 3/3 | 2 | 1/3 | 2/5 | 2/5  | 4  | 2  | 2/4 | 5  | 3  | 3/5
  Estuaire   |  1 |  4 | 3 | 3/5  | 2  | 2/3 | 1 | 1/2 | 1/3 | 1/5  | 0  | 0  | nd  | 0  | 0  | nd
  Total 13   |  1 |  4 | 3 | 3/5  | 2  | 2/3 | 1 | 1/2 | 1/3 | 1/5  | 0  | 0  | nd  | 0  | 0  | nd
  Total      |  6 | 11 | 8 | 8/10 | 5  | 5/6 | 3 | 2/5 | 3/8 | 3/10 | 4  | 2  | 2/4 | 5  | 3  | 3/5
`);

/** PLIEs that each total covers, where it is not all of them: 2 in 06, 1 in 13, 3 in the region. */
export const COUVERTURES: Record<string, Record<string, number>> = {
  'Total 06': { '2': 1, '5': 1, '6': 1, '8': 1 },
  'Total 13': {},
  Total: { '2': 2, '5': 2, '6': 2, '8': 2 },
};

/** Column 13: « exits (of which positive) »; every other motif is at 0. */
export const COLONNE_13: Record<string, Record<string, [number, number]>> = {
  Collines: { EMPLOI: [1, 1], RUPTURE_ABANDON: [1, 0] },
  Vallon: { REORIENTATION_PARTENAIRE: [1, 0], CUI_PEC: [1, 1] },
  'Total 06': { EMPLOI: [1, 1], RUPTURE_ABANDON: [1, 0], REORIENTATION_PARTENAIRE: [1, 0], CUI_PEC: [1, 1] },
  Estuaire: {},
  'Total 13': {},
  Total: { EMPLOI: [1, 1], RUPTURE_ABANDON: [1, 0], REORIENTATION_PARTENAIRE: [1, 0], CUI_PEC: [1, 1] },
};

/** A table worked out by hand, in the notation of ANNEXE_1, and what goes with it. */
export interface TableFaiteALaMain {
  annee: number;
  lignes: Record<string, Record<string, string>>;
  /** PLIEs that a total covers, where it is not all of them. */
  couvertures: Record<string, Record<string, number>>;
  /** By line and motif: exits, of which positive; what is left out is at 0. */
  colonne13: Record<string, Record<string, [number, number]>>;
  /** Code of each PLIE by its name; names by département, in the order of the table. */
  plies: Record<string, string>;
  departements: Record<string, string[]>;
  /** Pôle emploi's sessions of each PLIE: how many, convened, present. */
  sources: [plie: string, seances: number, convoques: number, presents: number][];
}

/** { Collines: { '1': '2', '4': '3/2', … } } */
export function lireTable(texte: string): Record<string, Record<string, string>> {
  const [tetes, ...corps] = texte.trim().split('\n').map((l) => l.split('|').map((c) => c.trim()));
  return Object.fromEntries(corps.map(([nom, ...cases]) => [nom!, Object.fromEntries(cases.map((c, i) => [tetes![i + 1]!, c]))]));
}

export const QUINZE: TableFaiteALaMain = {
  annee: ANNEE, lignes: ANNEXE_1, couvertures: COUVERTURES, colonne13: COLONNE_13,
  plies: { Collines: 'COL', Vallon: 'VAL', Estuaire: 'EST' }, departements: { '06': ['Collines', 'Vallon'], 13: ['Estuaire'] },
  sources: [['Collines', 1, 10, 7], ['Estuaire', 2, 10, 4]],
};

type Dates = [prescription: string, contact?: string | null, diagnostic?: string | null];

/** Writes one orientation of a new person of that name. */
export const inscrireDans = ({ fabriques: f }: Essai) => async (plieId: number, nom: string, prescripteur: 'FLUX' | 'INFO_COLLECTIVE' | 'CCAS' | 'MISSION_LOCALE', [prescription, contact, diagnostic]: Dates, suite: Record<string, string> = {}) => {
  const pe = prescripteur === 'FLUX' || prescripteur === 'INFO_COLLECTIVE';
  const personne = await f.unePersonne({ plie_id: plieId, nom, prenom: 'Témoin' });
  await f.uneOrientation({
    plie_id: plieId, personne_id: personne.id, prescripteur: pe ? 'POLE_EMPLOI' : prescripteur, mode_orientation: pe ? prescripteur : null,
    date_prescription: prescription, date_contact: contact ?? null, date_diagnostic: diagnostic ?? null, ...suite,
  });
};
export const sortie = (integration: string, date: string, nature: string, motif: string) => ({ date_integration: integration, date_sortie: date, nature_sortie: nature, motif_sortie: motif });

/** Writes the fifteen files; returns the ids of the three PLIEs and of the region. */
export async function installerLesQuinze(essai: Essai): Promise<{ COL: number; VAL: number; EST: number; region: number; agence: number }> {
  const { fabriques: f, contexte } = essai;
  const region = await f.uneRegion('PACA');
  const col = await f.unTerritoireComplet({}, { code: 'COL', nom: 'Collines', departement: '06' });
  const val = await f.unTerritoireComplet({ phase_diagnostic: false, perimetre_sorties: 'TOUS_PRESCRIPTEURS' }, { code: 'VAL', nom: 'Vallon', departement: '06' });
  const est = await f.unTerritoireComplet({ orientations_ic: 'TOUTES' }, { code: 'EST', nom: 'Estuaire', departement: '13' });
  await contexte.base('departements').where({ code: '06' }).update({ nom: '06' });
  await contexte.base('departements').where({ code: '13' }).update({ nom: '13' });

  const inscrire = inscrireDans(essai);
  const refus = (date: string) => ({ date_refus: date, motif_refus: 'FORMATION' });
  const [C, V, E] = [col.plie.id, val.plie.id, est.plie.id];

  await inscrire(C, 'C1', 'FLUX', ['2024-01-01', '2024-01-15', '2024-02-01'], sortie('2024-03-01', '2024-12-31', 'POSITIVE_EMPLOI', 'EMPLOI'));
  await inscrire(C, 'C2', 'FLUX', ['2023-12-31', '2024-01-01', '2024-01-10'], refus('2024-02-01'));
  await inscrire(C, 'C3', 'FLUX', ['2024-12-31', '2025-01-01']);
  await inscrire(C, 'C4', 'INFO_COLLECTIVE', ['2024-03-01', '2024-03-15', '2024-04-01'], { date_integration: '2025-01-01' });
  await inscrire(C, 'C5', 'FLUX', ['2020-05-04', '2020-05-20', '2020-06-01'], sortie('2020-07-01', '2024-06-30', 'INITIATIVE_PARTICIPANT', 'RUPTURE_ABANDON'));
  await inscrire(C, 'C6', 'CCAS', ['2024-02-01', '2024-02-10', '2024-02-20'], sortie('2024-03-10', '2024-09-01', 'POSITIVE_FORMATION', 'FORMATION'));
  await inscrire(V, 'V1', 'FLUX', ['2024-02-05', '2024-02-20'], { date_integration: '2024-03-01' });
  await inscrire(V, 'V2', 'FLUX', ['2024-04-01']);
  await inscrire(V, 'V3', 'FLUX', ['2024-05-01', '2024-05-15', '2024-05-20'], refus('2024-06-01'));
  await inscrire(V, 'V4', 'MISSION_LOCALE', ['2023-03-01', '2023-03-10'], sortie('2023-04-01', '2024-02-01', 'REORIENTATION', 'REORIENTATION_PARTENAIRE'));
  await inscrire(V, 'V5', 'FLUX', ['2022-01-10', '2022-01-20'], sortie('2022-02-01', '2024-11-15', 'POSITIVE_EMPLOI', 'CUI_PEC'));
  await inscrire(E, 'E1', 'INFO_COLLECTIVE', ['2024-01-20', '2024-02-01', '2024-03-01'], { date_integration: '2024-04-01' });
  await inscrire(E, 'E2', 'INFO_COLLECTIVE', ['2024-06-01', '2024-06-15']);
  await inscrire(E, 'E3', 'INFO_COLLECTIVE', ['2024-09-01', '2024-09-10', '2024-10-01'], refus('2024-10-15'));
  await inscrire(E, 'E4', 'FLUX', ['2024-10-10']);

  const seance = (plieId: number, agenceId: number, date: string, presents: number) => f.inserer('informations_collectives', { plie_id: plieId, agence_id: agenceId, date_session: date, convoques: presents + 3, presents });
  await seance(C, col.agence.id, '2024-05-05', 7);
  for (const [date, presents] of [['2023-12-31', 5], ['2024-01-25', 2], ['2024-12-31', 2], ['2025-01-01', 9]] as const) await seance(E, est.agence.id, date, presents);
  return { COL: C, VAL: V, EST: E, region: region.id, agence: col.agence.id };
}
