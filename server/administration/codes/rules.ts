/** Rules of the lists that an administrator may extend. Pure. Source: domaine 02. */
import type { CodeExtensible, ListeExtensible } from '../../codes/queries';
import { formaterDate, type DateCivile } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import { sansAccents } from '../../lib/texte';

export const LISTES_EXTENSIBLES: readonly { code: ListeExtensible; libelle: string; usage: string }[] = [
  { code: 'TYPE_ETAPE', libelle: "Types d'étape", usage: 'Proposés quand une étape du parcours est enregistrée.' },
  { code: 'PUBLIC_EXCLU', libelle: 'Publics non accompagnés', usage: "Détail interne d'un refus « Ne relève pas du PLIE » ou « Non éligible » ; jamais transmis." },
];

export interface NouveauCode {
  liste: ListeExtensible;
  libelle: string;
  /** First day on which it is offered; null: always was. */
  valable_du: DateCivile | null;
}

/** « Période d'essai » → PERIODE_D_ESSAI: stable, readable in a file. */
export const deriverCode = (libelle: string): string => sansAccents(libelle).toUpperCase().replace(/[^A-Z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 40).replace(/_+$/, '');

/** Two values that read the same could not be told apart in a file: neither label nor code is used twice, retired ones included. */
export function verifierNouveauCode(nouveau: NouveauCode, existants: readonly CodeExtensible[]): Erreur[] {
  const code = deriverCode(nouveau.libelle);
  if (!code) return [{ champ: 'libelle', message: 'Le libellé doit contenir au moins une lettre ou un chiffre.' }];
  const semblable = existants.find((c) => c.code === code || sansAccents(c.libelle) === sansAccents(nouveau.libelle));
  return semblable ? [{ champ: 'libelle', message: semblable.valable_au ? `« ${semblable.libelle} » existe déjà et a été retiré : remettez-le dans la liste.` : `« ${semblable.libelle} » est déjà dans la liste.` }] : [];
}

/** The last day on which a value is offered cannot come before the first. */
export function verifierRetrait(code: Pick<CodeExtensible, 'valable_du'>, dernierJour: DateCivile): Erreur[] {
  if (code.valable_du && dernierJour < code.valable_du) return [{ champ: 'valable_au', message: `Cette valeur n'est proposée qu'à partir du ${formaterDate(code.valable_du)}. Choisissez un jour postérieur.` }];
  return [];
}
