/** (g) Looking for a person in the biggest PLIE: statements sent, and how the database finds the persons. */
import type { Connexion } from '../server/lib/db';
import { plafondDuCompte } from '../server/http/pagination';
import { listerPersonnes } from '../server/personnes/queries';
import { codeDuPlie, contexteDuBanc, PLIE_GROS } from './donnees';
import { chronometrer, mediane, millisecondes, type Resultat } from './outils';

const PAR_PAGE = 50;
const REPETITIONS = 50;
/** What is typed: the beginning of a name, a rare name, both names in any order, an identifiant. */
const RECHERCHES = ['lavigne', 'lavigne 2003', 'élodie fougere', '0020000A'];

interface Noeud { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Noeud[] }
const noeuds = (n: Noeud): Noeud[] => [n, ...(n.Plans ?? []).flatMap(noeuds)];

export async function mesurerRecherche(connexion: Connexion): Promise<Resultat[]> {
  const { base } = connexion;
  const organisation = (await base<{ id: number; nom: string; code: string }>('organisations').where({ code: codeDuPlie(PLIE_GROS) }).first())!;
  const contexte = contexteDuBanc(connexion);
  const acteur = { ...contexte.acteur, role: 'ANIMATION' as const, organisation: { ...organisation, type: 'PLIE' as const, departementCode: null, regionCode: null } };
  const [{ personnes }] = (await base('personnes').where({ plie_id: organisation.id }).count('* as personnes')) as unknown as [{ personnes: number }];
  const resultats: Resultat[] = [];
  for (const q of RECHERCHES) {
    const chercher = () => listerPersonnes({ ...contexte, acteur }, q, { page: 1, parPage: PAR_PAGE, plafond: plafondDuCompte(1, PAR_PAGE) });
    const envoyees: { sql: string; bindings: unknown[] }[] = [];
    const noter = (requete: { sql: string; bindings: unknown[] }) => void envoyees.push(requete);
    base.on('query', noter);
    const { total } = await chercher();
    base.removeListener('query', noter);
    const client = await base.client.acquireConnection();
    const plan = await expliquer(client, envoyees[0]!).finally(() => base.client.releaseConnection(client));
    const acces = noeuds(plan);
    const surPersonnes = acces.filter((n) => n['Relation Name'] === 'personnes' || n['Index Name']?.startsWith('personnes_'));
    const index = [...new Set(surPersonnes.flatMap((n) => n['Index Name'] ?? []))];
    const balayage = surPersonnes.some((n) => n['Node Type'] === 'Seq Scan') || !index.length;
    const durees: number[] = [];
    for (let i = 0; i < REPETITIONS; i += 1) durees.push(await chronometrer(chercher));
    resultats.push({
      mesure: '(g) recherche', valeur: `${envoyees.length} requête${envoyees.length > 1 ? 's' : ''}`, cible: '1, par index', tenu: envoyees.length === 1 && !balayage,
      detail: `« ${q} » parmi ${personnes} personnes : ${total > PAR_PAGE ? `${PAR_PAGE} montrées` : total} ; ${surPersonnes.map((n) => n['Node Type']).join(', ')} (${index.join(', ') || 'aucun index'}), ${millisecondes(mediane(durees))}`,
    });
  }
  return resultats;
}

interface Client { query(texte: string, valeurs: unknown[]): Promise<{ rows: { 'QUERY PLAN': { Plan: Noeud }[] }[] }> }

/** The plan of a statement as knex sent it ($1, $2…). */
async function expliquer(client: Client, { sql, bindings }: { sql: string; bindings: unknown[] }): Promise<Noeud> {
  const { rows } = await client.query(`explain (analyze, format json) ${sql}`, bindings);
  return rows[0]!['QUERY PLAN'][0]!.Plan;
}
