/** How long the journal is kept, and what reading its seals over finds. Pure. */
import { formaterInstant } from '../../lib/dates';
import { accorder, formaterNombre } from '../../lib/texte';
import type { SegmentLu, Tete } from './queries-sceaux';

/** Twelve months, then the sealed segments go: the database refuses sooner (migration 047). */
export const MOIS_GARDES = 12;

export interface Relecture { segments: number; actes: number; lignes: number; tete: Pick<Tete, 'numero' | 'empreinte'> | null }
export const RIEN_DE_RELU: Relecture = { segments: 0, actes: 0, lignes: 0, tete: null };

/** What is wrong with a segment, as a sentence; null when all holds. */
export function fauteDuSegment(s: SegmentLu, precedent: number): string | null {
  if (s.numero !== precedent + 1) return `Le segment ${formaterNombre(precedent + 1)} du journal manque : des actes ont été retirés.`;
  if (!s.enchaine) return `Le segment ${formaterNombre(s.numero)} du journal ne suit plus le précédent : son sceau a été changé.`;
  return s.intact ? null : `Le segment ${formaterNombre(s.numero)} du journal a été modifié depuis qu'il est scellé : ses actes ne sont plus ceux d'alors.`;
}

export const ajouterSegment = (r: Relecture, s: SegmentLu): Relecture => ({
  segments: r.segments + 1, actes: r.actes + (s.parti ? 0 : s.actes), lignes: r.lignes + (s.parti ? 0 : s.lignes), tete: { numero: s.numero, empreinte: s.empreinte },
});

/** One line of the file of heads, kept outside the database. */
export const ligneDeTete = ({ numero, empreinte, scelle_le }: Tete): string => `${numero} ${empreinte} ${scelle_le}`;

type TeteNotee = Pick<Tete, 'numero' | 'empreinte'>;
/** A backup was put back: the journal took up again after that head, null when it had none. */
export const ligneDeRestauration = (instant: string, tete: TeteNotee | null): string => `restauration ${instant} ${tete ? `${tete.numero} ${tete.empreinte}` : '0 -'}`;

export interface TetesNotees {
  /** Those that the journal must still hold: a restore takes away the later ones. */
  tetes: TeteNotee[];
  /** Instants of the restores. */
  restaurations: string[];
}

/** The heads of such a file; a line that is none is a fault of the file. */
export function lireTetes(contenu: string): TetesNotees | { ligne: number } {
  let tetes: TeteNotee[] = [];
  const restaurations: string[] = [];
  for (const [i, ligne] of contenu.split('\n').entries()) {
    if (!ligne.trim()) continue;
    const tete = /^(\d+) ([0-9a-f]{64})( |$)/.exec(ligne);
    const restauration = /^restauration (\S+) (\d+) ([0-9a-f]{64}|-)$/.exec(ligne);
    if (tete) tetes.push({ numero: Number(tete[1]), empreinte: tete[2]! });
    else if (restauration) {
      restaurations.push(restauration[1]!);
      const numero = Number(restauration[2]);
      tetes = [...tetes.filter((t) => t.numero <= numero), ...(numero ? [{ numero, empreinte: restauration[3]! }] : [])];
    } else return { ligne: i + 1 };
  }
  return { tetes, restaurations };
}

/** What a head kept outside says against the segment read under its number; null when they agree. */
export const fauteDeTete = (tete: { numero: number; empreinte: string }, lue: string | undefined): string | null =>
  lue === tete.empreinte ? null : lue === undefined
    ? `Le segment ${formaterNombre(tete.numero)}, noté hors de la base, n'est plus dans le journal : la fin du journal a été retirée.`
    : `Le sceau du segment ${formaterNombre(tete.numero)} n'est pas celui qui avait été noté hors de la base : le journal a été réécrit.`;

export const phraseDeRelecture = ({ segments, actes, lignes, tete }: Relecture, enAttente: number, restaurations: readonly string[]): string =>
  `${accorder(segments, 'segment')}, ${accorder(actes, 'acte')}, ${accorder(lignes, 'ligne')} : rien n'a changé depuis le scellement. ${accorder(enAttente, 'acte récent', 'actes récents')} pas encore ${enAttente > 1 ? 'scellés' : 'scellé'}. ${restaurations.length ? `Une sauvegarde a été remise le ${restaurations.map((r) => formaterInstant(r)).join(', le ')} : ce qui avait été scellé entre la sauvegarde et ce jour n'y est plus. ` : ''}${tete ? `Tête : ${tete.numero} ${tete.empreinte}` : 'Pas encore de tête.'}`;
