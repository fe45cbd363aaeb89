/** The accounts of one's own organisation, counted. */
import type { Contexte } from '../acces/acteur';
import { perimetreMembres } from '../acces/perimetre';
import { AVEC_SECOND_FACTEUR } from '../acces/rules-facteur';
import { chercherLigne, joindre, sql } from '../lib/db/sql';

export interface Comptes {
  actifs: number;
  /** Those of whom the second factor is asked. */
  gardes: number;
  /** Of these, let off: the accounts of a demonstration. */
  dispenses: number;
  /** Of the others, whoever has chosen a password and has no second factor yet: asked of them at their next log-in. */
  sansFacteur: number;
}

export async function compterComptes({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>): Promise<Comptes> {
  const gardes = sql`u.role in (${joindre(AVEC_SECOND_FACTEUR)})`;
  return (await chercherLigne<Comptes>(base, sql`
    select count(*) as actifs, count(*) filter (where ${gardes}) as gardes, count(*) filter (where ${gardes} and u.dispense_second_facteur) as dispenses,
      count(*) filter (where ${gardes} and not u.dispense_second_facteur and u.mot_de_passe is not null and not exists (select 1 from seconds_facteurs f where f.utilisateur_id = u.id)) as "sansFacteur"
    from utilisateurs u where u.actif and ${perimetreMembres(acteur, 'u')}`))!;
}
