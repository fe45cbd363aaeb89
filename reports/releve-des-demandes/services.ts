/** What Pôle emploi itself counts of a year: services, measures and prestations delivered. Shown apart, never merged with the requests. */
import { chercherLigne, lignes, sql } from '../../server/lib/db/sql';
import { periodes, type Demande, type Lecteur } from '../periodes';
import type { TypeDeDemande } from './definitions';

export interface ServicesDeclares {
  lignes: { type: TypeDeDemande; nombre: number }[];
  /** Agencies of these PLIEs (one counts once per PLIE), and what they declare of that year. */
  agences: number; completes: number; sansObjet: number;
}

export async function lireServices(lecteur: Lecteur, demande: Demande): Promise<ServicesDeclares> {
  const { annee } = demande;
  const etats = (await chercherLigne<Omit<ServicesDeclares, 'lignes'>>(lecteur.base, sql`
    with ${periodes(lecteur, demande)}
    select count(*) as agences, count(*) filter (where d.etat = 'COMPLET') as completes, count(*) filter (where d.etat = 'NON_APPLICABLE') as "sansObjet"
    from (select distinct plie_id from r) p
    join plie_agences pa on pa.plie_id = p.plie_id
    left join declarations_pe d on d.plie_id = pa.plie_id and d.agence_id = pa.agence_id and d.annee = ${annee} and d.chiffre = 'SERVICES'`))!;
  const lues = await lignes<{ type: TypeDeDemande; nombre: number }>(lecteur.base, sql`
    with ${periodes(lecteur, demande)}
    select s.type, sum(s.nombre) as nombre from services_pe s
    where s.plie_id in (select plie_id from r) and s.mois between ${`${annee}-01`} and ${`${annee}-12`} and s.nombre > 0 group by s.type`);
  return { lignes: lues, ...etats };
}
