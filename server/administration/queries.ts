/** The state of the settings, for the overview of the administration. */
import type { Contexte } from '../acces/acteur';
import { perimetreReglages } from '../acces/perimetre';
import { ajouterJours, type DateCivile } from '../lib/dates';
import { chercherLigne, lignes, sql } from '../lib/db/sql';

export interface Comptes { plies: number; agences: number; regions: number; conventions: number; utilisateurs: number }

/** What is set: active organisations, conventions in force, accounts in use. */
export async function compterReglages({ base, acteur, jour }: Contexte): Promise<Comptes> {
  const ligne = await chercherLigne<Comptes>(base, sql`
    select (select count(*) from organisations where type = 'PLIE' and active) as plies,
           (select count(*) from organisations where type = 'AGENCE' and active) as agences,
           (select count(*) from organisations where type = 'REGION' and active) as regions,
           (select count(*) from conventions where date_debut <= ${jour} and ${jour} <= date_fin) as conventions,
           (select count(*) from utilisateurs where actif and mot_de_passe is not null) as utilisateurs
    where ${perimetreReglages(acteur)}`);
  return ligne ?? { plies: 0, agences: 0, regions: 0, conventions: 0, utilisateurs: 0 };
}

export type Manque =
  | 'PLIE_SANS_AGENCE' | 'PLIE_SANS_REFERENCE' | 'PLIE_SANS_CONVENTION' | 'PLIE_SANS_EQUIPE' | 'AGENCE_SANS_COMPTE'
  | 'CONVENTION_SUSPENDUE' | 'CONVENTION_BIENTOT_FINIE' | 'CONVENTION_SANS_BOITE' | 'CONVENTION_SANS_CORRESPONDANT' | 'COMPTE_A_INVITER' | 'COMPTE_EN_ATTENTE' | 'FACTEUR_PERDU';

export interface AFaire {
  manque: Manque;
  /** The organisation, the convention or the account. */
  id: number;
  nom: string;
  /** Last day of a convention that ends soon. */
  date: DateCivile | null;
}

const JOURS_AVANT_FIN = 90;

/** What is missing or ends soon, of organisations that are active. `debutDuScelle`: how the seeds that the server can open begin. */
export function listerManques({ base, acteur, jour }: Contexte, debutDuScelle: string): Promise<AFaire[]> {
  return lignes<AFaire>(base, sql`
    with plies as (select o.id, o.nom from organisations o where o.type = 'PLIE' and o.active and ${perimetreReglages(acteur)}),
    en_cours as (select c.*, o.nom from conventions c join organisations o on o.id = c.plie_id where c.date_debut <= ${jour} and ${jour} <= c.date_fin and ${perimetreReglages(acteur)})
    select * from (
      select 'PLIE_SANS_CONVENTION' as manque, p.id, p.nom, null::date as date from plies p where not exists (select 1 from en_cours c where c.plie_id = p.id)
      union all
      select 'PLIE_SANS_AGENCE', p.id, p.nom, null from plies p where not exists (select 1 from plie_agences pa where pa.plie_id = p.id)
      union all
      select 'PLIE_SANS_REFERENCE', p.id, p.nom, null from plies p
      where exists (select 1 from plie_agences pa where pa.plie_id = p.id) and not exists (select 1 from plie_agences pa where pa.plie_id = p.id and pa.reference)
      union all
      select 'PLIE_SANS_EQUIPE', p.id, p.nom, null from plies p where not exists (select 1 from utilisateurs u where u.organisation_id = p.id and u.role = 'ANIMATION' and u.actif)
      union all
      select 'AGENCE_SANS_COMPTE', o.id, o.nom, null from organisations o
      where o.type = 'AGENCE' and o.active and ${perimetreReglages(acteur)} and exists (select 1 from plie_agences pa where pa.agence_id = o.id)
        and not exists (select 1 from utilisateurs u where u.organisation_id = o.id and u.role in ('CONSEILLER_PE', 'REFERENT_PE') and u.actif)
      union all
      select 'FACTEUR_PERDU', u.id, u.prenom || ' ' || upper(u.nom), null from seconds_facteurs f join utilisateurs u on u.id = f.utilisateur_id
      where u.actif and not starts_with(f.secret, ${debutDuScelle}) and ${perimetreReglages(acteur)}
      union all
      select 'CONVENTION_SUSPENDUE', c.id, c.nom, c.date_suspension from en_cours c where c.date_suspension <= ${jour}
      union all
      select 'CONVENTION_BIENTOT_FINIE', c.id, c.nom, c.date_fin from en_cours c
      where c.date_fin <= ${ajouterJours(jour, JOURS_AVANT_FIN)} and not exists (select 1 from conventions suite where suite.plie_id = c.plie_id and suite.date_debut > c.date_fin)
      union all
      select 'CONVENTION_SANS_BOITE', c.id, c.nom, null from en_cours c where c.boite_generique is null
      union all
      select 'CONVENTION_SANS_CORRESPONDANT', c.id, c.nom, null from en_cours c where (select count(*) from convention_correspondants cc where cc.convention_id = c.id) < 4
      union all
      select 'COMPTE_A_INVITER', u.id, u.prenom || ' ' || upper(u.nom), null from utilisateurs u
      where not u.actif and u.mot_de_passe is null and ${perimetreReglages(acteur)} and not exists (select 1 from liens_compte l where l.utilisateur_id = u.id)
      union all
      select 'COMPTE_EN_ATTENTE', u.id, u.prenom || ' ' || upper(u.nom), null from utilisateurs u where u.actif and u.mot_de_passe is null and ${perimetreReglages(acteur)}
    ) as manques
    order by nom collate francais, id`);
}
