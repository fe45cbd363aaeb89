/** What the worklist sends: the ticked lines with one day for all, or a line with its own; and the filters of its address. */
import { LISTES } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { code, dateLibre, lireFormulaire, obligatoire, type Formulaire, type Lecture, type Saisie } from '../lib/formulaire';
import type { LigneATraiter } from './actions';
import type { FiltresTaches } from './queries';
import { genreDe, GENRES, MOTIF_HORS_SORTIE, type Acte, type GenreDeTache } from './rules';

export const MOTIFS_REFUS_PNI = LISTES.MOTIFS_CLOTURE_PNI.filter((m) => (MOTIF_HORS_SORTIE as readonly string[]).includes(m.code));

const nombre = (v: unknown): number | null => (typeof v === 'string' && /^\d{1,15}$/.test(v) ? Number(v) : null);

/** `genre` is null when the address names none: the first kind that waits is then shown. */
export function lireFiltresTaches(adresse: Record<string, unknown>): Omit<FiltresTaches, 'action'> & { genre: GenreDeTache | null } {
  return {
    genre: GENRES.find((g) => g.code === adresse.action) ?? null, faites: adresse.voir === 'faites',
    agence: nombre(adresse.agence), plie: nombre(adresse.plie), page: Math.max(1, nombre(adresse.page) ?? 1),
  };
}

/** Reads the whole sheet: as many days as lines. A line without a day of its own takes the one for all. */
export function lireTraitement(corps: unknown, lecture: Lecture, genre: GenreDeTache): Formulaire<LigneATraiter[]> {
  const recu = (corps ?? {}) as Record<string, unknown>;
  const cochees = nombre(recu.une) !== null ? [recu.une] : Array.isArray(recu.taches) ? recu.taches : [recu.taches];
  const ids = [...new Set(cochees.flatMap((v) => nombre(v) ?? []))];
  const jours = Object.fromEntries(ids.map((id) => [`date-${id}`, dateLibre]));
  const lu = lireFormulaire({ date: dateLibre, motif: code(LISTES.MOTIFS_CLOTURE_PNI), ...jours }, recu, lecture);
  const saisie: Saisie = { ...lu.saisie, taches: ids.map(String) };
  const erreurs: Erreur[] = lu.ok ? [] : [...lu.erreurs];
  if (!ids.length) erreurs.push({ champ: 'taches', message: "Cochez les personnes concernées, ou employez le bouton de la ligne." });
  if (!lu.ok || erreurs.length) return { ok: false, saisie, erreurs };
  const { date: commune, motif, ...autres } = lu.valeur as { date: DateCivile | null; motif: (typeof LISTES.MOTIFS_CLOTURE_PNI)[number]['code'] | null } & Record<string, DateCivile | null>;
  const lignes: LigneATraiter[] = [];
  for (const id of ids) {
    const date = (autres[`date-${id}`] as DateCivile | null) ?? commune;
    if (!date) erreurs.push({ champ: 'date', message: `Indiquez le jour : ${genre.jour.toLowerCase()}…` });
    else if (genre.code === 'LEVER_PNI') lignes.push({ id, acte: { acte: 'LEVER_PNI', date, motif: motif ?? 'SORTIE' } });
    else lignes.push({ id, acte: { acte: genre.code, date, motif: null } });
  }
  return erreurs.length ? { ok: false, saisie, erreurs: erreurs.slice(0, 1) } : { ok: true, saisie, valeur: lignes };
}

export const lireRefusPni = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date: obligatoire(dateLibre, 'Indiquez le jour du refus.'), motif: obligatoire(code(MOTIFS_REFUS_PNI), 'Choisissez le motif du refus.'),
}, corps, lecture);

export const ACTES_DU_DOSSIER = ['POSER_PNI', 'LEVER_PNI', 'PPAE'] as const;
export type ActeDuDossier = (typeof ACTES_DU_DOSSIER)[number];
export const acteDemande = (brut: unknown): ActeDuDossier => ACTES_DU_DOSSIER.find((a) => a === brut) ?? 'LEVER_PNI';

/** The answer given from the page of a dossier. */
export function lireReponseDossier(corps: unknown, lecture: Lecture, acte: ActeDuDossier): Formulaire<Acte> {
  const date = obligatoire(dateLibre, `Indiquez le jour : ${genreDe(acte).jour.toLowerCase()}…`);
  if (acte !== 'LEVER_PNI') {
    const lu = lireFormulaire({ date }, corps, lecture);
    return lu.ok ? { ...lu, valeur: { acte, date: lu.valeur.date, motif: null } } : lu;
  }
  const lu = lireFormulaire({ date, motif: obligatoire(code(LISTES.MOTIFS_CLOTURE_PNI), 'Choisissez le motif de la levée.') }, corps, lecture);
  return lu.ok ? { ...lu, valeur: { acte, ...lu.valeur } } : lu;
}
