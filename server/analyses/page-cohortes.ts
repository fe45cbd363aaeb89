/** The cohort and the delays as pages. Pure. */
import { cleCohorte, COLONNES_COHORTE, REPERES, type Repere } from '../../reports/analyses/cohorte';
import { DELAIS, MESURES } from '../../reports/analyses/delais';
import type { Duree, LigneAnalyse } from '../../reports/analyses/faits';
import type { Lien } from '../../reports/analyses/lignes';
import { POPULATIONS, type Population } from '../../reports/analyses/populations';
import { SITUATIONS } from '../../reports/analyses/situations';
import { nomDuRepere, tableauxCohorte } from '../../reports/analyses/tableau-cohorte';
import { tableauxDelais } from '../../reports/analyses/tableau-delais';
import { champs, type Champ } from '../http/champs';
import type { DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder } from '../lib/texte';
import { aPlusieursPlies, type TerritoireOffert } from '../pilotage/rules-territoires';
import { REPERE_PAR_DEFAUT } from './form-figures';
import type { Figures, MotsDeLaCellule, Parametres } from './page-figures';
import { anneeCivile, joursOfferts, nommerJours, type Jours } from './rules';

export const COHORTES = '/analyses/cohortes';
export const DELAIS_DES_ETAPES = '/analyses/delais';
export const TITRES = { cohortes: 'Devenir des personnes orientées', delais: 'Délais entre les étapes' } as const;

/** What both pages ask for. `jours`: null when they were mistyped. */
export interface Demande {
  choisi: TerritoireOffert; jours: Jours | null; saisie: Saisie; erreurs: Erreur[]; population: Population; jour: DateCivile;
}

export const parametresDe = ({ choisi, jours, population }: Demande): Parametres => ({ ...(jours ?? { debut: null, fin: null }), territoire: choisi.cle, population: population === POPULATIONS[0].code ? null : population });
const [, ...POPULATIONS_CHOISIES] = POPULATIONS;
export const contexteDe = ({ choisi, jours, population }: Demande): string => [choisi.libelle, ...(population === POPULATIONS[0].code ? [] : ['orientations de Pôle emploi']), ...(jours ? [nommerJours(jours)] : [])].join(', ');

function champsDe(d: Demande, repere?: Repere): Champ[] {
  const c = champs({ ...d.saisie, population: d.population, repere: repere && repere !== REPERE_PAR_DEFAUT ? String(repere) : '' }, d.erreurs);
  return [
    c.date('debut', 'Du'), c.date('fin', 'Au'),
    c.liste('population', 'Orientations', POPULATIONS_CHOISIES, { vide: POPULATIONS[0].libelle }),
    ...(repere && aPlusieursPlies(d.choisi) ? [c.liste('repere', 'Par PLIE', REPERES.filter((r) => r !== REPERE_PAR_DEFAUT).map((r) => ({ code: String(r), libelle: nomDuRepere(r) })), { vide: nomDuRepere(REPERE_PAR_DEFAUT) })] : []),
  ];
}

/** The whole years: what a cohort or a delay is mostly looked at by. */
export const anneesOffertes = (jour: DateCivile, jours: Jours | null) => joursOfferts(jour).filter((o) => o.libelle.startsWith('Année'))
  .map(({ libelle, debut, fin }) => ({ libelle, parametres: { debut, fin }, choisi: jours?.debut === debut && jours.fin === fin }));

const fichier = (nom: string, { choisi, jours }: Demande): string => [nom, choisi.code, jours?.debut, jours?.fin].filter(Boolean).join('_');

export function pageCohortes(d: Demande, repere: Repere, lignes: LigneAnalyse<number>[], lien: Lien): Figures {
  const parametres = { ...parametresDe(d), repere: repere === REPERE_PAR_DEFAUT ? null : String(repere) };
  const aucune = d.jours !== null && lignes.length > 0 && !lignes.at(-1)!.valeurs[cleCohorte(3, 'ENSEMBLE')];
  return {
    chemin: COHORTES, titre: TITRES.cohortes, parametres, champs: champsDe(d, repere), offerts: anneesOffertes(d.jour, d.jours), erreurs: d.erreurs, fichier: fichier('cohorte', d),
    chapeau: 'Les orientations prescrites dans la période, suivies une à une : où en était chacune 3, 6, 12 et 24 mois après sa propre prescription.',
    vide: aucune ? 'Aucune orientation n\'a été prescrite dans cette période. Choisissez d\'autres dates.' : null,
    tableaux: d.jours ? tableauxCohorte(lignes, { contexte: contexteDe(d), fin: d.jours.fin, jour: d.jour, repere, lien }) : [],
    definitions: [{ definitions: COLONNES_COHORTE }],
  };
}

export function motsDeLaCohorte(cellule: string): MotsDeLaCellule | null {
  for (const repere of REPERES) for (const { code, titre, definition } of COLONNES_COHORTE) {
    if (cleCohorte(repere, code) !== cellule) continue;
    const lire = (situation: string): string => SITUATIONS.find((s) => s.code === situation)!.titre;
    return { titre: code === 'ENSEMBLE' ? titre : `${titre}, ${repere} mois après la prescription`, definition, unite: ['orientation', 'orientations'], nomDeLaDate: 'Date de prescription', detail: code === 'ENSEMBLE' || code === 'OBSERVABLE' ? { nom: `Situation à ${repere} mois`, lire } : null };
  }
  return null;
}

export function pageDelais(d: Demande, lignes: LigneAnalyse<Duree>[], parAnnee: LigneAnalyse<Duree> | null, annees: readonly number[], lien: Lien): Figures {
  return {
    chemin: DELAIS_DES_ETAPES, titre: TITRES.delais, parametres: parametresDe(d), champs: champsDe(d), offerts: anneesOffertes(d.jour, d.jours), erreurs: d.erreurs, fichier: fichier('delais', d),
    chapeau: "De la prescription au premier contact, à l'intégration puis à la sortie : la durée médiane, et celle que quatre personnes sur cinq ne dépassent pas.",
    vide: null,
    tableaux: d.jours ? tableauxDelais(lignes, parAnnee, { contexte: contexteDe(d), contexteDesAnnees: contexteDe({ ...d, jours: null }), annee: anneeCivile(d.jours), annees, lien }) : [],
    definitions: [{ titre: 'Les délais', definitions: DELAIS }, { titre: 'Les mesures', definitions: Object.values(MESURES) }],
  };
}

export function motsDuDelai(cellule: string): MotsDeLaCellule | null {
  const delai = DELAIS.find((d) => d.code === cellule);
  return delai ? { titre: delai.titre, definition: delai.definition, unite: ['orientation', 'orientations'], nomDeLaDate: delai.nomDeLaDate, detail: { nom: 'Durée', lire: (jours) => accorder(Number(jours), 'jour') } } : null;
}
