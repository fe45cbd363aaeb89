/**
 * The columns of the monthly table, in their order (domaine 05 B): people keep macros on these headers.
 * Each says which columns of the database it carries; a test holds that all of them may travel from the PLIE to Pôle emploi
 * (server/conformite/colonnes.ts). Freins, minimum social, RQTH, DELD and the detail of a refusal have no way in.
 */
import { LISTES, libelle } from '../../server/codes/listes';
import type { Colonne } from '../../server/lib/classeur/ecrire';
import type { DateCivile } from '../../server/lib/dates';
import { nomComplet } from '../../server/lib/texte';
import type { CelluleEchangee } from './contenu';
import type { Correction } from './corrections';
import type { AbsenceDuMois, EtapeDuMois } from './queries';
import { ACTIONS, SITUATIONS, finDuPniAffichee } from './situation';
import type { LigneDuTableau } from './tableau';

export interface ColonneEchangee<L> extends Colonne {
  /** « table.colonne » of the database. */
  sources: readonly string[];
  valeur(ligne: L): CelluleEchangee;
}

const date = (d: DateCivile | null): CelluleEchangee => (d ? { date: d } : null);
const agent = (nom: string | null, prenom: string | null): string | null => (nom || prenom ? nomComplet({ nom: nom ?? '', prenom: prenom ?? '' }) : null);
const libelles = (liste: readonly { libelle: string }[]): string[] => liste.map((c) => c.libelle);

/** Pôle emploi's list has ten motifs: death, maternity and health are sent as « Fin de parcours ». */
const MOTIFS_ECHANGES = LISTES.MOTIFS_SORTIE.filter((m) => m.code === m.echange);
export const motifEchange = (code: string | null): string => libelle('MOTIFS_SORTIE', LISTES.MOTIFS_SORTIE.find((m) => m.code === code)?.echange ?? code);

export const adressePostale = (l: { adresse: string | null; code_postal: string | null; commune: string | null }): string =>
  [l.adresse, [l.code_postal, l.commune].filter(Boolean).join(' ')].filter(Boolean).join(', ');

export const COLONNES_TABLEAU: readonly ColonneEchangee<LigneDuTableau>[] = [
  { titre: 'Nom', largeur: 20, sources: ['personnes.nom'], valeur: (l) => l.nom },
  { titre: 'Prénom', largeur: 16, sources: ['personnes.prenom'], valeur: (l) => l.prenom },
  { titre: 'Date de naissance', largeur: 12, format: 'date', sources: ['personnes.date_naissance'], valeur: (l) => date(l.date_naissance) },
  { titre: 'Identifiant Pôle emploi', largeur: 13, sources: ['personnes.identifiant_pe'], valeur: (l) => l.identifiant_pe },
  { titre: 'Identifiant CAF', largeur: 13, sources: ['personnes.identifiant_caf'], valeur: (l) => l.identifiant_caf },
  { titre: 'Adresse', largeur: 34, sources: ['personnes.adresse', 'personnes.code_postal', 'personnes.commune'], valeur: adressePostale },
  { titre: 'Téléphone', largeur: 15, sources: ['personnes.telephone'], valeur: (l) => l.telephone },
  { titre: 'Courriel', largeur: 26, sources: ['personnes.courriel'], valeur: (l) => l.courriel },
  { titre: 'Agence Pôle emploi', largeur: 22, sources: ['orientations.agence_id'], valeur: (l) => l.agence_nom },
  { titre: 'Conseiller Pôle emploi', largeur: 22, sources: ['orientations.agent_nom', 'orientations.agent_prenom'], valeur: (l) => agent(l.agent_nom, l.agent_prenom) },
  { titre: 'Prescripteur', largeur: 16, liste: libelles(LISTES.PRESCRIPTEURS), sources: ['orientations.prescripteur'], valeur: (l) => libelle('PRESCRIPTEURS', l.prescripteur) },
  { titre: 'Date de prescription', largeur: 12, format: 'date', sources: ['orientations.date_prescription'], valeur: (l) => date(l.date_prescription) },
  { titre: 'Situation', largeur: 24, liste: libelles(SITUATIONS), sources: ['orientations.etat'], valeur: (l) => SITUATIONS.find((s) => s.code === l.situation)!.libelle },
  { titre: 'Date du refus', largeur: 12, format: 'date', sources: ['orientations.date_refus'], valeur: (l) => date(l.date_refus) },
  { titre: 'Motif de refus', largeur: 24, liste: libelles(LISTES.MOTIFS_REFUS), sources: ['orientations.motif_refus'], valeur: (l) => libelle('MOTIFS_REFUS', l.motif_refus) },
  { titre: "Date d'intégration", largeur: 12, format: 'date', sources: ['orientations.date_integration'], valeur: (l) => date(l.date_integration) },
  { titre: 'Début PNI', largeur: 12, format: 'date', sources: ['pni.date_debut'], valeur: (l) => date(l.pni_debut) },
  { titre: 'Fin PNI', largeur: 12, format: 'date', sources: ['pni.date_fin', 'pni.date_cloture'], valeur: (l) => date(finDuPniAffichee(l)) },
  { titre: 'Date de sortie', largeur: 12, format: 'date', sources: ['orientations.date_sortie'], valeur: (l) => date(l.date_sortie) },
  { titre: 'Nature de sortie', largeur: 24, liste: libelles(LISTES.NATURES_SORTIE), sources: ['orientations.nature_sortie'], valeur: (l) => libelle('NATURES_SORTIE', l.nature_sortie) },
  { titre: 'Motif de sortie', largeur: 24, liste: libelles(MOTIFS_ECHANGES), sources: ['orientations.motif_sortie'], valeur: (l) => motifEchange(l.motif_sortie) },
  { titre: 'Accompagnateur', largeur: 22, sources: ['utilisateurs.nom', 'utilisateurs.prenom'], valeur: (l) => l.accompagnateur && nomComplet(l.accompagnateur) },
  { titre: 'Téléphone accompagnateur', largeur: 15, sources: ['utilisateurs.telephone'], valeur: (l) => l.accompagnateur?.telephone ?? null },
  { titre: 'Courriel accompagnateur', largeur: 26, sources: ['utilisateurs.courriel'], valeur: (l) => l.accompagnateur?.courriel ?? null },
  { titre: 'Action attendue', largeur: 20, liste: libelles(ACTIONS), sources: [], valeur: (l) => ACTIONS.find((a) => a.code === l.action)?.libelle ?? null },
];

const IDENTITE: readonly ColonneEchangee<{ identifiant_pe: string | null; nom: string; prenom: string }>[] = [
  { titre: 'Identifiant Pôle emploi', largeur: 13, sources: ['personnes.identifiant_pe'], valeur: (l) => l.identifiant_pe },
  { titre: 'Nom', largeur: 20, sources: ['personnes.nom'], valeur: (l) => l.nom },
  { titre: 'Prénom', largeur: 16, sources: ['personnes.prenom'], valeur: (l) => l.prenom },
];

/** `types` are the labels of the list, which an administrator may extend. */
export const colonnesEtapes = (types: readonly string[]): readonly ColonneEchangee<EtapeDuMois>[] => [
  ...IDENTITE,
  { titre: "Type d'étape", largeur: 40, liste: types, sources: ['etapes.type'], valeur: (e) => e.libelle },
  { titre: 'Début', largeur: 12, format: 'date', sources: ['etapes.date_debut'], valeur: (e) => date(e.date_debut) },
  { titre: 'Fin', largeur: 12, format: 'date', sources: ['etapes.date_fin'], valeur: (e) => date(e.date_fin) },
];

export const COLONNES_ABSENCES: readonly ColonneEchangee<AbsenceDuMois>[] = [
  ...IDENTITE,
  { titre: 'Date de convocation', largeur: 14, format: 'date', sources: ['absences.date_convocation'], valeur: (a) => date(a.date_convocation) },
  { titre: 'Excusé', largeur: 10, liste: ['Oui', 'Non'], sources: ['absences.excuse'], valeur: (a) => a.excuse },
];

/** What an earlier table said and what holds now. The values come from the columns of the other sheets. */
export const COLONNES_CORRECTIONS: readonly ColonneEchangee<Correction>[] = [
  ...IDENTITE,
  { titre: 'Mois du tableau', largeur: 14, sources: [], valeur: (c) => c.mois },
  { titre: 'Colonne', largeur: 34, sources: [], valeur: (c) => c.colonne },
  { titre: 'Valeur transmise', largeur: 28, sources: [], valeur: (c) => c.transmise },
  { titre: 'Valeur exacte', largeur: 28, sources: [], valeur: (c) => c.exacte },
];
