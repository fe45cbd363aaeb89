/** How the journal is read: which tables are settings, which acts may be asked for. Pure. */
import { ACTES, type NatureDActe } from '../../codes/actes';
import { DOMAINES_DE_REGLAGES } from '../../acces/perimetre';

/** Tables whose rows may be shown before and after: settings and accounts. Of any other, only the table and the numbers. */
export const TABLES_DE_REGLAGES = ['organisations', 'plie_agences', 'conventions', 'convention_correspondants', 'correspondants', 'hebergements', 'utilisateurs', 'codes'] as const;

export const ACTES_PAR_PAGE = 50;
/** Days shown when no period is asked for. */
export const JOURS_MONTRES = 30;

/** The acts by which an actor may filter, by their sentence. */
export const actionsProposees = (administrateur: boolean): { code: string; libelle: string }[] =>
  Object.entries(ACTES).filter(([code]) => !administrateur || DOMAINES_DE_REGLAGES.includes(code.split('.')[0]!)).map(([code, { libelle }]) => ({ code, libelle }));

/** The kinds of acts by which the journal may be read. */
export const NATURES = [
  { code: 'CONNEXION', libelle: 'Connexions et refus' },
  { code: 'CONSULTATION', libelle: 'Consultations' },
  { code: 'RECHERCHE', libelle: 'Recherches' },
  { code: 'EXPORT_NOMINATIF', libelle: 'Fichiers nominatifs sortis' },
  { code: 'EXPORT', libelle: 'Autres fichiers sortis' },
  { code: 'IMPRESSION', libelle: 'Impressions' },
  { code: 'ECRITURE', libelle: 'Saisies et modifications' },
  { code: 'EFFACEMENT', libelle: 'Effacements' },
] as const satisfies readonly { code: NatureDActe; libelle: string }[];
