/** What changed from one table to the next, and why a row is in it (domaine 05 B). Pure. */
import { COLONNES_TABLEAU } from '../../reports/tableau-de-suivi/colonnes';
import { texteDe, type CelluleEchangee, type Contenu, type LigneEchangee } from '../../reports/tableau-de-suivi/contenu';
import { enClair } from '../../reports/tableau-de-suivi/corrections';
import { ACTIONS, SITUATIONS, estDans, type CodeAction, type CodeSituation, type Periode } from '../../reports/tableau-de-suivi/situation';
import type { DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';

const RANGS = new Map(COLONNES_TABLEAU.map((c, i) => [c.titre, i]));

/** A row of the table, read by its headers. */
export class LigneVue {
  constructor(readonly orientationId: number, private readonly cellules: CelluleEchangee[]) {}
  cellule(titre: string): CelluleEchangee { return this.cellules[RANGS.get(titre)!] ?? null; }
  texte(titre: string): string { return enClair(this.cellule(titre)); }
  date(titre: string): DateCivile | null { const c = this.cellule(titre); return c !== null && typeof c === 'object' ? c.date : null; }
  get situation(): CodeSituation | null { return SITUATIONS.find((s) => s.libelle === this.cellule('Situation'))?.code ?? null; }
  get action(): CodeAction | null { return ACTIONS.find((a) => a.libelle === this.cellule('Action attendue'))?.code ?? null; }
}

/** Erased rows are left out: nothing of them can be shown. */
export const lignesVues = (lignes: readonly LigneEchangee[]): LigneVue[] => lignes.flatMap((l) => (l.cellules ? [new LigneVue(l.orientation_id!, l.cellules)] : []));

/** « sortie le 12/05/2025 », « en cours à la fin du mois, 1 étape » : what makes the row be in the table of that month. */
export function raisonsDe(ligne: LigneVue, periode: Periode, faits: { etapes: number; absences: number }): string[] {
  const dans = (titre: string, dire: (date: string) => string): string[] => (estDans(ligne.date(titre), periode) ? [dire(ligne.texte(titre))] : []);
  const mouvements = [
    ...dans('Date de prescription', (d) => `orientation le ${d}`),
    ...dans("Date d'intégration", (d) => `intégration le ${d}`),
    ...dans('Date du refus', (d) => `refus le ${d}`),
    ...dans('Date de sortie', (d) => `sortie le ${d}`),
  ];
  return [
    ...(mouvements.length ? mouvements : ['en cours à la fin du mois']),
    ...(faits.etapes ? [accorder(faits.etapes, 'étape')] : []),
    ...(faits.absences ? [accorder(faits.absences, 'absence')] : []),
  ];
}

/** Étapes and absences of each orientation. */
export function compterFaits({ feuilles }: Contenu): (orientationId: number) => { etapes: number; absences: number } {
  const compter = (lignes: LigneEchangee[]) => lignes.reduce((n, l) => n.set(l.orientation_id!, (n.get(l.orientation_id!) ?? 0) + 1), new Map<number, number>());
  const [etapes, absences] = [compter(feuilles.ETAPES), compter(feuilles.ABSENCES)];
  return (id) => ({ etapes: etapes.get(id) ?? 0, absences: absences.get(id) ?? 0 });
}

const COORDONNEES_DE_L_ACCOMPAGNATEUR = ['Téléphone accompagnateur', 'Courriel accompagnateur'];

export interface Changement { colonne: string; avant: string; apres: string }
export interface Evolution {
  nouvelles: Set<number>;
  changees: Map<number, Changement[]>;
  /** In the earlier table and no longer in this one. */
  parties: LigneVue[];
}

export function comparerTableaux(avant: readonly LigneVue[], apres: readonly LigneVue[]): Evolution {
  const anciennes = new Map(avant.map((l) => [l.orientationId, l]));
  const evolution: Evolution = { nouvelles: new Set(), changees: new Map(), parties: [] };
  for (const ligne of apres) {
    const ancienne = anciennes.get(ligne.orientationId);
    if (!ancienne) {
      evolution.nouvelles.add(ligne.orientationId);
      continue;
    }
    anciennes.delete(ligne.orientationId);
    const changements = COLONNES_TABLEAU.flatMap(({ titre }): Changement[] => (texteDe(ancienne.cellule(titre)) === texteDe(ligne.cellule(titre)) ? [] : [{ colonne: titre, avant: ancienne.texte(titre), apres: ligne.texte(titre) }]));
    // Another accompagnateur has another telephone: said once.
    const autre = changements.some((c) => c.colonne === 'Accompagnateur');
    const dits = autre ? changements.filter((c) => !COORDONNEES_DE_L_ACCOMPAGNATEUR.includes(c.colonne)) : changements;
    if (dits.length) evolution.changees.set(ligne.orientationId, dits);
  }
  evolution.parties = [...anciennes.values()];
  return evolution;
}
