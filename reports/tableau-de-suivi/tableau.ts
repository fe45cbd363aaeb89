/**
 * The monthly table of a PLIE, read in one instant: what happens while it is being read does not tear it.
 * Its rows stay in memory (a few thousand at most, some megabytes): the workbook is then written at the pace of whoever
 * takes it away, without holding the database, which has one session only when it is the embedded one.
 */
import type { Acteur } from '../../server/acces/acteur';
import { listerCodes, type CodeExtensible } from '../../server/codes/queries';
import type { Base } from '../../server/lib/db';
import type { Mois } from '../../server/lib/dates';
import { Introuvable } from '../../server/lib/erreurs';
import { chercherPlie, listerAbsences, listerAccompagnateurs, listerEtapes, listerLignes, type AbsenceDuMois, type Accompagnateur, type EtapeDuMois, type LigneLue, type PlieDuTableau, type Seulement } from './queries';
import { actionAttendue, estDans, periodeDuMois, situation, type CodeAction, type CodeSituation, type Faits, type Periode } from './situation';

export interface LigneDuTableau extends LigneLue, Faits {
  accompagnateur: Accompagnateur | null;
  situation: CodeSituation;
  /** Null when nothing is asked of Pôle emploi. */
  action: CodeAction | null;
}

export interface Tableau {
  plie: PlieDuTableau;
  mois: Mois;
  periode: Periode;
  lignes: LigneDuTableau[];
  etapes: EtapeDuMois[];
  absences: AbsenceDuMois[];
  /** The labels of the types d'étape, retired ones included. */
  typesEtape: CodeExtensible[];
}

type Ouvert = Pick<Base, 'raw'>;
type DesignationDuPlie = { id: number } | { code: string };

/** In one instant. `seulement`: these orientations, where others are of no use. Throws Introuvable for a PLIE out of the actor's scope. */
export async function etablirTableau({ base, acteur }: { base: Base; acteur: Acteur }, plie: DesignationDuPlie, mois: Mois, seulement: Seulement = null): Promise<Tableau> {
  return base.transaction((trx) => lireTableau(trx, acteur, plie, mois, seulement), { isolationLevel: 'repeatable read', readOnly: true });
}

/** The same in a transaction that is already open. Six queries, whatever the number of rows. */
export async function lireTableau(trx: Ouvert, acteur: Acteur, plie: DesignationDuPlie, mois: Mois, seulement: Seulement = null): Promise<Tableau> {
  const periode = periodeDuMois(mois);
  const trouve = await chercherPlie(trx, acteur, plie);
  if (!trouve) throw new Introuvable("Ce PLIE n'existe pas, ou ne fait pas partie de votre territoire.");
  const lues = await listerLignes(trx, acteur, trouve.id, periode, seulement);
  const etapes = await listerEtapes(trx, acteur, trouve.id, periode, seulement);
  const absences = await listerAbsences(trx, acteur, trouve.id, periode, seulement);
  const accompagnateurs = await listerAccompagnateurs(trx, [...new Set(lues.flatMap((l) => l.referent_id ?? []))]);
  const typesEtape = await listerCodes(trx, 'TYPE_ETAPE');
  return { plie: trouve, mois, periode, lignes: qualifier({ lues, etapes, absences, accompagnateurs }, periode), etapes, absences, typesEtape };
}

interface Lus { lues: LigneLue[]; etapes: EtapeDuMois[]; absences: AbsenceDuMois[]; accompagnateurs: Accompagnateur[] }

function qualifier({ lues, etapes, absences, accompagnateurs }: Lus, periode: Periode): LigneDuTableau[] {
  const agents = new Map(accompagnateurs.map((a) => [a.id, a]));
  const absents = new Set(absences.map((a) => a.orientation_id));
  const mouvements = new Set(etapes.filter((e) => estDans(e.date_debut, periode) || estDans(e.date_fin, periode)).map((e) => e.orientation_id));
  // In place: copying some forty fields of each row would cost as much as reading them.
  return lues.map((lue) => {
    const ligne = Object.assign(lue, { absence_du_mois: absents.has(lue.orientation_id), etape_du_mois: mouvements.has(lue.orientation_id), accompagnateur: agents.get(lue.referent_id ?? 0) ?? null });
    return Object.assign(ligne, { situation: situation(ligne, periode), action: actionAttendue(ligne, periode) });
  });
}
