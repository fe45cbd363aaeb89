/** The month as a whole: its table, established from the data until it is validated, then as it was frozen. */
import { contenuDuTableau, empreinteDe, type Contenu, type LigneEchangee } from '../../reports/tableau-de-suivi/contenu';
import { corrigerMois, ranger, type Correction } from '../../reports/tableau-de-suivi/corrections';
import { etablirTableau } from '../../reports/tableau-de-suivi/tableau';
import type { Contexte } from '../acces/acteur';
import type { Mois } from '../lib/dates';
import { chercherTableau, listerCorrectionsDites, listerLignesFigees, listerTouchees, listerValidesAvant, type TableauSuivi } from './queries';

/** Validated months that are looked at again. */
export const MOIS_RELUS = 12;

export interface MoisLu {
  /** Null as long as nobody has prepared it. */
  suivi: TableauSuivi | null;
  contenu: Contenu;
  empreinte: string;
}

/** The table of a month with its corrections. Throws Introuvable out of the actor's scope. */
export async function lireMoisDuPlie(contexte: Contexte, plieId: number, mois: Mois): Promise<MoisLu> {
  const suivi = await chercherTableau(contexte, plieId, mois);
  if (suivi?.empreinte) return { suivi, contenu: { entete: suivi.entete!, feuilles: await listerLignesFigees(contexte, suivi) }, empreinte: suivi.empreinte };
  const contenu = contenuDuTableau(await etablirTableau(contexte, { id: plieId }, mois), await etablirCorrections(contexte, plieId, mois));
  return { suivi, contenu, empreinte: empreinteDe(contenu) };
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
