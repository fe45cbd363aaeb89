/** Which persons look alike, what two files differ by, and what keeps them from becoming one. Pure. */
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { ChampsPersonne, Personne } from '../personnes/queries';
import type { OrientationDossier } from '../personnes/queries-dossier';
import { comparerNoms } from '../personnes/rules';

// ---- Looking alike ----

export interface Identite { nom: string; prenom: string; date_naissance: DateCivile }

/** The surest first. */
export const RESSEMBLANCES = [
  { code: 'MEME_IDENTITE', libelle: 'Même nom, même date de naissance' },
  { code: 'NOMS_INVERSES', libelle: 'Nom et prénom inversés' },
  { code: 'NOM_PROCHE', libelle: 'Noms proches, même date de naissance' },
  { code: 'JOUR_ET_MOIS', libelle: 'Même nom, jour et mois de naissance inversés' },
  { code: 'UN_CHIFFRE', libelle: 'Même nom, un chiffre de différence dans la date de naissance' },
] as const;
export type Ressemblance = (typeof RESSEMBLANCES)[number]['code'];

/** How two birth dates may be one, badly typed; null when they may not. */
function comparerNaissances(a: DateCivile, b: DateCivile): 'JOUR_ET_MOIS' | 'UN_CHIFFRE' | null {
  if (a.slice(0, 4) === b.slice(0, 4) && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7)) return 'JOUR_ET_MOIS';
  return [...a].filter((signe, i) => signe !== b[i]).length === 1 ? 'UN_CHIFFRE' : null;
}

/** Why two persons may be one; null when nothing says so. The names come normalised by the database. */
export function comparerIdentites(a: Identite, b: Identite): Ressemblance | null {
  const noms = comparerNoms(a, b);
  if (a.date_naissance !== b.date_naissance) return noms === 'MEME_NOM' ? comparerNaissances(a.date_naissance, b.date_naissance) : null;
  if (noms !== 'NOM_PROCHE') return noms && 'MEME_IDENTITE';
  if (comparerNoms(a, { nom: b.prenom, prenom: b.nom }) === 'MEME_NOM') return 'NOMS_INVERSES';
  return noms;
}

// ---- What two files differ by ----

/** Which of the two files a datum is taken from; the first is the older one, and stays. */
export const FICHES = [{ code: 'PREMIERE', libelle: 'Première fiche' }, { code: 'SECONDE', libelle: 'Seconde fiche' }] as const;
export type Fiche = (typeof FICHES)[number]['code'];

/** What is chosen in one go: columns that only make sense together are one choice. */
export const CHOIX = [
  { code: 'nom', libelle: 'Nom de famille', colonnes: ['nom'] },
  { code: 'prenom', libelle: 'Prénom', colonnes: ['prenom'] },
  { code: 'date_naissance', libelle: 'Date de naissance', colonnes: ['date_naissance'] },
  { code: 'sexe', libelle: 'Sexe', colonnes: ['sexe'] },
  { code: 'identifiant_pe', libelle: 'Identifiant Pôle emploi', colonnes: ['identifiant_pe', 'zone_pe'] },
  { code: 'identifiant_caf', libelle: 'Identifiant CAF', colonnes: ['identifiant_caf'] },
  { code: 'adresse', libelle: 'Adresse', colonnes: ['adresse', 'code_postal', 'commune'] },
  { code: 'telephone', libelle: 'Téléphone', colonnes: ['telephone'] },
  { code: 'courriel', libelle: 'Courriel', colonnes: ['consentement_courriel', 'courriel'] },
  { code: 'minimum_social', libelle: 'Minimum social', colonnes: ['minimum_social'] },
  { code: 'rqth', libelle: 'RQTH', colonnes: ['rqth'] },
  { code: 'deld', libelle: 'DELD', colonnes: ['deld'] },
  { code: 'freins', libelle: 'Freins', colonnes: ['freins'] },
] as const satisfies readonly { code: string; libelle: string; colonnes: readonly (keyof ChampsPersonne)[] }[];
export type ChoixPossible = (typeof CHOIX)[number];
export type ChoixFaits = Partial<Record<ChoixPossible['code'], Fiche | null>>;

const valeurs = (choix: ChoixPossible, p: Personne): unknown[] => choix.colonnes.map((c) => { const v = p[c]; return Array.isArray(v) ? [...v].sort() : v; });

export const choixAFaire = (a: Personne, b: Personne): ChoixPossible[] => CHOIX.filter((c) => JSON.stringify(valeurs(c, a)) !== JSON.stringify(valeurs(c, b)));

const estVide = (choix: ChoixPossible, p: Personne): boolean => valeurs(choix, p).every((v) => v === null || (Array.isArray(v) && v.length === 0));

/** What is proposed: what is filled in; and of two values, the one of the file with the latest orientation. */
export function proposer(choix: ChoixPossible, a: Personne, b: Personne, recente: Fiche): Fiche {
  if (estVide(choix, a)) return 'SECONDE';
  return estVide(choix, b) ? 'PREMIERE' : recente;
}

/** The columns of the file that stays, from the choices made on what differs. */
export function composer(a: Personne, b: Personne, faits: ChoixFaits): { champs: ChampsPersonne; erreurs: Erreur[] } {
  const aFaire = choixAFaire(a, b);
  return {
    champs: Object.fromEntries(aFaire.flatMap(({ code, colonnes }) => colonnes.map((c) => [c, (faits[code] === 'SECONDE' ? b : a)[c]]))),
    erreurs: aFaire.filter(({ code }) => !faits[code]).map(({ code, libelle }) => ({ champ: code, message: `${libelle} : choisissez laquelle des deux valeurs garder.` })),
  };
}

// ---- What forbids it ----

/** What must be settled first, with the pages where to do it. */
export interface Empechement { message: string; liens: { adresse: string; libelle: string }[] }

const FIN_DES_TEMPS = '9999-12-31';

/** What neither the trade nor the database allows a single person: two orientations under way, PNIs that overlap. */
export function critiquerFusion(a: OrientationDossier[], b: OrientationDossier[]): Empechement[] {
  const empechements: Empechement[] = [];
  const ouverte = (orientations: OrientationDossier[]) => orientations.find((o) => !o.date_sortie && !o.date_refus);
  const [oa, ob] = [ouverte(a), ouverte(b)];
  if (oa?.date_integration && ob?.date_integration) {
    empechements.push({
      message: `Les deux fiches ont un parcours ouvert, depuis le ${formaterDate(oa.date_integration)} et depuis le ${formaterDate(ob.date_integration)}. Enregistrez d'abord la sortie de celui qui n'a pas lieu d'être.`,
      liens: [oa, ob].map((o) => ({ adresse: `/orientations/${o.id}/sortie`, libelle: `Sortie du parcours du ${formaterDate(o.date_integration)}` })),
    });
  } else if (oa && ob) {
    empechements.push({
      message: `Les deux fiches ont une orientation en cours, du ${formaterDate(oa.date_prescription)} et du ${formaterDate(ob.date_prescription)}. Terminez d'abord celle qui n'a pas lieu d'être.`,
      liens: [oa, ob].map((o) => (o.date_integration
        ? { adresse: `/orientations/${o.id}/sortie`, libelle: `Sortie de l'orientation du ${formaterDate(o.date_prescription)}` }
        : { adresse: `/orientations/${o.id}/refus`, libelle: `Refus de l'orientation du ${formaterDate(o.date_prescription)}` })),
    });
  }
  const periodes = (orientations: OrientationDossier[]) => orientations.flatMap((o) => o.pni.flatMap((n) => {
    const fins = [n.date_fin, n.date_cloture].filter((f): f is DateCivile => f !== null).sort();
    return n.date_debut ? [{ orientation: o, debut: n.date_debut, fin: fins[0] ?? FIN_DES_TEMPS }] : [];
  }));
  for (const un of periodes(a)) {
    for (const autre of periodes(b).filter((p) => p.debut <= un.fin && un.debut <= p.fin)) {
      empechements.push({
        message: `Deux PNI se chevauchent : du ${formaterDate(un.debut)} au ${formaterDate(un.fin as DateCivile)}, et du ${formaterDate(autre.debut)} au ${formaterDate(autre.fin as DateCivile)}. Corrigez d'abord les dates de l'un des deux.`,
        liens: [un, autre].map((p) => ({ adresse: `/orientations/${p.orientation.id}/pni`, libelle: `PNI du ${formaterDate(p.debut)}` })),
      });
    }
  }
  return empechements;
}
