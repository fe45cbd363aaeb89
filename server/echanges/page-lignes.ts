/** The sheets of the table on screen: each row with what makes it be there, and what changed since the table before. Pure. */
import type { LigneEchangee } from '../../reports/tableau-de-suivi/contenu';
import { enClair } from '../../reports/tableau-de-suivi/corrections';
import { ACTIONS, SITUATIONS, type CodeSituation, type Periode } from '../../reports/tableau-de-suivi/situation';
import { adresseDeListe, paginer } from '../http/pagination';
import { formaterMois, type Mois } from '../lib/dates';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import type { Demande } from './form';
import { deMois } from './rules';
import { raisonsDe, type Evolution, type LigneVue } from './rules-comparaison';

export const ADRESSE = '/tableau-de-suivi';
const PAR_PAGE = 100;
const TONS: Partial<Record<CodeSituation, string>> = { ABSENT: 'du', EN_ATTENTE: 'du', REFUS: 'retard', INTEGRE: 'fait' };

/** The filters of the address; what goes without saying is left out of it. */
const filtres = ({ mois, vue, situation, action, changement }: Partial<Demande> & { mois: Mois }) => {
  const filtre = situation ?? action ?? changement;
  return { mois, vue: vue === 'mois' || (vue === 'orientations' && filtre) ? null : vue, situation, action, changement };
};
export const adresseDe = (demande: Partial<Demande> & { mois: Mois }): string => adresseDeListe(ADRESSE, filtres(demande));
/** The same page, at its rows. */
export const versLesLignes = (demande: Partial<Demande> & { mois: Mois }): string => `${adresseDe(demande)}#lignes`;

/** What the rows are compared with; null when no earlier table was validated. */
export interface Comparaison { mois: Mois; evolution: Evolution }

const trancher = <T>(lignes: readonly T[], demande: Demande) => {
  const page = Math.min(demande.page, Math.max(1, Math.ceil(lignes.length / PAR_PAGE)));
  return { tranche: lignes.slice((page - 1) * PAR_PAGE, page * PAR_PAGE), pagination: paginer(ADRESSE, filtres(demande), page, PAR_PAGE, lignes.length) };
};

export function pageOrientations(lignes: readonly LigneVue[], demande: Demande, periode: Periode, faits: (id: number) => { etapes: number; absences: number }, comparaison: Comparaison | null) {
  const parties = demande.changement === 'PARTIES';
  const retenues = parties ? (comparaison?.evolution.parties ?? []) : lignes.filter((l) => convient(l, demande, comparaison));
  const { tranche, pagination } = trancher(retenues, demande);
  return {
    filtre: phraseDuFiltre(demande, retenues.length, comparaison),
    avant: comparaison && !parties ? formaterMois(comparaison.mois) : null,
    lignes: tranche.map((l) => ({
      ...personne(l.texte('Nom'), l.texte('Prénom'), l.texte('Identifiant Pôle emploi'), l.orientationId),
      agence: l.texte('Agence Pôle emploi'), prescripteur: l.texte('Prescripteur'), prescription: l.texte('Date de prescription'),
      situation: l.texte('Situation'), ton: TONS[l.situation!] ?? null, motif: [dansLaPhrase(l.texte('Motif de refus')), dansLaPhrase(l.texte('Motif de sortie'))].filter(Boolean).join(', '),
      raisons: parties ? '' : raisonsDe(l, periode, faits(l.orientationId)).join(', '),
      pni: l.date('Début PNI') ? { debut: l.texte('Début PNI'), fin: l.texte('Fin PNI') } : null,
      accompagnateur: l.texte('Accompagnateur'), action: l.texte('Action attendue'),
      nouvelle: comparaison?.evolution.nouvelles.has(l.orientationId) ?? false,
      changements: parties ? [] : (comparaison?.evolution.changees.get(l.orientationId) ?? []).map((c) => ({ colonne: c.colonne, avant: c.avant || 'rien', apres: c.apres || 'rien' })),
    })),
    pagination,
  };
}

export function pageEtapes(lignes: readonly LigneEchangee[], demande: Demande) {
  const { tranche, pagination } = trancher(lignes.filter((l) => l.cellules), demande);
  return { lignes: tranche.map(({ orientation_id, cellules }) => { const [identifiant, nom, prenom, type, debut, fin] = cellules!.map(enClair); return { ...personne(nom!, prenom!, identifiant!, orientation_id!), type, debut, fin: fin || 'En cours' }; }), pagination };
}

export function pageAbsences(lignes: readonly LigneEchangee[], demande: Demande) {
  const { tranche, pagination } = trancher(lignes.filter((l) => l.cellules), demande);
  return { lignes: tranche.map(({ orientation_id, cellules }) => { const [identifiant, nom, prenom, date] = cellules!.map(enClair); return { ...personne(nom!, prenom!, identifiant!, orientation_id!), date, excuse: cellules![4] ? 'Excusé' : 'Non excusé' }; }), pagination };
}

const personne = (nom: string, prenom: string, identifiant: string, orientationId: number) => ({ nom: nomComplet({ nom, prenom }), adresse: `/orientations/${orientationId}`, identifiant });

function convient(l: LigneVue, { situation, action, changement }: Demande, comparaison: Comparaison | null): boolean {
  return (!situation || l.situation === situation)
    && (!action || (action === 'AUCUNE' ? l.action === null : l.action === action))
    && (changement !== 'NOUVELLES' || (comparaison?.evolution.nouvelles.has(l.orientationId) ?? false))
    && (changement !== 'CHANGEES' || (comparaison?.evolution.changees.has(l.orientationId) ?? false));
}

/** The filter as a sentence, and the way out of it. */
function phraseDuFiltre({ mois, situation, action, changement }: Demande, nombre: number, comparaison: Comparaison | null): { texte: string; tout: string } | null {
  const avant = comparaison ? deMois(comparaison.mois) : '';
  const criteres = [
    situation && `en situation « ${SITUATIONS.find((s) => s.code === situation)!.libelle} »`,
    action && (action === 'AUCUNE' ? "pour lesquelles rien n'est attendu" : `dont l'action attendue est « ${ACTIONS.find((a) => a.code === action)!.libelle} »`),
    changement && { NOUVELLES: `qui ${nombre > 1 ? "n'étaient" : "n'était"} pas dans le tableau ${avant}`, CHANGEES: `dont une donnée a changé depuis le tableau ${avant}`, PARTIES: `du tableau ${avant} qui ne ${nombre > 1 ? 'figurent' : 'figure'} plus dans celui-ci` }[changement],
  ].filter(Boolean);
  return criteres.length ? { texte: `${accorder(nombre, 'orientation')} ${criteres.join(', ')}.`, tout: versLesLignes({ mois, vue: 'orientations' }) } : null;
}
