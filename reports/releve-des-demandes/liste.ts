/** The list behind a figure of the statement: same facts, same conditions, hence exactly as long as the figure. */
import { perimetreOrientations } from '../../server/acces/perimetre';
import type { CodeDe } from '../../server/codes/listes';
import type { DateCivile } from '../../server/lib/dates';
import { brut, chercherLigne, lignes, sql, vide } from '../../server/lib/db/sql';
import { PAR_PAGE, type Page } from '../liste';
import { periodes, type Demande, type Lecteur } from '../periodes';
import { colonneDe, type Axe, type TypeDeDemande } from './definitions';
import { conditionDAxe, faitsDe } from './releve';

/** A figure: a column, of the whole or of one line of an axis. */
export interface ChiffreDuReleve { colonne: string; ligne: { axe: Axe; cle: string } | null }

export interface DemandeListee {
  orientation_id: number; personne_id: number; nom: string; prenom: string; /** The day their data went; the request still counts. */ efface_le: DateCivile | null; agence: string | null; type: TypeDeDemande;
  date_demande: DateCivile; reponse: CodeDe<'REPONSES_DEMANDE_PE'>; date_reponse: DateCivile | null; date_realisation: DateCivile | null;
}

/** One page of it, the latest event first. Null when there is no such column. */
export async function listerDemandes(lecteur: Lecteur, demande: Demande, { colonne, ligne }: ChiffreDuReleve, page: number): Promise<Page<DemandeListee> | null> {
  const compte = colonneDe(colonne);
  if (!compte) return null;
  const origine = sql`${faitsDe(compte)} where ${perimetreOrientations(lecteur.acteur, 'o')}${ligne ? sql` and ${conditionDAxe(ligne.axe, ligne.cle)}` : vide}`;
  const { nombre } = (await chercherLigne<{ nombre: number }>(lecteur.base, sql`with ${periodes(lecteur, demande)} select count(*) as nombre ${origine}`))!;
  const faits = await lignes<DemandeListee>(lecteur.base, sql`
    with ${periodes(lecteur, demande)},
    page as (
      select f.plie_id, f.id, f.orientation_id, o.personne_id, o.agence_id, f.type, f.date_demande, f.reponse, f.date_reponse, f.date_realisation, f.${brut(compte.date)} as date_fait
      ${origine}
      order by f.${brut(compte.date)} desc, f.id desc limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}
    )
    select page.orientation_id, page.personne_id, e.nom, e.prenom, e.efface_le, a.nom as agence, page.type, page.date_demande, page.reponse, page.date_reponse, page.date_realisation
    from page
    join personnes e on e.plie_id = page.plie_id and e.id = page.personne_id
    left join organisations a on a.id = page.agence_id
    order by page.date_fait desc, page.id desc`);
  return { nombre, mesure: nombre, faits };
}
