/** What a fiche de liaison prints: the orientation as it was prescribed, its person, the PLIE and the agency. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { chercherLigne, sql } from '../lib/db/sql';
import type { DateCivile } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';

/** The situation as Pôle emploi gave it that day. */
export interface Situation {
  minimum_social: CodeDe<'MINIMA_SOCIAUX'> | null;
  rqth: boolean | null;
  deld: boolean | null;
  freins: CodeDe<'FREINS'>[];
}

export interface Fiche extends Situation {
  id: number; plie_id: number; personne_id: number;
  nom: string; prenom: string; date_naissance: DateCivile; adresse: string | null; code_postal: string | null; commune: string | null;
  telephone: string | null; courriel: string | null; identifiant_pe: string | null; zone_pe: string | null; identifiant_caf: string | null;
  plie_nom: string; plie_adresse: string | null; plie_telephone: string | null; plie_courriel: string | null;
  agence_nom: string | null; agence_adresse: string | null; agence_telephone: string | null;
  prescripteur: CodeDe<'PRESCRIPTEURS'>; mode_orientation: CodeDe<'MODES_ORIENTATION'> | null;
  agent_nom: string | null; agent_prenom: string | null; agent_fonction: string | null; agent_telephone: string | null; agent_courriel: string | null;
  date_prescription: DateCivile; date_information: DateCivile | null; date_contact: DateCivile | null; date_diagnostic: DateCivile | null;
  date_decision: DateCivile | null; date_integration: DateCivile | null; date_refus: DateCivile | null; motif_refus: CodeDe<'MOTIFS_REFUS'> | null; date_sortie: DateCivile | null;
  /** The convention of the day is financed by the FSE: the retention differs. */
  fse: boolean;
}

/** One fiche within scope. Throws Introuvable. */
export async function lireFiche({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, orientationId: number): Promise<Fiche> {
  const fiche = await chercherLigne<Fiche>(base, sql`
    select o.id, o.plie_id, o.personne_id, p.nom, p.prenom, p.date_naissance, p.adresse, p.code_postal, p.commune, p.telephone, p.courriel, p.identifiant_pe, p.zone_pe, p.identifiant_caf,
      pl.nom as plie_nom, pl.adresse as plie_adresse, pl.telephone as plie_telephone, pl.courriel as plie_courriel,
      g.nom as agence_nom, g.adresse as agence_adresse, g.telephone as agence_telephone,
      o.prescripteur, o.mode_orientation, o.agent_nom, o.agent_prenom, o.agent_fonction, o.agent_telephone, o.agent_courriel,
      o.minimum_social, o.rqth, o.deld, o.freins, o.date_prescription, o.date_information, o.date_contact, o.date_diagnostic,
      o.date_decision, o.date_integration, o.date_refus, o.motif_refus, o.date_sortie,
      coalesce((select c.fse from conventions c where c.plie_id = o.plie_id and daterange(c.date_debut, c.date_fin, '[]') @> o.date_prescription), false) as fse
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    join organisations pl on pl.id = o.plie_id
    left join organisations g on g.id = o.agence_id
    where ${perimetreOrientations(acteur, 'o')} and o.id = ${orientationId}`);
  if (!fiche) throw new Introuvable();
  return fiche;
}
