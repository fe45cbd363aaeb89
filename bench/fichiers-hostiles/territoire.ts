/** The database of the run: a PLIE, its agency, a few people in parcours; photographed, compared, put back as it was. */
import { MOT_DE_PASSE } from '../donnees';
import { contexteSysteme } from '../../server/acces/acteur';
import { hacher } from '../../server/acces/mots-de-passe';
import { dateCivile } from '../../server/lib/dates';
import type { Connexion } from '../../server/lib/db';
import { fabriquer } from '../../test/fabriques';
import { CONNUS } from './semences';

export interface Territoire { plieId: number; plieCode: string; agenceId: number; courriels: { animation: string; referent: string; autre: string } }

export async function peupler({ base }: Connexion): Promise<Territoire> {
  const f = fabriquer(contexteSysteme(base, dateCivile('2025-06-16'), 'fichiers hostiles'));
  const { plie, agence } = await f.unTerritoireComplet({ date_fin: '2099-12-31' });
  for (const connu of CONNUS) {
    const personne = await f.unePersonne({ plie_id: plie.id, ...connu });
    const orientation = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-03-03', date_contact: '2025-03-10', date_diagnostic: '2025-03-17', date_integration: '2025-05-06' });
    await f.inserer('pni', { plie_id: plie.id, orientation_id: orientation.id, personne_id: personne.id, date_demande: '2025-05-06' });
  }
  const mot_de_passe = await hacher(MOT_DE_PASSE);
  const compte = async (role: 'ANIMATION' | 'REFERENT_PE' | 'ACCOMPAGNATEUR', organisation_id: number) => (await f.unUtilisateur({ role, organisation_id, mot_de_passe })).courriel;
  return { plieId: plie.id, plieCode: plie.code, agenceId: agence.id, courriels: { animation: await compte('ANIMATION', plie.id), referent: await compte('REFERENT_PE', agence.id), autre: await compte('ACCOMPAGNATEUR', plie.id) } };
}

/** Who came and what they looked at; the journal, which says it; the waiting room of the reprises, looked at apart (`fichiersGardes`). */
const HORS_METIER = /^(sessions|echecs_connexion|formulaires|migrations.*|journal_.*|alertes_usage|personnes_recentes|reprises)$/;

export class Photographie {
  private constructor(private readonly connexion: Connexion, private readonly tables: { nom: string; colonnes: string }[], private readonly avant: Map<string, string>) {}

  static async prendre(connexion: Connexion): Promise<Photographie> {
    const { rows } = await connexion.base.raw<{ rows: { nom: string; colonnes: string }[] }>(`
      select c.table_name as nom, string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position) as colonnes
      from information_schema.columns c join pg_tables t on t.tablename = c.table_name and t.schemaname = c.table_schema
      where c.table_schema = 'public' and c.is_generated = 'NEVER' group by 1 order by 1`);
    const tables = rows.filter((t) => !HORS_METIER.test(t.nom));
    await connexion.base.raw(`create schema instantane; ${tables.map((t) => `create table instantane.${t.nom} as table public.${t.nom};`).join(' ')}`);
    const photographie = new Photographie(connexion, tables, new Map());
    for (const [nom, valeur] of await photographie.regarder()) photographie.avant.set(nom, valeur);
    return photographie;
  }

  private async regarder(): Promise<Map<string, string>> {
    const requete = this.tables.map(({ nom }) => `select '${nom}' as nom, count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as valeur from public.${nom} t`).join(' union all ');
    return new Map((await this.connexion.base.raw<{ rows: { nom: string; valeur: string }[] }>(requete)).rows.map((r) => [r.nom, r.valeur]));
  }

  /** The tables that are no longer what they were. */
  async changees(): Promise<string[]> {
    const maintenant = await this.regarder();
    return [...this.avant].filter(([nom, valeur]) => maintenant.get(nom) !== valeur).map(([nom]) => nom);
  }

  /** Puts back all tables but these, past the triggers: needs the rights of the server's owner. */
  async remettre(sauf: readonly string[] = []): Promise<void> {
    const changees = new Set((await this.changees()).filter((nom) => !sauf.includes(nom)));
    await this.connexion.base.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      for (const { nom, colonnes } of this.tables.filter((t) => changees.has(t.nom))) await trx.raw(`delete from public.${nom}; insert into public.${nom} (${colonnes}) overriding system value select ${colonnes} from instantane.${nom}`);
    });
  }
}

/** Rows in each of these tables. */
export async function compter({ base }: Connexion, tables: readonly string[]): Promise<number[]> {
  const { rows } = await base.raw<{ rows: { n: number }[] }>(tables.map((t, i) => `select ${i} as rang, count(*)::int as n from ${t}`).join(' union all ') + ' order by rang');
  return rows.map((r) => r.n);
}

/** Files still kept though nobody may confirm them any more. */
export const fichiersGardes = async ({ base }: Connexion): Promise<number> => (await base('reprises').whereNotNull('contenu')).length;
