/** How a deadline is told, wherever it is shown. Pure. */
import type { Role } from '../acces/acteur';
import { formaterJour, joursEntre, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';
import { estDePersonnes, ordonner, type Echeance, type Etat } from './rules';

export type EcheanceReunie = Echeance & { plies: string[] };

/** Its colour, its word, its icon. */
export const APPARENCES: Record<Etat, { ton: string; mot: string; icone: string }> = {
  EN_RETARD: { ton: 'retard', mot: 'En retard', icone: 'retard' }, PROCHE: { ton: 'du', mot: 'Bientôt', icone: 'du' }, A_VENIR: { ton: '', mot: 'À venir', icone: 'horloge' }, FAIT: { ton: 'fait', mot: 'Fait', icone: 'check' },
};

/** « aujourd'hui », « demain », « dans 12 jours », « depuis 3 jours ». */
export function direDelai(date: DateCivile, jour: DateCivile): string {
  const n = joursEntre(jour, date);
  if (n < 0) return `depuis ${accorder(-n, 'jour')}`;
  return n === 0 ? "aujourd'hui" : n === 1 ? 'demain' : `dans ${accorder(n, 'jour')}`;
}

/** The same deadline of several PLIEs is one line that names them; it leads somewhere when one page serves them all. */
export function reunirLesPlies(echeances: readonly Echeance[]): EcheanceReunie[] {
  const groupes = new Map<string, EcheanceReunie>();
  for (const e of echeances) {
    // What each PLIE's party answers stands on a page of its own.
    const cle = e.nombre === null ? `${e.code}:${e.date}:${e.libelle}:${e.etat}:${e.code === 'ENQUETE' ? e.adresse : ''}` : e.cle;
    const deja = groupes.get(cle);
    if (deja) groupes.set(cle, { ...deja, adresse: deja.adresse === e.adresse ? e.adresse : null, acte: null, detail: '', plies: [...deja.plies, e.plie.nom].sort((a, b) => a.localeCompare(b, 'fr')) });
    else groupes.set(cle, { ...e, plies: [e.plie.nom] });
  }
  return [...groupes.values()];
}

/** Persons that these deadlines concern, of one kind. */
export const totalDe = (echeances: readonly Pick<Echeance, 'code' | 'nombre'>[], code: Echeance['code']): number => echeances.reduce((n, e) => (e.code === code ? n + (e.nombre ?? 0) : n), 0);

const MONTREES = 3;

/**
 * The next ones, for the home page: of documents, meetings and conventions, since the persons are counted there already; an
 * accompagnateur, who has none of these, sees those of their portfolio.
 */
export function decrireProchaines(echeances: readonly Echeance[], role: Role | 'SYSTEME', jour: DateCivile) {
  const siennes = echeances.filter((e) => e.etat !== 'FAIT' && (role === 'ACCOMPAGNATEUR' || !estDePersonnes(e.code)));
  return reunirLesPlies(ordonner(siennes)).slice(0, MONTREES).map((e) => ({
    libelle: e.plies.length > 1 ? `${e.libelle} : ${accorder(e.plies.length, 'PLIE', 'PLIE')}` : e.libelle, adresse: e.adresse ?? e.acte?.adresse ?? '/echeances',
    jour: formaterJour(e.date), delai: direDelai(e.date, jour), ...APPARENCES[e.etat],
  }));
}
