/**
 * Figures as they were validated. A frozen PLIE enters a table with what its validation kept, and no fact of it is read again;
 * totals and ratios above it are worked out as for the others.
 */
import { brut, chercherLigne, joindre, sql, vide, type Sql } from '../server/lib/db/sql';
import { estCompte, estVentilation, type Document } from './indicateur';
import { anneeDesFiges, COMPTE_CES_JOURS, periodes, porteeDesPlies, type Demande, type Etendue, type Lecteur } from './periodes';

/**
 * Which figures are asked for. RETENUS: the validated ones, those of today for the PLIEs that have none. VALIDES: the validated ones
 * only, nothing for the others. JOUR: those of today, whatever was validated.
 */
export type Fond = 'RETENUS' | 'VALIDES' | 'JOUR';

/** The bilan `b` is at a step whose figures are those of its last version. */
export const FIGE = brut("b.etape in ('VALIDE', 'RENVOYE', 'ACCEPTE', 'CLOS')");

/** Which PLIEs `p` are counted from their facts. */
export const comptesDuJour = (fond: Fond, etendue: Etendue): Sql => {
  switch (fond) {
    case 'JOUR': return sql`true`;
    case 'VALIDES': return sql`false`;
    case 'RETENUS': return sql`not exists (select 1 from bilans b where b.plie_id = p.id and b.annee = ${anneeDesFiges(etendue)} and ${FIGE})`;
  }
};

/** The relation `figes` (plie_id, departement, version_id, chiffres, seances, numero, definitions, valide_le): the PLIEs that are not counted from their facts. It needs `jours`. */
export function figes(lecteur: Lecteur, etendue: Etendue, fond: Fond): Sql {
  // Validated ones only: a PLIE without any stays in the table, empty, so that the coverage says it.
  const jointure = fond === 'VALIDES' ? sql`left join` : sql`join`;
  return sql`figes as materialized (
    select p.id as plie_id, p.departement_code as departement, v.id as version_id, v.chiffres, v.seances, v.numero, v.definitions, v.valide_le
    from organisations p
    cross join jours j
    ${jointure} (bilans b join bilan_versions v on v.plie_id = b.plie_id and v.bilan_id = b.id and v.numero = b.numero) on b.plie_id = p.id and b.annee = ${anneeDesFiges(etendue)} and ${FIGE}
    where ${porteeDesPlies(lecteur, etendue.territoire)} and ${COMPTE_CES_JOURS} and ${fond === 'JOUR' ? sql`false` : sql`true`}
  )`;
}

/** How many PLIEs have validated figures for a year, out of those that count in it. */
export const compterFiges = async (lecteur: Lecteur, demande: Demande): Promise<{ figes: number; plies: number }> => (await chercherLigne<{ figes: number; plies: number }>(lecteur.base, sql`
  with ${periodes(lecteur, demande)}
  select count(distinct r.plie_id) as plies, count(distinct b.plie_id) as figes
  from r left join bilans b on b.plie_id = r.plie_id and b.annee = ${demande.annee} and ${FIGE}`))!;

/** The split columns of frozen figures as rows (departement, plie_id, valeur, n, dont), from `figes`. */
export const ventilationFigee = (document: Document, numero: string): Sql => {
  const v = document.indicateurs.filter(estVentilation).find((i) => i.numero === numero)!;
  return sql`select x.departement, x.plie_id, e.key as valeur, (e.value->>'nombre')::numeric as n, (e.value->>'dont')::numeric as dont
    from figes x cross join lateral jsonb_each(x.chiffres->'ventilations'->${v.numero}::text->'valeurs') e where (e.value->>'nombre')::numeric > 0`;
};

/** The frozen figures in the columns of `par_plie`, in their order. */
export function lignesFigees(document: Document): Sql {
  const comptes = document.indicateurs.filter(estCompte);
  const nombre = (...chemin: string[]) => sql`${lireJson(chemin)}::numeric`;
  return sql`select x.departement, x.plie_id, (x.chiffres->'periodes')::json
      ${suite(comptes.map((i) => nombre('comptes', i.numero, 'valeur')))}
      ${suite(comptes.filter((i) => i.applicable).map((i) => sql`${lireJson(['comptes', i.numero, 'applicable'])}::boolean`))}
      ${suite(document.sommes.flatMap((s) => [nombre('sommes', s.numero), ...s.termes.map((t) => nombre('termes', s.numero, t.numero))]))}
      ${suite(document.controles.flatMap((k) => [sql`jsonb_typeof(x.chiffres->'controles'->${brut(`'${k.nom}'`)}) = 'object'`, ...k.colonnes.map((n) => nombre('controles', k.nom, n))]))}
    from figes x`;
}

/** A value of the frozen figures; the path is of our own definitions. */
const lireJson = (chemin: string[]): Sql => brut(`(x.chiffres #>> '{${chemin.join(',')}}')`);

const suite = (morceaux: Sql[]): Sql => (morceaux.length ? sql`, ${joindre(morceaux, ',\n    ')}` : vide);
