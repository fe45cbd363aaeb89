/** The SQL of the portfolios as they are handed over: who holds persons, which ones. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations, perimetrePlies } from '../acces/perimetre';
import type { DateCivile } from '../lib/dates';
import { brut, chercherLigne, joindre, lignes, sql } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import type { DatesDuParcours } from '../parcours/rules';

type Acces = Pick<Contexte, 'base' | 'acteur'>;

export interface Porteur { id: number; nom: string; prenom: string; actif: boolean; personnes: number }

const PERSONNES = sql`(select count(*) from referents r join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
  where r.utilisateur_id = u.id and r.plie_id = u.organisation_id and r.date_fin is null and o.etat = 'EN_PARCOURS')`;

/** The accounts of the PLIE that hold persons today: a disabled account first, then by name. */
export function listerPorteurs({ base, acteur }: Acces): Promise<Porteur[]> {
  return lignes<Porteur>(base, sql`
    select * from (select u.id, u.nom, u.prenom, u.actif, ${PERSONNES} as personnes from utilisateurs u where ${perimetrePlies(acteur, 'u.organisation_id')}) t
    where personnes > 0 order by actif, nom collate francais, prenom collate francais`);
}

/** One account of the PLIE, whether it holds persons or not. Introuvable elsewhere. */
export async function lirePorteur({ base, acteur }: Acces, id: number): Promise<Porteur & { plie_id: number }> {
  const porteur = await chercherLigne<Porteur & { plie_id: number }>(base, sql`
    select u.id, u.organisation_id as plie_id, u.nom, u.prenom, u.actif, ${PERSONNES} as personnes from utilisateurs u
    where u.id = ${id} and ${perimetrePlies(acteur, 'u.organisation_id')}`);
  if (!porteur) throw new Introuvable();
  return porteur;
}

export interface Suivie { orientation_id: number; personne_id: number; nom: string; prenom: string; commune: string | null; depuis: DateCivile; fin_pni: DateCivile | null }

/** The persons of a portfolio, by name. */
export function listerSuivies({ base, acteur }: Acces, porteurId: number, limite: number): Promise<Suivie[]> {
  return lignes<Suivie>(base, sql`
    select o.id as orientation_id, p.id as personne_id, p.nom, p.prenom, p.commune, r.date_debut as depuis,
      (select max(n.date_fin) from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id and n.date_cloture is null) as fin_pni
    from referents r
    join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    where r.utilisateur_id = ${porteurId} and r.date_fin is null and o.etat = 'EN_PARCOURS' and ${perimetreOrientations(acteur)}
    order by p.nom_norm, p.prenom_norm, o.id limit ${brut(String(limite))}`);
}

export interface Confiee extends DatesDuParcours {
  id: number; plie_id: number; nom: string; prenom: string;
  /** The référent in place; null when there is none. */
  referent_id: number | null; utilisateur_id: number | null; referent_depuis: DateCivile | null;
}

/** The parcours to hand over, locked in one order whatever the form's. Introuvable when one is out of scope. */
export async function verrouillerConfiees(trx: Transaction, acteur: Contexte['acteur'], ids: readonly number[]): Promise<Confiee[]> {
  const confiees = await lignes<Confiee>(trx, sql`
    select o.id, o.plie_id, p.nom, p.prenom, o.date_prescription, o.date_contact, o.date_integration, o.date_refus, o.date_sortie,
      r.id as referent_id, r.utilisateur_id, r.date_debut as referent_depuis
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    left join referents r on r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null
    where o.id in (${joindre(ids)}) and ${perimetreOrientations(acteur)}
    order by o.id for update of o`);
  if (confiees.length < ids.length) throw new Introuvable();
  return confiees;
}
