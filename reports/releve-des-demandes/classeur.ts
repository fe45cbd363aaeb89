/** The statement as a workbook: one sheet per table, the definitions, Pôle emploi's own figures apart, what identifies it. Pure. */
import { libelle } from '../../server/codes/listes';
import type { Cellule, Feuille } from '../../server/lib/classeur/ecrire';
import { feuilleDeLAnalyse } from '../analyses/exporter';
import type { TableauDAnalyse } from '../analyses/tableau';
import { COLONNES, DELAI, FAMILLES, PRINCIPES, VERSION } from './definitions';
import type { ServicesDeclares } from './services';

/** `empreinte`: of the figures, for one PLIE. `etabliLe`: as it is read. */
export interface Identite { territoire: string; annee: number; etabliLe: string; empreinte: string | null }

export function feuillesDuReleve(tableaux: readonly TableauDAnalyse[], services: ServicesDeclares, identite: Identite): Feuille[] {
  return [...tableaux.map(feuilleDeLAnalyse), feuilleDesServices(services), feuilleDesDefinitions(), feuilleDesInformations(identite)];
}

function feuilleDesServices({ lignes, agences, completes, sansObjet }: ServicesDeclares): Feuille {
  return {
    nom: 'Déclaré par Pôle emploi', colonnes: [{ titre: 'Service, mesure ou prestation', largeur: 40 }, { titre: 'Nombre délivré', format: 'entier', largeur: 16 }], filtre: false,
    lignes: [
      ...FAMILLES.flatMap((f) => f.types).flatMap((t) => lignes.filter((l) => l.type === t)).map((l): Cellule[] => [libelle('TYPES_DEMANDE_PE', l.type), l.nombre]),
      [], [`Chiffres donnés par Pôle emploi, à part : ils ne s'ajoutent pas aux demandes du PLIE. Agences : ${agences}, chiffres déclarés complets : ${completes}, non applicables : ${sansObjet}.`],
    ],
  };
}

const feuilleDesDefinitions = (): Feuille => ({
  nom: 'Définitions', colonnes: [{ titre: 'Colonne', largeur: 26 }, { titre: 'Définition exacte', largeur: 100 }], filtre: false,
  lignes: [
    ...[...COLONNES, DELAI].map((c): Cellule[] => [c.libelle, c.definition]),
    [], ...PRINCIPES.map((texte): Cellule[] => ['', texte]),
    ...FAMILLES.map((f): Cellule[] => [f.libelle, f.types.map((t) => libelle('TYPES_DEMANDE_PE', t)).join(', ')]),
  ],
});

const feuilleDesInformations = ({ territoire, annee, etabliLe, empreinte }: Identite): Feuille => ({
  nom: 'Informations', colonnes: [{ titre: 'Information', largeur: 26 }, { titre: 'Valeur', largeur: 70 }], filtre: false,
  lignes: [
    ['Document', 'Relevé annuel des demandes à Pôle emploi et de leurs réalisations (convention PLIE, art. 6)'], ['Territoire', territoire], ['Année', annee], ['Établi le', etabliLe], ['Définitions', `version ${VERSION}`],
    ...(empreinte ? [['Empreinte des chiffres', empreinte] as Cellule[]] : []),
  ],
});
