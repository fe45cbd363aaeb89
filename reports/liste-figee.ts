/** The list behind a validated figure: as it was kept, with the names of those who are still there. */
import { perimetreOrientations } from '../server/acces/perimetre';
import { moisDansLAnnee, type DateCivile } from '../server/lib/dates';
import { chercherLigne, lignes, sql, vide } from '../server/lib/db/sql';
import { compteDuChiffre, PAR_PAGE, type Chiffre, type FaitNominatif, type Page, type Seance } from './liste';
import type { Document } from './indicateur';
import type { Chiffres, SeanceFigee } from './figer';
import { FIGE } from './figes';
import { porteeDesPlies, type Demande, type Lecteur } from './periodes';

/** What the validation of a PLIE's year kept. */
export interface VersionFigee { plie_id: number; id: number; plie_nom: string; numero: number; definitions: string; valide_le: string; chiffres: Chiffres; seances: SeanceFigee[] }

/** Of a fact whose person was erased since: what happened and when, nobody. */
export interface FaitEfface { efface_le: DateCivile; date_fait: DateCivile; nature_sortie: string | null; motif_sortie: string | null }

/** The version whose figures are shown for one PLIE; null when its year is not validated. */
export const chercherVersionFigee = (lecteur: Lecteur, { annee, territoire }: Demande): Promise<VersionFigee | null> => (territoire.type === 'PLIE'
  ? chercherLigne<VersionFigee>(lecteur.base, sql`
    select v.plie_id, v.id, p.nom as plie_nom, v.numero, v.definitions, v.valide_le, v.chiffres, v.seances from organisations p
    join bilans b on b.plie_id = p.id and b.annee = ${annee} and ${FIGE}
    join bilan_versions v on v.plie_id = b.plie_id and v.bilan_id = b.id and v.numero = b.numero
    where ${porteeDesPlies(lecteur, territoire)}`)
  : Promise.resolve(null));

/** One page of the facts behind a figure, newest event first. Null when there is no such figure. */
export async function listerFaitsFiges(lecteur: Lecteur, document: Document, version: VersionFigee, chiffre: Chiffre, page: number): Promise<Page<FaitNominatif | FaitEfface>> {
  const { compte } = compteDuChiffre(document, chiffre)!;
  const ici = sql`x.plie_id = ${version.plie_id} and x.version_id = ${version.id} and x.colonne = ${compte.numero}${chiffre.valeur ? sql` and x.motif_sortie = ${chiffre.valeur}` : vide}${chiffre.mois ? sql` and extract(month from x.date_fait) = ${chiffre.mois}` : vide}`;
  const { nombre } = (await chercherLigne<{ nombre: number }>(lecteur.base, sql`select count(*) as nombre from bilan_faits x where ${ici}`))!;
  const faits = await lignes<FaitNominatif | FaitEfface>(lecteur.base, sql`
    select coalesce(x.efface_le, e.efface_le) as efface_le, x.orientation_id, o.personne_id, e.nom, e.prenom, ${version.plie_nom}::text as plie_nom, x.date_fait, o.date_prescription, o.prescripteur, x.nature_sortie, x.motif_sortie
    from (select * from bilan_faits x where ${ici} order by x.rang limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}) x
    left join orientations o on o.plie_id = x.plie_id and o.id = x.orientation_id and ${perimetreOrientations(lecteur.acteur)}
    left join personnes e on e.plie_id = o.plie_id and e.id = o.personne_id
    where x.orientation_id is null or o.id is not null
    order by x.rang`);
  return { nombre, mesure: nombre, faits };
}

/** One page of the sessions behind column 2. */
export function listerSeancesFigees({ seances: toutes, plie_nom }: VersionFigee, { mois }: Chiffre, page: number): Page<Seance> {
  const seances = mois ? toutes.filter((s) => moisDansLAnnee(s.date_session) === mois) : toutes;
  return {
    nombre: seances.length, mesure: seances.length ? seances.reduce((n, s) => n + s.presents, 0) : null,
    faits: seances.slice((page - 1) * PAR_PAGE, page * PAR_PAGE).map((s) => ({ date_fait: s.date_session, agence_nom: s.agence, plie_nom, convoques: s.convoques, presents: s.presents })),
  };
}
