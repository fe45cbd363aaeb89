/** The whole file of a person: every orientation within scope and all that hangs on each, in one statement. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { lignes, sql, type Sql } from '../lib/db/sql';
import type { DateCivile } from '../lib/dates';
import { estDuPlie, type Orientation } from '../orientations/queries';
import { etatAffiche, type EtatEnregistre } from '../orientations/rules';
import type { DatesPni } from '../parcours/rules-pni';

export interface Referent { date_debut: DateCivile; date_fin: DateCivile | null; nom: string; prenom: string; telephone: string | null; courriel: string }
export interface Etape { id: number; type: string; libelle: string; date_debut: DateCivile; date_fin: DateCivile | null; resultat: CodeDe<'RESULTATS_ETAPE'> | null }
/** `signalee`: Pôle emploi was told of it. */
export interface Absence { id: number; date_convocation: DateCivile; excuse: boolean; premier_contact: boolean; signalee: boolean }
export interface Demande { id: number; type: CodeDe<'TYPES_DEMANDE_PE'>; date_demande: DateCivile; reponse: CodeDe<'REPONSES_DEMANDE_PE'>; date_reponse: DateCivile | null; date_realisation: DateCivile | null }
export interface Prolongation { date_decision: DateCivile; date_fin: DateCivile; instance: CodeDe<'INSTANCES'>; raison: CodeDe<'RAISONS_PROLONGATION'> }
export interface Suivi {
  nature: 'EMPLOI' | 'FORMATION'; date_debut: DateCivile; date_perte: DateCivile | null; contrat: CodeDe<'CONTRATS'> | null; date_fin_prevue: DateCivile | null;
  titre: CodeDe<'TITRES_FORMATION'> | null; date_validation: DateCivile | null; preuve: CodeDe<'PREUVES'> | null; date_preuve: DateCivile | null;
  contacts: { mois: number; date_contact: DateCivile; en_poste: boolean }[];
}
export interface Sortie { origine: 'DERIVEE' | 'REPRISE'; explication: string | null; date_reclassement: DateCivile | null }

/** An orientation with all its facts. What is working data (entretiens, follow-up contacts) is empty for Pôle emploi. */
export interface OrientationDossier extends Omit<Orientation, 'nom' | 'prenom' | 'derniere_absence_contact' | 'suivi_ouvert'> {
  agence: string | null;
  detail_refus_libelle: string | null;
  agent_nom: string | null; agent_prenom: string | null; agent_fonction: string | null; agent_telephone: string | null; agent_courriel: string | null;
  minimum_social: CodeDe<'MINIMA_SOCIAUX'> | null;
  rqth: boolean | null;
  deld: boolean | null;
  freins: CodeDe<'FREINS'>[];
  date_information: DateCivile | null;
  referents: Referent[];
  pni: DatesPni[];
  etapes: Etape[];
  entretiens: DateCivile[];
  absences: Absence[];
  demandes: Demande[];
  prolongations: Prolongation[];
  suivis: Suivi[];
  sortie: Sortie | null;
}

/** The rows of a table that hang on the orientation `o`, as a JSON array in the order of a date. */
const liste = (colonnes: Sql, source: Sql, alias: Sql, ordre: Sql): Sql => sql`
  (select coalesce(jsonb_agg(to_jsonb(x) order by x.${ordre}), '[]') from (select ${colonnes} from ${source} where ${alias}.plie_id = o.plie_id and ${alias}.orientation_id = o.id) x)`;

/** Newest orientation first. Empty when none is within scope. */
export async function listerDossier({ base, acteur }: Contexte, personne: { id: number; plie_id: number }): Promise<OrientationDossier[]> {
  const interne = estDuPlie(acteur);
  const siInterne = (requete: Sql): Sql => (interne ? requete : sql`'[]'::jsonb`);
  const brutes = await lignes<Omit<OrientationDossier, 'etat'> & { etat: EtatEnregistre }>(base, sql`
    select o.id, o.plie_id, o.personne_id, o.agence_id, g.nom as agence, o.prescripteur, o.mode_orientation, o.date_prescription,
      o.date_contact, o.type_contact, o.date_diagnostic, o.date_refus, o.motif_refus, o.date_decision, o.date_integration, o.date_sortie, o.nature_sortie, o.motif_sortie,
      ${interne ? sql`o.detail_refus` : sql`null`} as detail_refus, ${interne ? sql`cd.libelle` : sql`null`} as detail_refus_libelle,
      o.agent_nom, o.agent_prenom, o.agent_fonction, o.agent_telephone, o.agent_courriel, o.minimum_social, o.rqth, o.deld, o.freins, o.date_information, o.etat, o.version,
      ${liste(sql`r.date_debut, r.date_fin, u.nom, u.prenom, u.telephone, u.courriel`, sql`referents r join utilisateurs u on u.id = r.utilisateur_id`, sql`r`, sql`date_debut`)} as referents,
      ${liste(sql`n.date_demande, n.date_debut, n.date_fin, n.date_cloture, n.motif_cloture, coalesce(n.date_debut, n.date_demande) as depuis`, sql`pni n`, sql`n`, sql`depuis`)} as pni,
      ${liste(sql`e.id, e.type, c.libelle, e.date_debut, e.date_fin, e.resultat`, sql`etapes e join codes c on c.liste = e.liste_type and c.code = e.type`, sql`e`, sql`date_debut`)} as etapes,
      ${liste(sql`a.id, a.date_convocation, a.excuse, a.premier_contact, exists (select 1 from avis_absence v where v.plie_id = a.plie_id and v.absence_id = a.id and v.etat = 'ENVOYE') as signalee`, sql`absences a`, sql`a`, sql`date_convocation`)} as absences,
      ${liste(sql`d.id, d.type, d.date_demande, d.reponse, d.date_reponse, d.date_realisation`, sql`demandes_pe d`, sql`d`, sql`date_demande`)} as demandes,
      ${liste(sql`l.date_decision, l.date_fin, l.instance, l.raison`, sql`prolongations l`, sql`l`, sql`date_decision`)} as prolongations,
      ${siInterne(sql`(select coalesce(jsonb_agg(t.date_entretien order by t.date_entretien), '[]') from entretiens t where t.plie_id = o.plie_id and t.orientation_id = o.id)`)} as entretiens,
      ${siInterne(liste(sql`s.nature, s.date_debut, s.date_perte, s.contrat, s.date_fin_prevue, s.titre, s.date_validation, s.preuve, s.date_preuve,
        (select coalesce(jsonb_agg(jsonb_build_object('mois', k.mois, 'date_contact', k.date_contact, 'en_poste', k.en_poste) order by k.mois), '[]') from suivi_contacts k where k.plie_id = s.plie_id and k.suivi_id = s.id) as contacts`, sql`suivis_emploi s`, sql`s`, sql`date_debut`))} as suivis,
      (select to_jsonb(x) from (select f.origine, ${interne ? sql`f.explication` : sql`null`} as explication, f.date_reclassement from sorties f where f.plie_id = o.plie_id and f.orientation_id = o.id) x) as sortie,
      exists (select 1 from suivis_emploi s where s.plie_id = o.plie_id and s.orientation_id = o.id and s.date_perte is null) as suivi_ouvert
    from orientations o
    left join organisations g on g.id = o.agence_id
    left join codes cd on cd.liste = o.liste_detail_refus and cd.code = o.detail_refus
    where o.plie_id = ${personne.plie_id} and o.personne_id = ${personne.id} and ${perimetreOrientations(acteur, 'o')}
    order by o.date_prescription desc, o.id desc`);
  return brutes.map((o) => ({
    ...o,
    etat: etatAffiche(o.etat, { absentAuPremierContact: o.absences.some((a) => a.premier_contact), suiviOuvert: (o as unknown as { suivi_ouvert: boolean }).suivi_ouvert }),
  }));
}
