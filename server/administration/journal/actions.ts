/** Sealing the journal, reading its seals over, letting its oldest segments go. */
import fs from 'node:fs/promises';
import type { Base } from '../../lib/db';
import { ecrire, type Auteur } from '../../lib/ecriture';
import { RegleEnfreinte } from '../../lib/erreurs';
import { attendDeparts, chercherTete, compterNonScelles, laisserPartir, relireSegments, scellerSegment, type Tete } from './queries-sceaux';
import { ajouterSegment, fauteDeTete, fauteDuSegment, ligneDeRestauration, ligneDeTete, lireTetes, RIEN_DE_RELU, type Relecture } from './rules-sceaux';

/** Where the head of each segment is written outside the database, so that a journal rewritten whole shows. */
export type Temoin = (tete: Tete) => Promise<void>;

/** Adds a line to that file. */
export const temoinDansUnFichier = (fichier: string): Temoin => (tete) => fs.appendFile(fichier, `${ligneDeTete(tete)}\n`);

/** Tells that file, within the restore itself, that a backup was put back: from which head the journal goes on. `instant`: ISO. */
export const noterRestauration = async (base: Pick<Base, 'raw'>, fichier: string, instant: string): Promise<void> =>
  fs.appendFile(fichier, `${ligneDeRestauration(instant, await chercherTete(base))}\n`);

/** Seals all that waits. `continuer`: asked between two segments. */
export async function sceller(base: Base, temoins: readonly Temoin[], continuer: () => boolean = () => true): Promise<number> {
  let faits = 0;
  while (continuer()) {
    const tete = await scellerSegment(base);
    if (!tete) break;
    for (const noter of temoins) await noter(tete);
    faits += 1;
  }
  return faits;
}

const SYSTEME: Auteur = { utilisateurId: null, systeme: 'journal', requeteId: null, cleFormulaire: null };

/** Twelve months, then they go (design/security.md). */
export async function viderLeJournal(base: Base): Promise<{ segments: number; actes: number }> {
  if (!(await attendDeparts(base))) return { segments: 0, actes: 0 };
  return ecrire(base, SYSTEME, 'journal.vider', laisserPartir);
}

/**
 * Reads every segment over, and the heads kept outside (`tetes`: the contents of that file). Throws RegleEnfreinte with the first thing
 * that does not hold.
 */
export async function verifierJournal(base: Base, tetes: string | null, avancer: (segments: number) => void = () => {}): Promise<Relecture & { enAttente: number; restaurations: string[] }> {
  const attendues = lireTetes(tetes ?? '');
  if ('ligne' in attendues) throw new RegleEnfreinte(`La ligne ${attendues.ligne} du fichier des têtes n'en est pas une : attendu « numéro empreinte date », ou « restauration date numéro empreinte ».`);
  const lues = new Map<number, string>();
  let relecture = RIEN_DE_RELU;
  for (;;) {
    const segments = await relireSegments(base, relecture.tete?.numero ?? 0);
    for (const s of segments) {
      const faute = fauteDuSegment(s, relecture.tete?.numero ?? 0);
      if (faute) throw new RegleEnfreinte(faute);
      lues.set(s.numero, s.empreinte);
      relecture = ajouterSegment(relecture, s);
    }
    if (!segments.length) break;
    avancer(relecture.segments);
  }
  for (const tete of attendues.tetes) {
    const faute = fauteDeTete(tete, lues.get(tete.numero));
    if (faute) throw new RegleEnfreinte(faute);
  }
  return { ...relecture, enAttente: await compterNonScelles(base), restaurations: attendues.restaurations };
}
