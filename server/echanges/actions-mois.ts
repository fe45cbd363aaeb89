/** The month as a whole: its table, established from the data until it is validated, then as it was frozen. */
import { contenuDuTableau, empreinteDe, FEUILLES, type CodeFeuille, type Contenu, type LigneEchangee } from '../../reports/tableau-de-suivi/contenu';
import { corrigerMois, ranger, type Correction } from '../../reports/tableau-de-suivi/corrections';
import { etablirTableau } from '../../reports/tableau-de-suivi/tableau';
import type { Contexte } from '../acces/acteur';
import { listerOrientationsNonTransmissibles } from '../acces/queries-limitation';
import type { Mois } from '../lib/dates';
import { chercherTableau, listerCorrectionsDites, listerLignesFigees, listerTouchees, listerValidesAvant, type TableauSuivi } from './queries';

/** Validated months that are looked at again. */
export const MOIS_RELUS = 12;

export interface MoisLu {
  /** Null as long as nobody has prepared it. */
  suivi: TableauSuivi | null;
  contenu: Contenu;
  empreinte: string;
  /** Persons left out, whatever the sheet. */
  limitees: number;
}

/**
 * The table of a month with its corrections. Nobody whose processing is restricted is in it, validated or not: their rows wait, and
 * come as corrections once the restriction has ended. Throws Introuvable out of the actor's scope.
 */
export async function lireMoisDuPlie(contexte: Contexte, plieId: number, mois: Mois): Promise<MoisLu> {
  const suivi = await chercherTableau(contexte, plieId, mois);
  const entier = suivi?.empreinte
    ? { entete: suivi.entete!, feuilles: await listerLignesFigees(contexte, suivi) }
    : contenuDuTableau(await etablirTableau(contexte, { id: plieId }, mois), await etablirCorrections(contexte, plieId, mois));
  const { contenu, limitees } = retirer(entier, await listerOrientationsNonTransmissibles(contexte, plieId));
  return { suivi, contenu, limitees, empreinte: suivi?.empreinte && !limitees ? suivi.empreinte : empreinteDe(contenu) };
}

/** `exclues`: orientations, each with its person. */
function retirer({ entete, feuilles }: Contenu, exclues: ReadonlyMap<number, number>): Pick<MoisLu, 'contenu' | 'limitees'> {
  const retirees = new Set<number>();
  const garder = (l: LigneEchangee): boolean => {
    const personne = exclues.get(l.orientation_id ?? 0);
    if (personne === undefined) return true;
    retirees.add(personne);
    return false;
  };
  const gardees = Object.fromEntries(FEUILLES.map((code) => [code, feuilles[code].filter(garder)])) as Record<CodeFeuille, LigneEchangee[]>;
  return { contenu: { entete, feuilles: gardees }, limitees: retirees.size };
}

/** What the table of that month has to correct of those before it. */
export async function etablirCorrections(contexte: Contexte, plieId: number, mois: Mois): Promise<Correction[]> {
  const valides = await listerValidesAvant(contexte, plieId, mois, MOIS_RELUS);
  if (!valides.length) return [];
  // The last table validated looked at all those before it: only what was written since then is to be looked at again.
  const seulement = await listerTouchees(contexte, plieId, valides[0]!.valide_le!);
  if (!seulement.length) return [];
  const retenues = new Set(seulement);
  const dites = ranger((await listerCorrectionsDites(contexte, plieId)).map(relire).filter((c) => retenues.has(c.orientation_id)));
  const trouvees: Correction[] = [];
  // The oldest first, one at a time: twelve months never stand in memory together.
  for (const tableau of valides.toReversed()) {
    const exact = await etablirTableau(contexte, { id: plieId }, tableau.mois, seulement);
    trouvees.push(...corrigerMois(tableau.mois, await listerLignesFigees(contexte, tableau, seulement), contenuDuTableau(exact, []).feuilles, dites));
  }
  return trouvees;
}

/** A correction, back from its row. */
export function relire({ orientation_id, mois_corrige, cellules }: LigneEchangee): Correction {
  const [identifiant_pe, nom, prenom, , colonne, transmise, exacte] = cellules!;
  return { orientation_id: orientation_id!, identifiant_pe: identifiant_pe as string | null, nom: nom as string, prenom: prenom as string, mois: mois_corrige!, colonne: colonne as string, transmise: transmise!, exacte: exacte! };
}
