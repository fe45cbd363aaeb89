/** Monthly tables as a PLIE sends them, made with the application's own writer or by hand. */
import { COLONNES, NOMS_DES_FEUILLES, type NomDeFeuille } from '../../server/importation/rules-format';
import type { Cellule } from '../../server/lib/classeur/ecrire';
import { dateCivile, formaterDate } from '../../server/lib/dates';
import { classeur } from './fichiers';

export type Rangee = Record<string, Cellule | undefined>;
export const le = (date: string): Cellule => ({ date: dateCivile(date) });
export const enTexte = (date: string): string => formaterDate(dateCivile(date));

/** A person in parcours, whose PNI is to be set; `autres` changes what the test is about. */
export const enParcours = (nom: string, autres: Rangee = {}): Rangee => ({
  Nom: nom, Prénom: 'Lou', 'Date de naissance': le('1985-04-12'), 'Identifiant Pôle emploi': null, Prescripteur: 'Pôle emploi', 'Date de prescription': le('2025-03-03'),
  Situation: 'Intégré dans le mois', "Date d'intégration": le('2025-05-06'), 'Action attendue': 'Poser le PNI', ...autres,
});

export interface TableauRecu {
  /** The code of the PLIE; null leaves the sheet « Informations » out. */
  plie: string | null;
  mois?: string;
  etabliLe?: string;
  empreinte?: string;
  lignes: Rangee[];
  etapes?: Rangee[];
  absences?: Rangee[];
  corrections?: Rangee[];
}

const titresDe = (feuille: NomDeFeuille): string[] => Object.values(COLONNES[feuille]).map((c) => c.titre);
const feuille = (nom: NomDeFeuille, rangees: Rangee[]): Cellule[][] => [titresDe(nom), ...rangees.map((r) => titresDe(nom).map((titre) => r[titre] ?? null))];

export function fichierB({ plie, mois = '2025-05', etabliLe = '02/06/2025 à 09:00', empreinte, lignes, etapes = [], absences = [], corrections = [] }: TableauRecu): Promise<Buffer> {
  const [tableau, ...autres] = NOMS_DES_FEUILLES;
  const suites = [etapes, absences, corrections];
  return classeur({
    [tableau]: feuille(tableau, lignes),
    ...Object.fromEntries(autres.map((nom, i) => [nom, feuille(nom, suites[i]!)])),
    ...(plie === null ? {} : { Informations: [['Information', 'Valeur'], ['PLIE', `PLIE ${plie}`], ['Code du PLIE', plie], ['Mois', mois], ['Établi le', etabliLe], ['Version du format', '1'], ...(empreinte ? [['Empreinte des données (SHA-256)', empreinte]] : [])] }),
  });
}
