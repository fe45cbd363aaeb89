/** The mutations: each removes one guard from the sources of a copy, and names the tests that must notice. */
import fs from 'node:fs';
import path from 'node:path';
import { ROLES } from '../../server/acces/acteur';

export interface Mutation {
  /** genre/what, e.g. « perimetre/perimetreNotes ». */
  nom: string;
  fichier: string;
  avant: string;
  apres: string;
  /** Tried one after the other until one fails; the quickest first. */
  tests: readonly string[];
}

const PARCOURS = ['test/http/matrice.test.ts', 'test/http/parcours-des-pages.test.ts'];
const DROITS = 'server/acces/droits.ts';
const PERIMETRE = 'server/acces/perimetre.ts';

/** Each line of the access table: the act is also given to the first role that does not have it. */
function surLesDroits(source: string): Mutation[] {
  const groupes = new Map([...source.matchAll(/^const ([A-Z_]+): Role\[\] = \[(.*)\];$/gm)].map(([, nom, roles]) => [nom!, roles!]));
  return [...source.matchAll(/^ {2}'([a-z_]+\.[a-z_]+)': (.+),$/gm)].flatMap(([avant, acte, valeur]) => {
    const roles = valeur!.replace(/[A-Z_]+/g, (nom) => groupes.get(nom) ?? nom);
    const nouveau = ROLES.find((role) => !roles.includes(`'${role}'`));
    return nouveau ? [{ nom: `droits/${acte}+${nouveau}`, fichier: DROITS, avant, apres: `  '${acte}': [...(${valeur}), '${nouveau}'],`, tests: ['test/architecture/droits.test.ts', ...PARCOURS] }] : [];
  });
}

/** Each function of the scope lets everything through. */
function surLePerimetre(source: string): Mutation[] {
  const tests = ['test/base/perimetre.test.ts', ...PARCOURS];
  const fonctions = [...source.matchAll(/^export function (\w+)\([^\n]*\): Sql \{$/gm)].map(([avant, nom]) => ({ nom: `perimetre/${nom}`, fichier: PERIMETRE, avant, apres: `${avant} return sql\`true\`;`, tests }));
  const fleches = [...source.matchAll(/^(export const (perimetre\w+) = \([^\n]*\): Sql => )[^\n]*;$/gm)].map(([avant, debut, nom]) => ({ nom: `perimetre/${nom}`, fichier: PERIMETRE, avant, apres: `${debut}sql\`true\`;`, tests }));
  return [...fonctions, ...fleches];
}

/** The functions of the journal's triggers do nothing; its triggers, and those of each table, are not there. */
function surLeJournal(racine: string): Mutation[] {
  const tests = ['test/architecture/journal.test.ts', 'test/architecture/ecriture.test.ts', 'test/base/journal-scelle.test.ts'];
  const fichiers = fs.readdirSync(path.join(racine, 'migrations')).filter((f) => /^\d+-/.test(f)).map((f) => ({ fichier: `migrations/${f}`, source: fs.readFileSync(path.join(racine, 'migrations', f), 'utf8').split('export async function down')[0]! }));
  // What a later migration takes away or makes anew: the last one guards.
  const dernier = new Map(fichiers.flatMap(({ fichier, source }) => [...source.matchAll(/(?:(?:drop|create) trigger |journaliser\(trx, ')(\w+)/g)].map(([, nom]) => [nom!, fichier])));
  const garde = (nom: string, fichier: string) => (dernier.get(nom) ?? fichier) === fichier;
  return fichiers.flatMap(({ fichier, source }) => [
    ...[...source.matchAll(/create function (exiger_acteur|journal\w+|compter_version)\(\) returns trigger language plpgsql as \$\$\n(?: +declare\n(?:.*\n)*?)? +begin\n/g)].map(([avant, nom]) => ({ nom: `journal/${nom}`, fichier, avant, apres: `${avant}return coalesce(new, old);\n`, tests })),
    ...[...source.matchAll(/for \(const table of \[([^\]]+)\]\) (?:\{\n +)?await journaliser\(trx, table/g)].flatMap(([avant, tables]) => [...tables!.matchAll(/'(\w+)'/g)].filter(([, table]) => garde(table!, fichier)).map(([, table]) => ({ nom: `journal/table ${table}`, fichier, avant, apres: avant.replace('await', `if (table !== '${table}') await`), tests }))),
    ...[...source.matchAll(/create trigger (journal_\w+|utilisateurs_\w+|\w+_acteur) [^;]* on (\w+) [^;]*;/g)].filter(([, nom]) => garde(nom!, fichier)).map(([avant, nom, table]) => ({ nom: `journal/sans ${nom}`, fichier, avant, apres: `${avant} alter table ${table} disable trigger ${nom};`, tests })),
    ...[...source.matchAll(/await journaliser\(trx, '(\w+)'[^)]*\)/g)].filter(([, table]) => garde(table!, fichier)).map(([avant, table]) => ({ nom: `journal/table ${table}`, fichier, avant, apres: `if (false) ${avant}`, tests })),
  ]);
}

/** The application's role gets one right too many, or a function of its owner forgets its condition. */
function surLesRoles(): Mutation[] {
  const tests = ['test/base/roles.test.ts'];
  const [ROLES_SQL, FONCTIONS] = ['server/lib/db/roles.ts', 'migrations/047-tenir-le-journal-par-fonctions.ts'];
  return [
    { nom: 'roles/journal changé', fichier: ROLES_SQL, avant: 'return sql`select, insert (', apres: 'return sql`select, update, delete, insert (', tests },
    { nom: 'roles/autre table du journal écrite', fichier: ROLES_SQL, avant: "table.startsWith('journal_')", apres: 'false', tests },
    { nom: 'roles/acte daté', fichier: ROLES_SQL, avant: "'instant', 'sceau'", apres: "'sceau'", tests },
    { nom: 'roles/acte glissé', fichier: ROLES_SQL, avant: "'instant', 'sceau'", apres: "'instant'", tests },
    { nom: 'roles/tables temporaires', fichier: ROLES_SQL, avant: 'await executer(trx, sql`revoke temporary on database ${base} from public, ${a}`);', apres: '', tests },
    { nom: 'roles/schéma ouvert', fichier: ROLES_SQL, avant: 'await executer(trx, sql`revoke create on schema public from public, ${a}`);', apres: '', tests },
    { nom: 'roles/rôle trop fort', fichier: ROLES_SQL, avant: 'if (chemins.length) throw', apres: 'if (false) throw', tests },
    { nom: 'roles/oubli sans effacement', fichier: FONCTIONS, avant: 'if exists (\n        select 1 from journal_lignes l', apres: 'if false and exists (\n        select 1 from journal_lignes l', tests },
    { nom: 'roles/oubli avant que l\'identité parte', fichier: FONCTIONS, avant: ' and p.efface_le is not null', apres: '', tests },
    { nom: 'roles/départ avant douze mois', fichier: FONCTIONS, avant: "s.fin < now() - interval '12 months'", apres: 's.fin < now()', tests },
    { nom: 'roles/fonctions à tous', fichier: FONCTIONS, avant: 'revoke execute on function sceller_le_journal(), ', apres: 'revoke execute on function ', tests },
  ];
}

/** A form no longer shows what it was filled on, is not awaited, applies twice, or comes from anywhere. */
function surLesEcritures(): Mutation[] {
  const courses = ['test/http/courses.test.ts'];
  const [PERSONNES, ORIENTATIONS] = ['server/personnes/queries.ts', 'server/orientations/queries.ts'];
  return [
    { nom: 'ecritures/version de la personne', fichier: PERSONNES, avant: 'if (personne.version !== version) throw new Conflit();', apres: '', tests: courses },
    { nom: 'ecritures/verrou de la personne', fichier: PERSONNES, avant: ' for update of p`', apres: '`', tests: courses },
    { nom: "ecritures/version de l'orientation", fichier: ORIENTATIONS, avant: 'if (version !== null && ligne.version !== version) throw new Conflit();', apres: '', tests: courses },
    { nom: "ecritures/verrou de l'orientation", fichier: ORIENTATIONS, avant: ' for update of o`', apres: '`', tests: courses },
    { nom: "ecritures/clé d'un formulaire", fichier: 'server/lib/ecriture.ts', avant: 'if (!nouveau) {', apres: 'if (false) {', tests: ['test/architecture/ecriture.test.ts'] },
    { nom: "ecritures/jeton d'un formulaire", fichier: 'server/app.ts', avant: 'csrf, traiter, refuser(route)', apres: 'traiter, refuser(route)', tests: ['test/http/matrice.test.ts'] },
  ];
}

/** All of them, in a stable order. `racine` is the folder of the project. */
export function mutations(racine: string): Mutation[] {
  const lire = (fichier: string) => fs.readFileSync(path.join(racine, fichier), 'utf8');
  return [...surLesDroits(lire(DROITS)), ...surLePerimetre(lire(PERIMETRE)), ...surLeJournal(racine), ...surLesRoles(), ...surLesEcritures()];
}
