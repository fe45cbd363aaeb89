/** The fields of a form, prepared for views/partials/champ-*.ejs. Pure: pages use it. */
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';

export interface Option { valeur: string; libelle: string; choisie: boolean; aide?: string }

export interface Champ {
  type: 'texte' | 'zone' | 'date' | 'choix' | 'liste' | 'cases' | 'coche' | 'fichier' | 'mot-de-passe' | 'cache';
  nom: string;
  libelle: string;
  valeur: string;
  obligatoire: boolean;
  aide?: string;
  erreur?: string;
  options?: Option[];
  /** HTML hints: autocomplete, inputmode, maxlength, accept, rows. */
  attributs?: Record<string, string>;
  /** What the empty choice says. Drop-down list: « Choisir… », or « Tous » in a filter. Radios have one only where this is given: it takes a choice back. */
  vide?: string;
}

interface Reglages { obligatoire?: boolean; aide?: string; attributs?: Record<string, string>; vide?: string }
interface Code {
  code: string;
  libelle: string;
  /** What choosing it means, under its label (radios). */
  aide?: string;
}

const valeursDe = (saisie: Saisie, nom: string): string[] => [saisie[nom] ?? []].flat().filter((v) => v !== '');

/**
 * Makes the fields of one form from what was typed (or the present values) and the errors. `enregistre`: what the row holds now, given
 * when somebody else changed it meanwhile; it is said beside each field where it is not what was typed.
 */
export function champs(saisie: Saisie, erreurs: Erreur[] = [], enregistre: Saisie | null = null) {
  const lire = (nom: string): string => { const v = saisie[nom]; return Array.isArray(v) ? (v[0] ?? '') : (v ?? ''); };
  const toutes = (nom: string): string[] => { const v = saisie[nom]; return Array.isArray(v) ? v : v ? v.split(';').map((x) => x.trim()) : []; };
  const autreValeur = (nom: string, liste: readonly Code[]): string | undefined => {
    if (!enregistre || !(nom in enregistre)) return undefined;
    const [dites, gardees] = [valeursDe(saisie, nom), valeursDe(enregistre, nom)];
    if (dites.join('\n') === gardees.join('\n')) return undefined;
    return `Enregistré actuellement : ${gardees.map((v) => liste.find((c) => c.code === v)?.libelle ?? v).join(', ') || 'rien'}.`;
  };
  const base = (type: Champ['type'], nom: string, libelle: string, r: Reglages, liste: readonly Code[] = []): Champ => ({
    type, nom, libelle, valeur: lire(nom), obligatoire: r.obligatoire ?? false, aide: r.aide, erreur: erreurs.find((e) => e.champ === nom)?.message ?? autreValeur(nom, liste), attributs: r.attributs, vide: r.vide,
  });
  const options = (nom: string, liste: readonly Code[]): Option[] => {
    const choisies = toutes(nom);
    return liste.map((c) => ({ valeur: c.code, libelle: c.libelle, choisie: choisies.includes(c.code), aide: c.aide }));
  };
  const cache = (nom: string, valeur: string | number): Champ => ({ type: 'cache', nom, libelle: '', valeur: String(valeur), obligatoire: false });
  return {
    texte: (nom: string, libelle: string, r: Reglages = {}): Champ => base('texte', nom, libelle, r),
    /** Several lines. */
    zone: (nom: string, libelle: string, r: Reglages = {}): Champ => base('zone', nom, libelle, r),
    motDePasse: (nom: string, libelle: string, r: Reglages = {}): Champ => ({ ...base('mot-de-passe', nom, libelle, r), valeur: '' }),
    /** A typed date; « JJ/MM/AAAA » stands in the label. */
    date: (nom: string, libelle: string, r: Reglages = {}): Champ => base('date', nom, libelle, r),
    /** Up to six closed choices as radios, a drop-down list beyond. */
    choix: (nom: string, libelle: string, liste: readonly Code[], r: Reglages = {}): Champ => ({ ...base(liste.length <= 6 ? 'choix' : 'liste', nom, libelle, r, liste), options: options(nom, liste) }),
    /** A drop-down list, whatever its length (people, agencies). */
    liste: (nom: string, libelle: string, liste: readonly Code[], r: Reglages = {}): Champ => ({ ...base('liste', nom, libelle, r, liste), options: options(nom, liste) }),
    cases: (nom: string, libelle: string, liste: readonly Code[], r: Reglages = {}): Champ => ({ ...base('cases', nom, libelle, r, liste), options: options(nom, liste) }),
    coche: (nom: string, libelle: string, r: Reglages = {}): Champ => base('coche', nom, libelle, r),
    fichier: (nom: string, libelle: string, r: Reglages = {}): Champ => ({ ...base('fichier', nom, libelle, r), valeur: '' }),
    cache,
    /**
     * The version of the row. Shown again with errors, a form keeps the one it was first shown with: what changed meanwhile is still a
     * conflict. After a conflict, which was told (http/formulaire.ts), the present one: the next sending is meant.
     */
    version: (actuelle: string | number): Champ => cache('version', lire('version') || actuelle),
  };
}

export const OUI_NON: readonly Code[] = [{ code: 'oui', libelle: 'Oui' }, { code: 'non', libelle: 'Non' }];
