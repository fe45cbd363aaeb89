/**
 * Six PLIEs of three départements at the edges of the rules, and the annexe 1 of 2024 that was worked out from them with a pencil.
 * Nothing here was copied from the application.
 *
 * DUN  Dune,    06   two conventions: until 30/06 with diagnostic, IC of CERTAINES agencies, exits of PE; from 01/07 no diagnostic, no IC, exits of ALL
 * FAL  Falaise, 06   a convention (no diagnostic, no IC, exits of ALL) and no fact at all
 * GRE  Grève,   13   no convention in 2024; that of 2019-2023 lends its settings: diagnostic, IC of CERTAINES agencies, exits of PE
 * HAV  Havre,   13   ALL by IC, and what should be equal is: col. 1 = 0, col. 2 = col. 3
 * ILE  Île,     83   no convention ever: diagnostic, no IC, exits of PE
 * JET  Jetée,   83   no diagnostic, exits of PE; one setting changes in the year: ALL by IC until 31/03, no IC from 01/04
 *
 *      prescriber   prescription  contact     diagnostic  end of the selection     exit (motif)                 counts in 2024 in columns
 * D1   PE flux      10/01/2024    20/01/2024  30/06/2024  integrated 05/07/2024                                 1  3  5  7
 * D2   PE flux      01/07/2024    10/07/2024  15/07/2024                                                        1  3  (no column 5 from 01/07)
 * D3   PE IC        01/03/2024    05/03/2024                                                                       3
 * D4   CCAS         10/01/2022    20/01/2022              integrated 01/02/2022    30/06/2024 − FIN_DE_PARCOURS             14
 * D5   CCAS         10/01/2022    20/01/2022              integrated 01/02/2022    01/07/2024 + FORMATION             10 11 14 15
 * D6   PE flux      10/01/2022    20/01/2022              integrated 01/02/2022    29/06/2024 − RUPTURE_ABANDON       10    14
 * G1   PE flux      05/02/2024    10/02/2024  15/02/2024  refused    20/02/2024                                 1  3  5
 * G2   CCAS         10/01/2023    20/01/2023              integrated 01/02/2023    15/05/2024 − DEMENAGEMENT                14
 * H1   PE IC        03/05/2024    03/05/2024                                                                       3
 * H2   PE IC        03/05/2024    03/05/2024  10/05/2024                                                           3  5
 * H3   PE IC        20/12/2023    08/01/2024                                                                       3
 * H4   PE IC        01/11/2023    10/11/2023  05/01/2024  integrated 20/01/2024                                       5  7
 * I1   PE flux      01/10/2023    10/10/2023  20/10/2023  integrated 08/01/2024                                          7
 * I2   PE flux      01/11/2023    10/11/2023  20/12/2023  integrated 12/02/2024                                          7
 * I3   PE flux      30/12/2024    31/12/2024                                                                    1  3
 * J1   PE flux      15/02/2024    20/02/2024                                                                    1  3
 * J2   PE IC        01/03/2024    31/03/2024                                                                       3
 * J3-5 PE flux      01, 02 and 03/04/2024                                                                       1 (three times)
 * J6   PE flux      10/01/2022    20/01/2022              integrated 01/06/2022    31/12/2024 + EMPLOI                10 11 14 15
 *
 * Sessions: DUN 30/06/2024: 6 present (in D), 01/07/2024: 5 (shown in column 2, out of D). HAV 08/01/2024: 1, 03/05/2024: 2.
 * JET 31/03/2024: 1 (in D), 01/04/2024: 4 (out of D). FAL, GRE and ILE: none.
 * D: DUN 2 + 6 = 8. FAL 0. GRE: column 2 is missing, hence n.d. HAV 0 + 3 = 3. ILE 1. JET 4 + 1 = 5.
 * Île, column 8: 2 integrated for 0 diagnostic, hence n.d.; columns 9 and 9 bis: 2 for 1, that is 200,0 %, shown as it is.
 * Totals add both terms over the PLIEs that have both. Column 4 of the whole: (3 + 0 + 3 + 1 + 2) / (8 + 0 + 3 + 1 + 5), without Grève.
 * Column 8 of the whole: Dune 1/1, Grève 0/1, Havre 1/2, Île 2/0, hence 4/4. Of 83: Île alone, 2/0, hence n.d.
 */
import type { Essai } from '../outils/application';
import { inscrireDans, lireTable, sortie, type TableFaiteALaMain } from './quinze';

export const LISIERES: TableFaiteALaMain = {
  annee: 2024,
  lignes: lireTable(`
  ligne      |  1 |  2 |  3 | 4    | 5  | 6   | 7 | 8   | 9    | 9bis | 10 | 11 | 12  | 14 | 15 | 16
  Dune       |  2 | 11 |  3 | 3/8  | 1  | 1/3 | 1 | 1/1 | 1/3  | 1/8  | 2  | 1  | 1/2 | 3  | 1  | 1/3
  Falaise    |  0 | nd |  0 | nd   | na | na  | 0 | na  | nd   | nd   | 0  | 0  | nd  | 0  | 0  | nd
  Total 06   |  2 | 11 |  3 | 3/8  | 1  | 1/3 | 1 | 1/1 | 1/3  | 1/8  | 2  | 1  | 1/2 | 3  | 1  | 1/3
  Grève      |  1 | nd |  1 | nd   | 1  | 1/1 | 0 | 0/1 | 0/1  | nd   | 0  | 0  | nd  | 1  | 0  | 0/1
  Havre      |  0 |  3 |  3 | 3/3  | 2  | 2/3 | 1 | 1/2 | 1/3  | 1/3  | 0  | 0  | nd  | 0  | 0  | nd
  Total 13   |  1 |  3 |  4 | 3/3  | 3  | 3/4 | 1 | 1/3 | 1/4  | 1/3  | 0  | 0  | nd  | 1  | 0  | 0/1
  Île        |  1 | nd |  1 | 1/1  | 0  | 0/1 | 2 | nd  | 2/1  | 2/1  | 0  | 0  | nd  | 0  | 0  | nd
  Jetée      |  4 |  5 |  2 | 2/5  | na | na  | 0 | na  | 0/2  | 0/5  | 1  | 1  | 1/1 | 1  | 1  | 1/1
  Total 83   |  5 |  5 |  3 | 3/6  | 0  | 0/1 | 2 | nd  | 2/3  | 2/6  | 1  | 1  | 1/1 | 1  | 1  | 1/1
  Total      |  8 | 19 | 10 | 9/17 | 4  | 4/8 | 4 | 4/4 | 4/10 | 4/17 | 3  | 2  | 2/3 | 5  | 2  | 2/5
`),
  couvertures: {
    'Total 06': { '2': 1, '5': 1, '6': 1, '8': 1 },
    'Total 13': { '2': 1, '4': 1, '9bis': 1 },
    'Total 83': { '2': 1, '5': 1, '6': 1, '8': 1 },
    Total: { '2': 3, '4': 5, '5': 4, '6': 4, '8': 4, '9bis': 5 },
  },
  colonne13: {
    Dune: { FORMATION: [1, 1], RUPTURE_ABANDON: [1, 0] }, Falaise: {}, 'Total 06': { FORMATION: [1, 1], RUPTURE_ABANDON: [1, 0] },
    Grève: {}, Havre: {}, 'Total 13': {}, Île: {}, Jetée: { EMPLOI: [1, 1] }, 'Total 83': { EMPLOI: [1, 1] },
    Total: { FORMATION: [1, 1], RUPTURE_ABANDON: [1, 0], EMPLOI: [1, 1] },
  },
  plies: { Dune: 'DUN', Falaise: 'FAL', Grève: 'GRE', Havre: 'HAV', Île: 'ILE', Jetée: 'JET' },
  departements: { '06': ['Dune', 'Falaise'], 13: ['Grève', 'Havre'], 83: ['Île', 'Jetée'] },
  sources: [['Dune', 2, 17, 11], ['Havre', 2, 9, 3], ['Jetée', 2, 11, 5]],
};

/** Writes them; returns the ids of the PLIEs by code, and of the region. */
export async function installerLesLisieres(essai: Essai): Promise<Record<string, number> & { region: number }> {
  const { fabriques: f, contexte } = essai;
  const region = (await f.uneRegion('PACA')).id;
  const sans = { phase_diagnostic: false };
  const dun = await f.unTerritoireComplet({ date_fin: '2024-06-30', orientations_ic: 'CERTAINES' }, { code: 'DUN', nom: 'Dune', departement: '06' });
  await f.uneConvention({ plie_id: dun.plie.id, agence_id: dun.agence.id, date_debut: '2024-07-01', ...sans, perimetre_sorties: 'TOUS_PRESCRIPTEURS' });
  const fal = await f.unTerritoireComplet({ ...sans, perimetre_sorties: 'TOUS_PRESCRIPTEURS' }, { code: 'FAL', nom: 'Falaise', departement: '06' });
  const gre = await f.unTerritoireComplet({ date_debut: '2019-01-01', date_fin: '2023-12-31', orientations_ic: 'CERTAINES' }, { code: 'GRE', nom: 'Grève', departement: '13' });
  const hav = await f.unTerritoireComplet({ orientations_ic: 'TOUTES' }, { code: 'HAV', nom: 'Havre', departement: '13' });
  const ile = await f.unPlie({ code: 'ILE', nom: 'Île', departement: '83' });
  const jet = await f.unTerritoireComplet({ date_fin: '2024-03-31', ...sans, orientations_ic: 'TOUTES' }, { code: 'JET', nom: 'Jetée', departement: '83' });
  await f.uneConvention({ plie_id: jet.plie.id, agence_id: jet.agence.id, date_debut: '2024-04-01', ...sans });
  for (const code of ['06', '13', '83']) await contexte.base('departements').where({ code }).update({ nom: code });

  const inscrire = inscrireDans(essai);
  const [D, G, H, J] = [dun.plie.id, gre.plie.id, hav.plie.id, jet.plie.id];
  const ancien: [string, string] = ['2022-01-10', '2022-01-20'];
  await inscrire(D, 'D1', 'FLUX', ['2024-01-10', '2024-01-20', '2024-06-30'], { date_integration: '2024-07-05' });
  await inscrire(D, 'D2', 'FLUX', ['2024-07-01', '2024-07-10', '2024-07-15']);
  await inscrire(D, 'D3', 'INFO_COLLECTIVE', ['2024-03-01', '2024-03-05']);
  await inscrire(D, 'D4', 'CCAS', ancien, sortie('2022-02-01', '2024-06-30', 'INITIATIVE_PLIE', 'FIN_DE_PARCOURS'));
  await inscrire(D, 'D5', 'CCAS', ancien, sortie('2022-02-01', '2024-07-01', 'POSITIVE_FORMATION', 'FORMATION'));
  await inscrire(D, 'D6', 'FLUX', ancien, sortie('2022-02-01', '2024-06-29', 'INITIATIVE_PARTICIPANT', 'RUPTURE_ABANDON'));
  await inscrire(G, 'G1', 'FLUX', ['2024-02-05', '2024-02-10', '2024-02-15'], { date_refus: '2024-02-20', motif_refus: 'FORMATION' });
  await inscrire(G, 'G2', 'CCAS', ['2023-01-10', '2023-01-20'], sortie('2023-02-01', '2024-05-15', 'ADMINISTRATIVE', 'DEMENAGEMENT'));
  await inscrire(H, 'H1', 'INFO_COLLECTIVE', ['2024-05-03', '2024-05-03']);
  await inscrire(H, 'H2', 'INFO_COLLECTIVE', ['2024-05-03', '2024-05-03', '2024-05-10']);
  await inscrire(H, 'H3', 'INFO_COLLECTIVE', ['2023-12-20', '2024-01-08']);
  await inscrire(H, 'H4', 'INFO_COLLECTIVE', ['2023-11-01', '2023-11-10', '2024-01-05'], { date_integration: '2024-01-20' });
  await inscrire(ile.id, 'I1', 'FLUX', ['2023-10-01', '2023-10-10', '2023-10-20'], { date_integration: '2024-01-08' });
  await inscrire(ile.id, 'I2', 'FLUX', ['2023-11-01', '2023-11-10', '2023-12-20'], { date_integration: '2024-02-12' });
  await inscrire(ile.id, 'I3', 'FLUX', ['2024-12-30', '2024-12-31']);
  await inscrire(J, 'J1', 'FLUX', ['2024-02-15', '2024-02-20']);
  await inscrire(J, 'J2', 'INFO_COLLECTIVE', ['2024-03-01', '2024-03-31']);
  for (const jour of ['01', '02', '03']) await inscrire(J, `J${jour}`, 'FLUX', [`2024-04-${jour}`]);
  await inscrire(J, 'J6', 'FLUX', ancien, sortie('2022-06-01', '2024-12-31', 'POSITIVE_EMPLOI', 'EMPLOI'));

  const seance = ({ plie, agence }: typeof dun, date: string, presents: number) => f.inserer('informations_collectives', { plie_id: plie.id, agence_id: agence.id, date_session: date, convoques: presents + 3, presents });
  await seance(dun, '2024-06-30', 6);
  await seance(dun, '2024-07-01', 5);
  await seance(hav, '2024-01-08', 1);
  await seance(hav, '2024-05-03', 2);
  await seance(jet, '2024-03-31', 1);
  await seance(jet, '2024-04-01', 4);
  return { DUN: D, FAL: fal.plie.id, GRE: G, HAV: H, ILE: ile.id, JET: J, region };
}
