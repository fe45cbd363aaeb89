/** What the address of a simulation holds: year, territory, version of the rule, and the parameters of a variant. Pure. */
import { anneeDe, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { entier, lireFormulaire, obligatoire, ouiNon, type Saisie } from '../lib/formulaire';
import { REGLE_EN_VIGUEUR, VERSIONS_D_ETUDE, type Parametres, type Version } from '../sorties/regle';

type Requete = Record<string, unknown>;
const lire = (requete: Requete, nom: string): string => { const valeur = requete[nom]; return typeof valeur === 'string' ? valeur.trim() : ''; };

export const VARIANTE = 'variante';
export const VERSIONS: readonly Version[] = [REGLE_EN_VIGUEUR, ...VERSIONS_D_ETUDE];

/** Bounds, in months. */
export const BORNES = { min: 2, max: 24 } as const;

/** The fields of a variant, and the parameter that each gives. */
const mois = (quoi: string) => obligatoire(entier(BORNES.min, BORNES.max), `Indiquez ${quoi}, de ${BORNES.min} à ${BORNES.max} mois.`);
const condition = obligatoire(ouiNon, 'Répondez par oui ou par non.');
const CHAMPS = {
  maintien: mois("combien de mois l'emploi est tenu"), contrat: mois('la durée prévue du contrat'), cui_pec: mois('la durée prévue du CUI-PEC'), mi_temps: condition, preuve: condition,
  formation_longue: mois("à partir de quelle durée une formation est longue"), formation_faite: mois('combien de mois de formation sont faits'),
};

export const saisieDe = (p: Parametres): Saisie => ({
  maintien: String(p.moisDuMaintien), contrat: String(p.moisDuContrat), cui_pec: String(p.moisDuCuiPec), mi_temps: p.miTempsExige ? 'oui' : 'non', preuve: p.preuveExigee ? 'oui' : 'non',
  formation_longue: String(p.moisDeFormationLongue), formation_faite: String(p.moisDeFormationFaits),
});

export interface DemandeDeSimulation {
  /** Null when it is not a year. */
  annee: number | null;
  territoire: string;
  /** What the fields of the variant show. */
  saisie: Saisie;
  /** Null when the address names no version; `erreurs` says why when it is a variant. */
  version: Version | null;
  erreurs: Erreur[];
  /** In the address, to come back to the same simulation. */
  parametres: Record<string, string>;
}

/** Without a year, the last one that is over; without a version, the first of those to be compared. */
export function lireDemande(requete: Requete, jour: DateCivile): DemandeDeSimulation {
  const [annee, code] = [lire(requete, 'annee'), lire(requete, 'regle') || VERSIONS_D_ETUDE[0]!.code];
  const lue = { annee: annee === '' ? anneeDe(jour) - 1 : /^(19|20|21)\d{2}$/.test(annee) ? Number(annee) : null, territoire: lire(requete, 'territoire') };
  if (code !== VARIANTE) {
    const version = VERSIONS.find((v) => v.code === code) ?? null;
    return { ...lue, version, erreurs: [], saisie: saisieDe((version ?? REGLE_EN_VIGUEUR).parametres), parametres: { regle: code } };
  }
  const f = lireFormulaire(CHAMPS, requete, { jour });
  const parametres = { regle: VARIANTE, ...Object.fromEntries(Object.keys(CHAMPS).map((nom) => [nom, [f.saisie[nom]].flat()[0] ?? ''])) };
  if (!f.ok) return { ...lue, version: null, erreurs: f.erreurs, saisie: f.saisie, parametres };
  const v = f.valeur;
  return {
    ...lue, erreurs: [], saisie: f.saisie, parametres,
    version: {
      code: 'VARIANTE', libelle: 'Votre variante', description: 'Réglée par vous, dans l\'adresse de cette page : elle n\'est enregistrée nulle part.',
      parametres: { moisDuMaintien: v.maintien, moisDuContrat: v.contrat, moisDuCuiPec: v.cui_pec, miTempsExige: v.mi_temps, preuveExigee: v.preuve, moisDeFormationLongue: v.formation_longue, moisDeFormationFaits: v.formation_faite },
    },
  };
}

/** From 1; null when it is not a page number. */
export function lirePage(requete: Requete): number | null {
  const page = lire(requete, 'page');
  return page === '' ? 1 : /^[1-9]\d{0,5}$/.test(page) ? Number(page) : null;
}
