/** What a validated bilan kept of a person, beside what counts today, and what moved in between as far as the journal and the dates tell. Pure. */
import { estCompte, type Compte, type Document } from '../../reports/indicateur';
import type { Periode } from '../../reports/moteur';
import type { Provenance } from '../../reports/provenance';
import type { Ecriture, FaitGarde, ProvenanceFigee } from '../../reports/provenance-figee';
import { libelle } from '../codes/listes';
import { formaterDate, jourDe, type DateCivile } from '../lib/dates';
import { dansLaPhrase } from '../lib/texte';

/** What is needed to tell the difference: the version, and the settings of each day, then and today. */
export interface Gel { figee: ProvenanceFigee; reglages: { alors: readonly Periode[]; aujourdhui: readonly Periode[] } }

/** The orientations as the version counted them: nothing of today but their day of prescription. */
export const telsQueFiges = (provenances: readonly Provenance[], faits: readonly FaitGarde[]): Provenance[] => provenances.map((p) => {
  const siens = faits.filter((f) => f.orientation_id === p.orientation_id);
  const [un] = siens;
  const jugements = Object.keys(p.jugements).map((numero) => {
    const fait = siens.find((f) => f.colonne === numero);
    return [numero, { comptee: fait !== undefined, date: fait?.date_fait ?? null, clauses: null }] as const;
  });
  return { ...p, nature_sortie: un?.nature_sortie ?? null, motif_sortie: un?.motif_sortie ?? null, jugements: Object.fromEntries(jugements) };
});

const CODES = {
  prescripteur: { liste: 'PRESCRIPTEURS', nom: 'son prescripteur', fait: 'corrigé' }, mode_orientation: { liste: 'MODES_ORIENTATION', nom: "son mode d'orientation", fait: 'corrigé' },
  nature_sortie: { liste: 'NATURES_SORTIE', nom: 'sa nature de sortie', fait: 'corrigée' }, motif_sortie: { liste: 'MOTIFS_SORTIE', nom: 'son motif de sortie', fait: 'corrigé' },
} as const;
type Attribut = keyof typeof CODES;
const estAttribut = (nom: string): nom is Attribut => nom in CODES;

/** Columns of the fact and settings of its day that a count looks at. */
function regardees(i: Compte): { attributs: Attribut[]; reglages: string[] } {
  const phrases = [...i.conditions, ...(i.applicable ? [i.applicable] : [])].map((c) => c.sql).join(' ');
  const nommes = (lettre: string) => [...new Set([...phrases.matchAll(new RegExp(`\\b${lettre}\\.(\\w+)`, 'g'))].map((m) => m[1]!))];
  return { attributs: nommes('f').filter(estAttribut), reglages: nommes('r') };
}

const quand = (e: Ecriture | undefined, mot: string): string => (e ? ` (${mot} le ${formaterDate(jourDe(e.le))})` : '');
const porte = (objet: Record<string, unknown> | null, cle: string): boolean => objet !== null && cle in objet;

function diteDeLaDate(i: Compte, alors: DateCivile | null, aujourdhui: DateCivile | null, derniere: Ecriture | undefined): string {
  const nom = dansLaPhrase(i.nomDeLaDate);
  if (!alors) return `sa ${nom} n'était pas notée, elle est aujourd'hui le ${formaterDate(aujourdhui)}${quand(derniere, 'notée')}`;
  return `sa ${nom} était le ${formaterDate(alors)}, ${aujourdhui ? `elle est aujourd'hui le ${formaterDate(aujourdhui)}${quand(derniere, 'corrigée')}` : `elle n'est plus notée${quand(derniere, 'retirée')}`}`;
}

function ditesDesReglages(noms: readonly string[], jour: DateCivile | null, { alors, aujourdhui }: Gel['reglages']): string[] {
  const du = (periodes: readonly Periode[]) => periodes.find((p) => jour !== null && p.debut <= jour && p.fin >= jour);
  const [avant, apres] = [du(alors), du(aujourdhui)];
  if (!avant || !apres) return [];
  const dites: string[] = [];
  if (noms.includes('phase_diagnostic') && avant.phase_diagnostic !== apres.phase_diagnostic) dites.push(`la convention de ce jour-là ${avant.phase_diagnostic ? "prévoyait une phase de diagnostic, elle n'en prévoit plus" : 'ne prévoyait pas de phase de diagnostic, elle en prévoit une'}`);
  if (noms.includes('perimetre_sorties') && avant.perimetre_sorties !== apres.perimetre_sorties) dites.push(`la convention de ce jour-là comptait les sorties « ${libelle('PERIMETRES_SORTIES', avant.perimetre_sorties)} », elle les compte aujourd'hui « ${libelle('PERIMETRES_SORTIES', apres.perimetre_sorties)} »`);
  return dites;
}

/** Why a column does not say of an orientation what it said then; empty when neither the journal nor the dates tell. */
export function ceQuiABouge(i: Compte, document: Document, p: Provenance, { figee, reglages }: Gel): string[] {
  const ecritures = figee.ecritures.filter((e) => e.orientation_id === p.orientation_id);
  const faits = figee.faits.filter((f) => f.orientation_id === p.orientation_id);
  const ajout = ecritures.find((e) => e.operation === 'AJOUT');
  if (ajout && !faits.length) return [`elle a été enregistrée le ${formaterDate(jourDe(ajout.le))}, après la validation`];
  const modifications = ecritures.filter((e) => e.operation === 'MODIFICATION');
  const premiere = (colonne: string) => modifications.find((e) => porte(e.avant, colonne));
  const derniere = (colonne: string) => modifications.findLast((e) => porte(e.apres, colonne));
  const { attributs, reglages: nommes } = regardees(i);

  // Any column of that date tells its day then; the journal, which is finer, first.
  const memeDate = document.indicateurs.filter(estCompte).filter((x) => x.date === i.date).map((x) => x.numero);
  const date = p.jugements[i.numero]!.date;
  const gardee = faits.find((f) => memeDate.includes(f.colonne))?.date_fait;
  const ecrite = premiere(i.date);
  const dateAlors = ecrite ? (ecrite.avant![i.date] as DateCivile | null) : (gardee ?? date);
  const dites = dateAlors === date ? [] : [diteDeLaDate(i, dateAlors, date, derniere(i.date))];
  for (const nom of attributs) {
    const garde = nom === 'nature_sortie' || nom === 'motif_sortie' ? faits[0]?.[nom] : undefined;
    const e = premiere(nom);
    const alors = e ? (e.avant![nom] as string | null) : garde === undefined ? p[nom] : garde;
    if (alors === p[nom]) continue;
    const dire = (code: string | null) => (code ? `« ${libelle(CODES[nom].liste, code)} »` : 'non renseigné');
    dites.push(`${CODES[nom].nom} était ${dire(alors)}, c'est aujourd'hui ${dire(p[nom])}${quand(derniere(nom), CODES[nom].fait)}`);
  }
  return [...dites, ...ditesDesReglages(nommes, date ?? gardee ?? null, reglages)];
}
