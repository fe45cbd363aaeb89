/** Why an orientation counts in each column of annexe 1, or not, as what follows « parce que ». Pure. */
import { estCompte, estVentilation, numeroLisible, type Compte, type Document, type Indicateur, type Taux, type Ventilation } from '../../reports/indicateur';
import type { Jugement, Provenance } from '../../reports/provenance';
import { enumerer } from '../../reports/bilan-quantitatif/notes';
import { libelle } from '../codes/listes';
import { anneeDe, formaterDate, type DateCivile } from '../lib/dates';
import { dansLaPhrase } from '../lib/texte';

/** Why the orientation counts or not, as what follows « parce que ». */
function raison(i: Compte, { comptee, date, clauses }: Jugement, annee: number): string {
  const nom = dansLaPhrase(i.nomDeLaDate);
  if (!date) return `elle n'a pas de ${nom}`;
  const quand = `sa ${nom} est le ${formaterDate(date)}`;
  if (comptee) return i.conditions.length ? `${quand}, et qu'elle ${enumerer(i.conditions.map((c) => c.oui))}` : quand;
  if (anneeDe(date) !== annee) return `sa ${nom}, le ${formaterDate(date)}, n'est pas en ${annee}`;
  if (!clauses) return `le PLIE, fermé, n'a pas de convention en ${annee}`;
  const manque = clauses.applicable ? i.conditions.filter((_, k) => !clauses.conditions[k]) : [i.applicable!];
  return `elle ${enumerer(manque.map((c) => c.non))} (${quand})`;
}

/** The orientations that count in a column, or in one of the columns that a sum adds up. */
function comptees(document: Document, numero: string, provenances: Provenance[]): Provenance[] {
  const numeros = document.sommes.find((s) => s.numero === numero)?.termes.map((t) => t.numero) ?? [numero];
  return provenances.filter((p) => numeros.some((n) => p.jugements[n]?.comptee));
}
const colonne = (document: Document, numero: string): string => {
  const termes = document.sommes.find((s) => s.numero === numero)?.termes.map((t) => t.numero) ?? [numero];
  const nominatives = termes.filter((n) => document.indicateurs.some((i) => i.numero === n && (i.genre !== 'compte' || i.source.nominative)));
  return enumerer(nominatives.map((n) => `colonne ${numeroLisible(n)}`));
};

export interface Raison { orientation: DateCivile | null; comptee: boolean; texte: string }

export interface VerdictDeColonne {
  numero: string;
  /** How many times the person counts; null when the column names nobody. */
  fois: number | null;
  /** One per orientation, in their order, or one for the whole column. */
  raisons: Raison[];
}

function verdictCompte(i: Compte, provenances: Provenance[], annee: number): VerdictDeColonne {
  if (!i.source.nominative) return { numero: i.numero, fois: null, raisons: [{ orientation: null, comptee: false, texte: 'Ce chiffre compte les présents aux séances : leurs noms ne sont pas connus ici.' }] };
  const juges = provenances.map((p) => ({ p, j: p.jugements[i.numero]! }));
  return {
    numero: i.numero, fois: juges.filter(({ j }) => j.comptee).length,
    raisons: juges.map(({ p, j }) => ({ orientation: p.date_prescription, comptee: j.comptee, texte: raison(i, j, annee) })),
  };
}

/** In each value of a split column, exactly those of the column that is split. */
function verdictVentilation(i: Ventilation, document: Document, provenances: Provenance[]): VerdictDeColonne {
  const dedans = comptees(document, i.de, provenances);
  return {
    numero: i.numero, fois: dedans.length,
    raisons: provenances.map((p) => {
      const positive = p.jugements[i.dont]!.comptee;
      return dedans.includes(p)
        ? { orientation: p.date_prescription, comptee: true, texte: `elle est comptée dans la ${colonne(document, i.de)}, au motif « ${libelle('MOTIFS_SORTIE', p.motif_sortie)} »${positive ? ', parmi les sorties positives' : ''}` }
        : { orientation: p.date_prescription, comptee: false, texte: `elle n'est pas comptée dans la ${colonne(document, i.de)}` };
    }),
  };
}

function verdictTaux(i: Taux, document: Document, provenances: Provenance[]): VerdictDeColonne {
  const [haut, bas] = [comptees(document, i.numerateur, provenances), comptees(document, i.denominateur, provenances)];
  const [numerateur, denominateur] = [`au numérateur (${colonne(document, i.numerateur)})`, `au dénominateur (${colonne(document, i.denominateur)})`];
  const dire = (enHaut: boolean, enBas: boolean): string => {
    if (enHaut && enBas) return `elle est ${numerateur} et ${denominateur}`;
    if (enHaut) return `elle est ${numerateur}, sans être ${denominateur}`;
    return enBas ? `elle est ${denominateur}, sans être ${numerateur}` : `elle n'est ni ${numerateur}, ni ${denominateur}`;
  };
  return {
    numero: i.numero, fois: provenances.filter((p) => haut.includes(p) || bas.includes(p)).length,
    raisons: provenances.map((p) => ({ orientation: p.date_prescription, comptee: haut.includes(p) || bas.includes(p), texte: dire(haut.includes(p), bas.includes(p)) })),
  };
}

/** What each column of the document says of a person's orientations. */
export function verdicts(document: Document, provenances: Provenance[], annee: number): VerdictDeColonne[] {
  return document.indicateurs.map((i: Indicateur) => {
    if (estCompte(i)) return verdictCompte(i, provenances, annee);
    return estVentilation(i) ? verdictVentilation(i, document, provenances) : verdictTaux(i, document, provenances);
  });
}

/** Years in which something of these orientations is dated, newest first, whatever the year that was asked for. */
export const anneesDe = (provenances: Provenance[]): number[] =>
  [...new Set(provenances.flatMap((p) => Object.values(p.jugements).flatMap((j) => (j.date ? [anneeDe(j.date)] : []))))].sort((a, b) => b - a);
