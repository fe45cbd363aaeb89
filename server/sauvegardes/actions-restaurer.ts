/** Restoring a backup: read whole and verified first, then put back in one transaction, then read again from the database. */
import fs from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { noterRestauration } from '../administration/journal/actions';
import { effacer } from '../conservation/actions';
import { noterEffacements, ouvrirRegistre } from '../conservation/actions-registre';
import { chercherInstallation } from '../conservation/queries-registre';
import { effacementsValables, ligneDeRestauration, type Marques, type Registre, type Serie } from '../conservation/rules-registre';
import { estVide } from '../demonstration/queries';
import type { Base } from '../lib/db';
import { consigner, ecrire, type Auteur } from '../lib/ecriture';
import type { Avancer } from './actions';
import { Compteur, lireArchive, type Contenu, type Entete, type Table, type Visite } from './archive';
import { ouvrirCoffre, SauvegardeRefusee } from './coffre';
import { lireDefait, lireInstant, type Defait } from './queries';
import { listerEffacementsARejouer, preparerEffacements, retenirEffacements, retenirEffacementsNotes } from './queries-effacements';
import { ecrireLignes, lireLignes } from './queries-lignes';
import { lireTables, mettreAJour, migrationsInconnues, ouvrirAuxLignes, poserSequences, reconstruire, reglerTransaction, verrouiller, type Executant } from './queries-schema';

export interface SauvegardeLue extends Contenu {
  /** Of the file, in bytes. */
  octets: number;
  /** Reads it again, with the same checks. */
  relire: (visite: Visite, avancer: Avancer) => Promise<Contenu>;
}

/** Reads and verifies the whole file: encryption, order, counts, sums, schema. Throws SauvegardeRefusee; touches nothing. */
export async function verifierFichier(chemin: string, cle: string, avancer: Avancer): Promise<SauvegardeLue> {
  const coffre = await ouvrirCoffre(chemin, cle);
  const relire = async (visite: Visite, dire: Avancer): Promise<Contenu> => {
    let lus = 0;
    const gunzip = createGunzip({ chunkSize: 262_144 });
    return pipeline(
      coffre.lire((octets) => { lus += octets; dire(Math.min(99, (100 * lus) / coffre.taille)); }),
      gunzip,
      (source: AsyncIterable<Buffer>) => lireArchive(source, visite),
    );
  };
  const contenu = await relire({ entete: refuserSchemaInconnu }, avancer);
  avancer(100);
  return { ...contenu, octets: coffre.taille, relire };
}

async function refuserSchemaInconnu({ migrations }: Entete): Promise<void> {
  const inconnues = await migrationsInconnues(migrations);
  if (inconnues.length) throw new SauvegardeRefusee(`Cette sauvegarde vient d'une version plus récente de Passerelle (elle connaît ${inconnues.join(', ')}). Installez cette version, puis recommencez.`);
}

/** What would be undone in a database that holds data; null when it is empty. */
export async function annoncer(base: Base, { entete }: SauvegardeLue): Promise<Defait | null> {
  return (await estVide(base)) ? null : lireDefait(base, entete.journal);
}

/** What is kept outside the database, and learns of the restore: the heads of the journal, the register of erasures. */
export interface Dehors { tetes?: string | undefined; effacements?: string | undefined }

/** How many erasures were made again; null when no register speaks of the backup's persons. */
export interface Restauree { rejoues: number | null }

/**
 * Replaces what the database holds by the backup: the schema of the backup, its rows as they were (identifiers, journal,
 * numbering), the sum of each table read again from the database, then the migrations since, then the erasures since: those that the
 * replaced database knew of, when it is what the backup became, and those of the register kept outside. One transaction: a failure
 * leaves all as it was. Nobody stays logged in. `defait` is what was announced. Throws SauvegardeRefusee, also when more was written since.
 */
export async function restaurer(base: Base, auteur: Auteur, sauvegarde: SauvegardeLue, defait: Defait | null, avancer: Avancer, dehors: Dehors = {}): Promise<Restauree> {
  try {
    if (dehors.effacements && defait?.suite) await noterEffacements(base, dehors.effacements, await lireInstant(base));
    const registre = dehors.effacements ? await ouvrirRegistre(dehors.effacements) : null;
    const rejoues = await base.transaction(async (trx) => {
      await reglerTransaction(trx);
      await verrouiller(trx);
      await exigerAnnonce(trx, sauvegarde, defait);
      await preparerEffacements(trx);
      if (defait?.suite) await retenirEffacements(trx);
      await reconstruire(trx, sauvegarde.entete.migrations);
      const tables = await exigerMemesColonnes(trx, sauvegarde.entete);
      const refermer = await ouvrirAuxLignes(trx);
      await charger(trx, tables, sauvegarde, (pourcent) => avancer(pourcent * 0.6));
      await poserSequences(trx, sauvegarde.entete.sequences);
      await refermer();
      await reverifier(trx, tables, sauvegarde, (pourcent) => avancer(60 + pourcent * 0.39));
      await mettreAJour(trx, sauvegarde.entete.migrations);
      const connu = await consulterRegistre(trx, sauvegarde.entete, registre);
      const effaces = defait?.suite || connu ? await rejouerEffacements(trx, auteur) : null;
      await consigner(trx, auteur, { action: 'sauvegarde.restaurer', details: { sauvegarde: sauvegarde.entete.instant, lignes: sauvegarde.lignes, actes_defaits: defait?.actes ?? 0, effacements_rejoues: effaces } });
      // Last before the commit: files that cannot be written undo the restore.
      await noterDehors(trx, sauvegarde.entete, dehors);
      return effaces;
    });
    avancer(100);
    return { rejoues };
  } catch (erreur) {
    throw expliquer(erreur);
  }
}

/** True when the register kept outside is that of this installation: what it knows is then to be erased again. */
async function consulterRegistre(trx: Executant, entete: Entete, registre: Registre | null): Promise<boolean> {
  const installation = registre && (await chercherInstallation(trx));
  if (!registre || !installation || !registre.installations.includes(installation)) return false;
  await retenirEffacementsNotes(trx, effacementsValables(registre, installation, entete.instant));
  return true;
}

/** The last number that the backup had given in each series; an older schema may not have it. */
function marquesDe({ sequences }: Entete): Marques {
  const derniere = (serie: Serie) => { const s = sequences.find((x) => x.nom === `${serie}_id_seq`); return s ? s.valeur - (s.appelee ? 0 : 1) : 0; };
  return { personnes: derniere('personnes'), orientations: derniere('orientations'), dossiers_pe: derniere('dossiers_pe') };
}

async function noterDehors(trx: Executant, entete: Entete, { tetes, effacements }: Dehors): Promise<void> {
  const [instant, installation] = [await lireInstant(trx), await chercherInstallation(trx)];
  if (effacements && installation) await enEcrivant(effacements, fs.appendFile(effacements, ligneDeRestauration({ instant, installation, sauvegarde: entete.instant, marques: marquesDe(entete) }), { mode: 0o600 }));
  if (tetes) await enEcrivant(tetes, noterRestauration(trx, tetes, instant));
}

const enEcrivant = (fichier: string, ecriture: Promise<void>): Promise<void> => ecriture.catch(() => {
  throw new SauvegardeRefusee(`La restauration n'a pas pu être notée dans ${fichier} : vérifiez ce fichier et vos droits, puis recommencez. Rien n'a été changé.`);
});

/** Erases again what was erased since the backup (domaine §10), as of the day it was. The next pass of the retention certifies it. */
async function rejouerEffacements(trx: Base, auteur: Auteur): Promise<number> {
  let nombre = 0;
  for (const { plie_id, le, cibles } of await listerEffacementsARejouer(trx)) {
    await ecrire(trx, auteur, { action: 'conservation.rejouer', plieId: plie_id, details: { effacements: cibles.length } }, (etape) => effacer(etape, plie_id, cibles, le));
    nombre += cibles.length;
  }
  return nombre;
}

const VERROU_NON_OBTENU = '55P03';

/** What the database refused, without its words: they may quote a row. */
function expliquer(erreur: unknown): unknown {
  const { code, table, constraint } = erreur as { code?: string; table?: string; constraint?: string };
  if (code === VERROU_NON_OBTENU) return new SauvegardeRefusee("La base est en cours d'utilisation : arrêtez l'application sur toutes les machines, puis recommencez. Rien n'a été changé.");
  if (!code || !/^[0-9A-Z]{5}$/.test(code)) return erreur;
  return new SauvegardeRefusee(`La base a refusé une étape de la restauration (${[`code ${code}`, table && `table ${table}`, constraint && `contrainte ${constraint}`].filter(Boolean).join(', ')}). Rien n'a été changé.`);
}

async function exigerAnnonce(trx: Base, sauvegarde: SauvegardeLue, defait: Defait | null): Promise<void> {
  if ((await annoncer(trx, sauvegarde))?.actes !== defait?.actes) throw new SauvegardeRefusee("Quelqu'un vient d'écrire dans la base : arrêtez l'application sur toutes les machines, puis recommencez. Rien n'a été changé.");
}

/** The rebuilt tables, which must have the columns that the rows were written with. */
async function exigerMemesColonnes(trx: Executant, entete: Entete): Promise<Table[]> {
  const tables = await lireTables(trx);
  const forme = (liste: readonly Pick<Table, 'nom' | 'colonnes'>[]) => liste.map((t) => `${t.nom} : ${t.colonnes.map((c) => `${c.nom} ${c.type} ${c.generee}`).join(', ')}`);
  const [attendues, voulues] = [forme(entete.tables), forme(tables)];
  const differente = entete.tables.find((_, i) => attendues[i] !== voulues[i])?.nom ?? tables[entete.tables.length]?.nom;
  if (differente) throw new SauvegardeRefusee(`La table ${differente} de cette sauvegarde n'est pas celle de Passerelle : son schéma a été modifié à la main. Rien n'a été changé.`);
  return tables;
}

const trouver = (tables: readonly Table[], nom: string): Table => tables.find((t) => t.nom === nom)!;

async function charger(trx: Executant, tables: readonly Table[], sauvegarde: SauvegardeLue, avancer: Avancer): Promise<void> {
  const relue = await sauvegarde.relire({ lignes: (nom, lignes) => ecrireLignes(trx, trouver(tables, nom), lignes) }, avancer);
  // Another file may have taken the name since it was verified.
  if (relue.entete.instant !== sauvegarde.entete.instant || relue.lignes !== sauvegarde.lignes) throw new SauvegardeRefusee('Le fichier a changé pendant la restauration : recommencez. Rien n\'a été changé.');
}

async function reverifier(trx: Executant, tables: readonly Table[], { sommes, lignes }: SauvegardeLue, avancer: Avancer): Promise<void> {
  let relues = 0;
  for (const [nom, somme] of sommes) {
    const compteur = new Compteur();
    for await (const lot of lireLignes(trx, trouver(tables, nom))) {
      compteur.ajouter(lot);
      relues += lot.length;
      avancer((100 * relues) / lignes);
    }
    const obtenue = compteur.clore();
    if (obtenue.lignes !== somme.lignes || obtenue.sha256 !== somme.sha256) throw new SauvegardeRefusee(`La table ${nom}, relue après la restauration, diffère de la sauvegarde : la restauration a été annulée, rien n'a été changé.`);
  }
}
