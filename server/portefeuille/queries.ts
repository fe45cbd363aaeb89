/** The SQL of the portfolios. A portfolio: the parcours open today of which an account is the référent unique. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations, perimetrePlies } from '../acces/perimetre';
import { decalerMois, moisDe, premierJourDuMois, type DateCivile } from '../lib/dates';
import { chercherLigne, joindre, lignes, lignesPreparees, sql, vide } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import { conditionAttente } from '../orientations/queries-attentes';
import type { SuiviConnu } from '../orientations/rules-echeances';
import type { Periode } from '../parcours/rules';
import { TRANCHES_AVERTISSEMENT, type DatesPni } from '../parcours/rules-pni';
import { PERSONNES_MAX } from './rules';

export interface Titulaire { id: number; nom: string; prenom: string; actif: boolean }

/** Whose portfolio it is, within the actor's PLIE. Throws Introuvable. */
export async function lireTitulaire({ base, acteur }: Contexte, id: number): Promise<Titulaire> {
  const titulaire = await chercherLigne<Titulaire>(base, sql`
    select u.id, u.nom, u.prenom, u.actif from utilisateurs u
    where u.id = ${id} and u.role in ('ACCOMPAGNATEUR', 'ANIMATION') and ${perimetrePlies(acteur, 'u.organisation_id')}`);
  if (!titulaire) throw new Introuvable();
  return titulaire;
}

export type EtapeSuivie = Periode & { libelle: string };

/** A line as it is read: of the past, only what the monthly entretien and the échéances look at. */
export interface LignePortefeuille {
  id: number;
  personne_id: number;
  nom: string;
  prenom: string;
  tri: string;
  date_prescription: DateCivile;
  date_contact: DateCivile | null;
  date_diagnostic: DateCivile | null;
  date_refus: null;
  date_decision: DateCivile | null;
  date_integration: DateCivile;
  date_sortie: null;
  dernier: DateCivile | null;
  entretiens: DateCivile[];
  /** Not over before the beginning of last month, the oldest first. */
  etapes: EtapeSuivie[];
  /** The most recent first. */
  pni: DatesPni[];
  /** Open (one at most), or lost since the beginning of last month. */
  suivis: SuiviConnu[];
}

/** The persons whom this account follows today, in one statement whatever their number. */
export function listerPortefeuille({ base, acteur, jour }: Contexte, utilisateurId: number): Promise<LignePortefeuille[]> {
  const depuis = premierJourDuMois(decalerMois(moisDe(jour), -1));
  return lignesPreparees<LignePortefeuille>(base, sql`
    select o.id, o.personne_id, p.nom, p.prenom, p.nom_norm || ' ' || p.prenom_norm as tri,
      o.date_prescription, o.date_contact, o.date_diagnostic, o.date_refus, o.date_decision, o.date_integration, o.date_sortie,
      (select max(t.date_entretien) from entretiens t where t.plie_id = o.plie_id and t.orientation_id = o.id) as dernier,
      (select coalesce(json_agg(t.date_entretien), '[]') from entretiens t where t.plie_id = o.plie_id and t.orientation_id = o.id and t.date_entretien >= ${depuis}) as entretiens,
      (select coalesce(json_agg(json_build_object('type', e.type, 'libelle', c.libelle, 'date_debut', e.date_debut, 'date_fin', e.date_fin, 'resultat', e.resultat) order by e.date_debut), '[]')
        from etapes e join codes c on c.liste = e.liste_type and c.code = e.type
        where e.plie_id = o.plie_id and e.orientation_id = o.id and coalesce(e.date_fin, 'infinity') >= ${depuis}) as etapes,
      (select coalesce(json_agg(json_build_object('date_demande', n.date_demande, 'date_debut', n.date_debut, 'date_fin', n.date_fin, 'date_cloture', n.date_cloture, 'motif_cloture', n.motif_cloture)
          order by coalesce(n.date_debut, 'infinity') desc, n.id desc), '[]')
        from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id) as pni,
      (select coalesce(json_agg(json_build_object('date_debut', s.date_debut, 'date_perte', s.date_perte, 'mois_vus',
          (select coalesce(json_agg(k.mois), '[]') from suivi_contacts k where k.plie_id = s.plie_id and k.suivi_id = s.id))), '[]')
        from suivis_emploi s where s.plie_id = o.plie_id and s.orientation_id = o.id and coalesce(s.date_perte, 'infinity') >= ${depuis}) as suivis
    from referents r
    join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    where r.utilisateur_id = ${utilisateurId} and r.date_fin is null and o.etat = 'EN_PARCOURS' and ${perimetreOrientations(acteur)}`);
}

export interface Charge extends Titulaire {
  role: string;
  personnes: number;
  /** Of these: without the entretien of the month, whose PNI ends within 90 days, whose PNI is over. */
  entretien: number;
  pni_fin: number;
  pni_echu: number;
}

/** The load of every accompagnateur of the actor's PLIE, and of whoever else follows somebody, the heaviest first. */
export function listerCharges({ base, acteur, jour }: Contexte): Promise<Charge[]> {
  return lignes<Charge>(base, sql`
    select u.id, u.nom, u.prenom, u.actif, u.role, coalesce(c.personnes, 0) as personnes, coalesce(c.entretien, 0) as entretien, coalesce(c.pni_fin, 0) as pni_fin, coalesce(c.pni_echu, 0) as pni_echu
    from utilisateurs u
    left join (
      select r.utilisateur_id, count(*) as personnes, count(*) filter (where ${conditionAttente('entretien', jour)}) as entretien,
        count(*) filter (where ${joindre(TRANCHES_AVERTISSEMENT.map(({ seuil }) => conditionAttente(`pni-fin-${seuil}`, jour)), ' or ')}) as pni_fin, count(*) filter (where ${conditionAttente('pni-echu', jour)}) as pni_echu
      from referents r join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
      where r.date_fin is null and o.etat = 'EN_PARCOURS' and ${perimetreOrientations(acteur)}
      group by r.utilisateur_id
    ) c on c.utilisateur_id = u.id
    where ${perimetrePlies(acteur, 'u.organisation_id')} and u.role in ('ACCOMPAGNATEUR', 'ANIMATION') and (c.personnes > 0 or (u.role = 'ACCOMPAGNATEUR' and u.actif))
    order by personnes desc, u.nom collate francais, u.prenom collate francais`);
}

/** Parcours open today that nobody follows. */
export async function compterSansReferent({ base, acteur, jour }: Contexte): Promise<number> {
  return (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from orientations o where ${perimetreOrientations(acteur)} and ${conditionAttente('sans-referent', jour)}`))!.n;
}

// ---- A group ----

export interface PersonneDuGroupe { id: number; nom: string; prenom: string; date_prescription: DateCivile; date_integration: DateCivile | null; referent: string | null; absente: DateCivile | null }

/**
 * Who may be ticked: for an atelier the persons in parcours (of one account, or of the whole PLIE), for an information
 * collective those who await their first contact. `cochees` stay in the list whatever happened to them since it was shown.
 */
export function listerPersonnesDuGroupe({ base, acteur }: Contexte, nature: 'ATELIER' | 'INFORMATION', utilisateurId: number | null, cochees: number[]): Promise<PersonneDuGroupe[]> {
  const attendues = nature === 'INFORMATION' ? sql`o.etat = 'PRESCRITE'` : sql`o.etat = 'EN_PARCOURS' ${utilisateurId ? sql`and r.utilisateur_id = ${utilisateurId}` : vide}`;
  return lignes<PersonneDuGroupe>(base, sql`
    select o.id, p.nom, p.prenom, o.date_prescription, o.date_integration, u.prenom || ' ' || upper(u.nom) as referent,
      case when o.etat = 'PRESCRITE' then (select max(a.date_convocation) from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact) end as absente
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    left join referents r on r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null
    left join utilisateurs u on u.id = r.utilisateur_id
    where ${perimetreOrientations(acteur)} and (${attendues} or o.id = any(${cochees}::bigint[]))
    order by p.nom_norm, p.prenom_norm, o.id limit ${PERSONNES_MAX}`);
}
