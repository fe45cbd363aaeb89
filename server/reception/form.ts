/** What the forms of the reception send, and the filters and choices that its addresses carry. */
import { LISTES } from '../codes/listes';
import { code, coche, dateLibre, entier, heure, identifiant, lireFormulaire, obligatoire, texte, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import type { Attribution, Deplacement, NouvelleSeance, Presences, VersSeance } from './actions';
import type { FiltreConvocation, FiltreEtat, FiltresReception } from './queries';
import type { Convocation } from './queries-seances';
import { INTERVALLES } from './rules';

export const FILTRES_ETAT: readonly { code: FiltreEtat; libelle: string }[] = [
  { code: 'A_RECEVOIR', libelle: 'à recevoir' },
  { code: 'ABSENTE', libelle: 'absentes au premier contact' },
  { code: 'ACCUEILLIE', libelle: 'accueillies, suite à donner' },
  { code: 'TOUTES', libelle: 'à recevoir ou accueillies' },
];
export const FILTRES_CONVOCATION: readonly { code: FiltreConvocation; libelle: string }[] = [
  { code: 'SANS', libelle: 'sans convocation' },
  { code: 'AVEC', libelle: 'convoquées' },
];

const nombre = (v: string, max: number): number | null => (/^\d{1,15}$/.test(v) && Number(v) <= max ? Number(v) : null);

/** An unknown value is as no filter: a link never breaks. */
export function lireFiltres(adresse: Record<string, unknown>): FiltresReception {
  const lire = (nom: string): string => (typeof adresse[nom] === 'string' ? adresse[nom].trim() : '');
  return {
    etat: FILTRES_ETAT.find((e) => e.code === lire('etat'))?.code ?? 'A_RECEVOIR',
    agence: nombre(lire('agence'), Number.MAX_SAFE_INTEGER),
    attente: nombre(lire('attente'), 3650),
    attribuee: lire('attribuee') === 'PERSONNE' ? 'PERSONNE' : nombre(lire('attribuee'), Number.MAX_SAFE_INTEGER),
    convocation: FILTRES_CONVOCATION.find((c) => c.code === lire('convocation'))?.code ?? null,
    page: Math.max(1, nombre(lire('page'), 1_000_000) ?? 1),
  };
}

/** At most one page of the list is ticked at once. */
const CHOISIES_MAX = 100;

/** The orientations ticked in the list: `o`, repeated in the address. */
export function lireChoix(adresse: Record<string, unknown>): number[] {
  const bruts = Array.isArray(adresse.o) ? adresse.o : [adresse.o];
  return [...new Set(bruts.flatMap((v) => (typeof v === 'string' ? [nombre(v.trim(), Number.MAX_SAFE_INTEGER)] : [])).filter((n) => n !== null))].slice(0, CHOISIES_MAX);
}

const RECHARGEZ = 'Ce formulaire est incomplet : rechargez la page, puis recommencez.';

/** The version of each row, as the page showed it: « 12:3 14:1 ». */
const versions: Lecteur<Map<number, number>> = (brut) => {
  const paires = (brut[0] ?? '').split(' ').map((p) => p.split(':').map(Number));
  return paires.every(([id, v]) => Number.isInteger(id) && Number.isInteger(v)) ? { ok: true, valeur: new Map(paires as [number, number][]) } : { ok: false, erreur: RECHARGEZ };
};

export function lireAttribution(corps: unknown, lecture: Lecture): Formulaire<Attribution> {
  return lireFormulaire({ version: versions, utilisateur_id: obligatoire(identifiant, "Choisissez l'accompagnateur.") }, corps, lecture);
}

const lieu = obligatoire(texte(200), 'Indiquez le lieu, tel que la convocation le donnera.');
const dateSeance = obligatoire(dateLibre, 'Indiquez le jour de la séance.');
const heureSeance = obligatoire(heure, "Indiquez l'heure de la séance.");
const intervalle = code(INTERVALLES);

/** A session already planned, or a new one: the fields of the other are then not asked for. */
export function lireConvocation(corps: unknown, lecture: Lecture): Formulaire<VersSeance> {
  const choix = lireFormulaire({ seance_id: identifiant, type: code(LISTES.TYPES_CONTACT), date_seance: texte(40), heure: texte(20), lieu: texte(200), intervalle }, corps, lecture);
  if (!choix.ok) return choix;
  const rythme = Number(choix.valeur.intervalle ?? INTERVALLES[1].code);
  if (choix.valeur.seance_id) return { ok: true, saisie: choix.saisie, valeur: { seance_id: choix.valeur.seance_id, nouvelle: null, intervalle: rythme } };
  const lu = lireFormulaire({ type: obligatoire(code(LISTES.TYPES_CONTACT), 'Dites si la séance est collective ou individuelle.'), date_seance: dateSeance, heure: heureSeance, lieu }, corps, lecture);
  if (!lu.ok) return { ...lu, saisie: choix.saisie };
  return { ok: true, saisie: choix.saisie, valeur: { seance_id: null, nouvelle: lu.valeur satisfies NouvelleSeance, intervalle: rythme } };
}

export function lireDeplacement(corps: unknown, lecture: Lecture): Formulaire<Deplacement> {
  return lireFormulaire({ version: obligatoire(entier(1, 2_000_000_000), RECHARGEZ), date_seance: dateSeance, heure: heureSeance, lieu }, corps, lecture);
}

/** The field of a line of the presence sheet. */
export const champPresence = (c: Pick<Convocation, 'id'>): string => `presence_${c.id}`;

/** The presence sheet: one answer per person still awaited; the others are left as they are. */
export function lirePresences(corps: unknown, lecture: Lecture, attendues: Convocation[]): Formulaire<Presences> {
  const lignes = Object.fromEntries(attendues.map((c) => [champPresence(c), obligatoire(code(LISTES.PRESENCES), `Dites si ${nomComplet(c)} était présente.`)]));
  const lu = lireFormulaire({ ...lignes, diagnostic: coche }, corps, lecture);
  if (!lu.ok) return lu;
  const valeurs = lu.valeur as Record<string, unknown>;
  return {
    ok: true, saisie: lu.saisie,
    valeur: { diagnostic: lu.valeur.diagnostic, presences: attendues.map((c) => ({ id: c.id, presence: valeurs[champPresence(c)] as Presences['presences'][number]['presence'] })) },
  };
}
