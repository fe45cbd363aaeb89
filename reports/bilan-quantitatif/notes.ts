/** The notes under the table: which setting applied to whom, what is missing, what looks wrong. Pure. */
import { ajouterJours, formaterDate, jourDe, type DateCivile } from '../../server/lib/dates';
import { accorder } from '../../server/lib/texte';
import { numeroLisible } from '../indicateur';
import type { Ligne, Periode } from '../moteur';
import { joursDe, type Etendue } from '../periodes';

export interface Note {
  /** Numbers of the columns that it explains; empty for the whole table. */
  colonnes: string[];
  texte: string;
  /** Something to look into, rather than a way of counting. */
  alerte?: boolean;
}

/** « A, B et C ». */
export const enumerer = (noms: readonly string[]): string => (noms.length < 2 ? noms.join('') : `${noms.slice(0, -1).join(', ')} et ${noms.at(-1)}`);

/** « Col. 5, 6 et 8 : … » */
export const noteEnClair = ({ colonnes, texte }: Note): string => (colonnes.length ? `Col. ${enumerer(colonnes.map(numeroLisible))} : ${texte}` : texte);

interface Jours { debut: DateCivile; fin: DateCivile }

/** The days of a PLIE on which `choisie` holds: « Valmorin », or « Valmorin (du 01/01/2024 au 30/06/2024) »; null when none. */
function quand(ligne: Ligne, { debut, fin }: Jours, choisie: (p: Periode) => boolean): string | null {
  const suites: Jours[] = [];
  for (const p of ligne.periodes.filter(choisie)) {
    const derniere = suites.at(-1);
    if (derniere && ajouterJours(derniere.fin, 1) === p.debut) derniere.fin = p.fin;
    else suites.push({ debut: p.debut, fin: p.fin });
  }
  if (!suites.length) return null;
  const entiere = suites[0]!.debut === debut && suites[0]!.fin === fin;
  return entiere ? ligne.plie!.nom : `${ligne.plie!.nom} (${enumerer(suites.map((s) => `du ${formaterDate(s.debut)} au ${formaterDate(s.fin)}`))})`;
}

/** How the days are called in a sentence. */
const motsDe = (e: Etendue) => ('annee' in e
  ? { nom: String(e.annee), laPeriode: `L'année ${e.annee}`, partie: "de l'année", entiere: "de l'année entière", depassement: "chaque fait est compté l'année de sa propre date, et une personne accueillie ou intégrée cette année a pu être orientée l'année précédente." }
  : { nom: 'cette période', laPeriode: 'La période', partie: 'de la période', entiere: 'de la période entière', depassement: 'chaque fait est compté à sa propre date, et une personne accueillie ou intégrée dans la période a pu être orientée avant.' });

export function annoter(lignes: Ligne[], etendue: Etendue, jour: DateCivile): Note[] {
  const [jours, mots] = [joursDe(etendue), motsDe(etendue)];
  const tousLesPlies = lignes.filter((l) => l.niveau === 'PLIE');
  const plies = tousLesPlies.filter((l) => l.periodes.length);
  const qui = (choisie: (p: Periode) => boolean): string[] => plies.map((l) => quand(l, jours, choisie)).filter((t) => t !== null);
  const seuls = (choisi: (l: Ligne) => boolean): string[] => plies.filter(choisi).map((l) => l.plie!.nom);
  const notes: Note[] = [];
  const noter = (colonnes: string[], texte: string, alerte = false) => void notes.push({ colonnes, texte, ...(alerte && { alerte }) });

  const sansDiagnostic = qui((p) => !p.phase_diagnostic);
  if (sansDiagnostic.length) noter(['5', '6', '8'], `sans objet pour ${enumerer(sansDiagnostic)}, dont la convention ne prévoit pas de phase de diagnostic.`);
  const changeants = seuls((l) => l.periodes.some((p) => p.phase_diagnostic) && l.periodes.some((p) => !p.phase_diagnostic));
  if (changeants.length) noter(['5', '6', '8'], `pour ${enumerer(changeants)}, la phase de diagnostic n'a existé qu'une partie ${mots.partie} ; les taux rapportent ces jours aux colonnes 3 et 7 ${mots.entiere}.`);

  const denominateurs = [
    { noms: qui((p) => p.orientations_ic === 'AUCUNE'), texte: 'la colonne 1' },
    { noms: qui((p) => p.orientations_ic === 'CERTAINES'), texte: 'la colonne 1 + la colonne 2 (certaines agences orientent par information collective)' },
    { noms: qui((p) => p.orientations_ic === 'TOUTES'), texte: 'la colonne 1 + la colonne 2 (toutes les orientations passent par une information collective)' },
  ].filter((d) => d.noms.length);
  if (denominateurs.length) noter(['4', '9bis'], `le dénominateur est ${denominateurs.map((d) => `${d.texte} pour ${enumerer(d.noms)}`).join(' ; ')}.`);

  const tous = qui((p) => p.perimetre_sorties === 'TOUS_PRESCRIPTEURS');
  const ailleurs = [
    ...(plies.some((l) => new Set(l.periodes.map((p) => p.perimetre_sorties)).size > 1) ? [`le reste ${mots.partie}`] : []), ...(tous.length < plies.length ? ['pour les autres'] : []),
  ];
  const suiteDesSorties = ailleurs.length ? ` ; orientations de Pôle emploi seulement ${enumerer(ailleurs)}` : '';
  if (tous.length) noter(['10', '11', '12', '13'], `comptées tous prescripteurs confondus pour ${enumerer(tous)}${suiteDesSorties}.`);

  const sansSeance = plies.filter((l) => l.comptes['2']!.valeur === null);
  if (sansSeance.length) {
    const bloques = sansSeance.filter((l) => l.taux['4']!.denominateur === null).map((l) => l.plie!.nom);
    noter(['2'], `non disponible pour ${enumerer(sansSeance.map((l) => l.plie!.nom))} : aucune information collective n'est enregistrée pour ${mots.nom}.${bloques.length ? ` Les colonnes 4 et 9 bis de ${enumerer(bloques)}, qui en ont besoin, ne le sont pas non plus.` : ''}`);
  }

  for (const ligne of plies) {
    const c = ligne.controles.TOUTES;
    if (!c) continue;
    const lequel = quand(ligne, jours, (p) => p.orientations_ic === 'TOUTES')!;
    if (c['1'] !== 0) noter(['1'], `à vérifier pour ${lequel} : ${accorder(c['1']!, 'orientation')} sur le flux, alors que toutes devraient passer par une information collective.`, true);
    if (c['2'] != null && c['2'] !== c['3']) noter(['2', '3'], `à vérifier pour ${lequel} : ${accorder(c['3']!, 'accueilli')} pour ${accorder(c['2'], 'présent')} en information collective ; les deux devraient être égaux.`, true);
  }

  const depassements = [...new Set(lignes.flatMap((l) => Object.entries(l.taux).filter(([, t]) => t.denominateur && t.numerateur! > t.denominateur).map(([numero]) => numero)))];
  if (depassements.length) noter(depassements, `un taux peut dépasser 100 % : ${mots.depassement}`);

  const sansConvention = seuls((l) => l.periodes.every((p) => !p.conventionnee));
  if (sansConvention.length) noter([], `Aucune convention ne couvre ${mots.nom} pour ${enumerer(sansConvention)} : les réglages sont ceux de la convention la plus proche ou, à défaut, les réglages habituels (phase de diagnostic, pas d'information collective, sorties des orientations de Pôle emploi).`);
  const figes = plies.filter((l) => l.fige);
  if (figes.length) {
    const quel = (l: Ligne) => `${l.plie!.nom} (${l.fige!.numero > 1 ? `version ${l.fige!.numero}, ` : ''}le ${formaterDate(jourDe(l.fige!.valide_le))})`;
    const definitions = [...new Set(figes.map((l) => l.fige!.definitions))].sort();
    noter([], `${figes.length === 1 ? 'Bilan validé' : 'Bilans validés'} : ${enumerer(figes.map(quel))}. ${figes.length === 1 ? 'Ses chiffres ne changent plus' : 'Leurs chiffres ne changent plus'} (définitions, version ${enumerer(definitions)}).`);
  }
  if (figes.length && figes.length < plies.length) noter([], `Chiffres du jour, non validés, pour ${enumerer(plies.filter((l) => !l.fige).map((l) => l.plie!.nom))}.`);
  const absents = tousLesPlies.filter((l) => !l.periodes.length).map((l) => l.plie!.nom);
  if (absents.length) noter([], `Pas de bilan validé pour ${enumerer(absents)} : ${absents.length === 1 ? 'il ne compte' : 'ils ne comptent'} dans aucun total.`);
  if (jour <= jours.fin && plies.some((l) => !l.fige)) noter([], `${mots.laPeriode} n'est pas terminée : chiffres au ${formaterDate(jour)}.`);
  if (lignes.some((l) => Object.values(l.taux).some((t) => t.applicable && !t.denominateur))) noter([], "« n.d. » : non disponible. Le dénominateur est 0, ou une source manque.");
  return notes;
}
