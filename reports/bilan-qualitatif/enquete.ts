/** Annexe 2 of a year as it stands: from the answers while the campaign is open, from what was frozen once it is closed. */
import type { Acteur } from '../../server/acces/acteur';
import { perimetreCampagnes, perimetreEnquetes } from '../../server/acces/perimetre';
import { lignes, sql, type Sql } from '../../server/lib/db/sql';
import type { Base } from '../../server/lib/db';
import type { DateCivile } from '../../server/lib/dates';
import type { Transaction } from '../../server/lib/ecriture';
import { porteeDesPlies, type Demande } from '../periodes';
import { QUESTIONS } from './questions';
import { juger, type Avis, type Case, type LignePlie, type Partie, type Reponse } from './tableau';

interface Lecteur { base: Base | Transaction; acteur: Acteur }

/** A campaign, as far as its table depends on it. `releve` is the frozen text. */
export interface Campagne { id: number; region_code: string; annee: number; close_le: string | null; releve: string | null }

export interface BilanQualitatif { campagnes: Campagne[]; lignes: LignePlie[] }

/** What is frozen at the closing. */
export interface Releve { format: 1; annee: number; region: string; questions: typeof QUESTIONS; lignes: LignePlie[] }

/** The PLIE `p` (organisations) of the département `d` takes part in the campaign `e`: one of its conventions covers a day of the year. */
export const PARTICIPE: Sql = sql`p.type = 'PLIE' and d.region_code = e.region_code
  and exists (select 1 from conventions cv where cv.plie_id = p.id and cv.date_debut <= make_date(e.annee, 12, 31) and cv.date_fin >= make_date(e.annee, 1, 1))`;

/** The campaigns of the year and territory within the reader's scope, and the lines of their PLIEs. */
export async function lireBilanQualitatif(lecteur: Lecteur & { base: Base }, { annee, territoire }: Demande): Promise<BilanQualitatif> {
  const campagnes = await lignes<Campagne>(lecteur.base, sql`
    select e.id, e.region_code, e.annee, e.close_le, e.releve from enquetes e where e.annee = ${annee} and ${perimetreCampagnes(lecteur.acteur)} order by e.region_code`);
  const demandees: LignePlie[] = [];
  for (const campagne of campagnes) demandees.push(...(await lireLignes(lecteur, campagne, porteeDesPlies(lecteur, territoire))));
  return { campagnes, lignes: demandees };
}

/** The lines of a campaign that the reader may see, those of a département together. `condition` narrows them, on `p`. */
export async function lireLignes(lecteur: Lecteur, campagne: Campagne, condition: Sql = sql`true`): Promise<LignePlie[]> {
  const visibles = await lignes<{ id: number }>(lecteur.base, sql`select p.id from organisations p where ${perimetreEnquetes(lecteur.acteur)} and ${condition}`);
  const ids = new Set(visibles.map((v) => v.id));
  if (campagne.releve !== null) return (JSON.parse(campagne.releve) as Releve).lignes.filter((l) => ids.has(l.plie.id));
  return (await lireReponses(lecteur, campagne)).filter((l) => ids.has(l.plie.id)).map((l) => ({ ...l, cases: l.cases.map((c) => taire(c, lecteur.acteur)) }));
}

/** All the lines as they stand now. Not yet narrowed to what a reader may see. */
export async function lireReponses({ base }: Pick<Lecteur, 'base'>, { id }: Pick<Campagne, 'id'>): Promise<LignePlie[]> {
  const plies = await lignes<{ id: number; code: string; nom: string; departement_code: string; departement_nom: string }>(base, sql`
    select p.id, p.code, p.nom, d.code as departement_code, d.nom as departement_nom
    from enquetes e cross join organisations p join departements d on d.code = p.departement_code
    where e.id = ${id} and ${PARTICIPE} order by d.code, p.nom collate francais, p.id`);
  const reponses = await lignes<{ plie_id: number; partie: Partie; question: number; reponse: Reponse | null; argument: string | null }>(base, sql`
    select plie_id, partie, question, reponse, argument from enquete_reponses where enquete_id = ${id} and not reprise`);
  const accords = await lignes<{ plie_id: number; question: number; reponse: Reponse; date_comite: DateCivile }>(base, sql`select plie_id, question, reponse, date_comite from enquete_accords where enquete_id = ${id}`);
  return plies.map((p) => {
    const avisDe = (partie: Partie, question: number): Avis => {
      const r = reponses.find((x) => x.plie_id === p.id && x.partie === partie && x.question === question);
      return { reponse: r?.reponse ?? null, argument: r?.argument ?? null };
    };
    return {
      plie: { id: p.id, code: p.code, nom: p.nom }, departement: { code: p.departement_code, nom: p.departement_nom },
      cases: QUESTIONS.map(({ numero }) => {
        const accord = accords.find((a) => a.plie_id === p.id && a.question === numero);
        return juger(numero, { PLIE: avisDe('PLIE', numero), POLE_EMPLOI: avisDe('POLE_EMPLOI', numero) }, accord ? { reponse: accord.reponse, date: accord.date_comite } : null);
      }),
    };
  });
}

const AUTRE: Record<Partie, Partie> = { PLIE: 'POLE_EMPLOI', POLE_EMPLOI: 'PLIE' };
const MUET: Avis = { reponse: null, argument: null };

/** The party for which somebody answers; null for the region and the system. */
export function partieDe(acteur: Acteur): Partie | null {
  const type = acteur.organisation?.type;
  return type === 'PLIE' ? 'PLIE' : type === 'AGENCE' ? 'POLE_EMPLOI' : null;
}

/** While the campaign is open each party answers for itself: it reads the other's answer to a question once it has given its own. */
function taire(c: Case, acteur: Acteur): Case {
  const partie = partieDe(acteur);
  if (!partie || c.avis[partie].reponse !== null) return c;
  return juger(c.question, { ...c.avis, [AUTRE[partie]]: MUET }, c.accord);
}
