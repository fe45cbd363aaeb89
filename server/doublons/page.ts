/** The pairs that look alike, two files side by side, and the merges made: every text ready to print. Pure. */
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { paginer } from '../http/pagination';
import { chercherDateIso, formaterDate, formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { Personne } from '../personnes/queries';
import type { OrientationDossier } from '../personnes/queries-dossier';
import type { FichePersonne, Paire, PaireRessemblante } from './queries';
import type { FusionFaite } from './queries-fusion';
import { CHOIX, choixAFaire, critiquerFusion, FICHES, proposer, RESSEMBLANCES, type ChoixPossible, type Fiche } from './rules';

const RUBRIQUE = { adresse: '/personnes', libelle: 'Personnes' };
const LISTE = { adresse: '/doublons', libelle: 'Doublons possibles' };
export const PAIRES_PAR_PAGE = 15;
/** Merges and pairs set apart that are shown: the latest. */
export const PLAFOND = 100;

const adresseDe = (p: Paire): string => `/doublons/${p.premiere_id}/${p.seconde_id}`;
const ouiNon = (v: boolean | null): string => (v === null ? 'Non renseigné' : v ? 'Oui' : 'Non');

/** A person's datum as it is read; a whole choice (the address…) is one text. */
function valeurDe(code: ChoixPossible['code'], p: Personne): string {
  switch (code) {
    case 'date_naissance': return formaterDate(p.date_naissance);
    case 'sexe': return libelle('SEXES', p.sexe) || 'Non renseigné';
    case 'identifiant_pe': return p.identifiant_pe ? `${p.identifiant_pe}${p.zone_pe ? ` ${p.zone_pe}` : ''}` : 'Aucun';
    case 'adresse': return [p.adresse, [p.code_postal, p.commune].filter(Boolean).join(' ')].filter(Boolean).join(', ') || 'Aucune';
    case 'courriel': return p.courriel ?? (p.consentement_courriel ? 'Consentement donné, aucun courriel' : 'Sans consentement');
    case 'minimum_social': return libelle('MINIMA_SOCIAUX', p.minimum_social) || 'Non renseigné';
    case 'rqth': return ouiNon(p.rqth);
    case 'deld': return ouiNon(p.deld);
    case 'freins': return p.freins.map((f) => libelle('FREINS', f)).join(', ') || 'Aucun coché';
    default: return p[code] ?? 'Aucun';
  }
}

const fiche = (p: FichePersonne) => ({ adresse: `/personnes/${p.id}`, nom: nomComplet(p), numero: `Fiche n° ${p.id}` });
const orientationsDe = (p: FichePersonne): string => (p.etat ? `${accorder(p.orientations, 'orientation')}, la dernière du ${formaterDate(p.date_prescription)} : ${libelle('ETATS', p.etat).toLowerCase()}` : 'Aucune');

interface Liste { paires: PaireRessemblante[]; total: number; page: number; ecartees: Paire[]; fiches: Map<number, FichePersonne> }

export function pageDoublons({ paires, total, page, ecartees, fiches }: Liste) {
  return {
    titre: LISTE.libelle, rubrique: RUBRIQUE, fil: [RUBRIQUE],
    resume: total ? `${accorder(total, 'paire')} de fiches à vérifier, les plus ressemblantes d'abord.` : null,
    paires: paires.map((paire) => {
      const [a, b] = [fiches.get(paire.premiere_id)!, fiches.get(paire.seconde_id)!];
      const differents = choixAFaire(a, b).filter((c) => c.code !== 'nom' && c.code !== 'prenom');
      return {
        titre: RESSEMBLANCES.find((r) => r.code === paire.ressemblance)!.libelle,
        premiere: fiche(a), seconde: fiche(b),
        naissance: differents.some((c) => c.code === 'date_naissance') ? null : `Né(e) le ${formaterDate(a.date_naissance)}`,
        lignes: [
          ...differents.map(({ code, libelle: nom }) => ({ nom, a: valeurDe(code, a), b: valeurDe(code, b) })),
          { nom: 'Orientations', a: orientationsDe(a), b: orientationsDe(b) },
        ],
        comparer: adresseDe(paire),
        distinguer: { adresse: `${adresseDe(paire)}/distinctes`, libelle: 'Ce sont deux personnes différentes', aria: `Ce sont deux personnes différentes : ${nomComplet(a)}, fiche n° ${a.id}, et ${nomComplet(b)}, fiche n° ${b.id}` },
      };
    }),
    pagination: paginer(LISTE.adresse, {}, page, PAIRES_PAR_PAGE, total, total),
    ecartees: ecartees.flatMap((paire) => {
      const [a, b] = [fiches.get(paire.premiere_id), fiches.get(paire.seconde_id)];
      return a && b ? [{
        a: { adresse: `/personnes/${a.id}`, nom: nomComplet(a), naissance: formaterDate(a.date_naissance) }, b: { adresse: `/personnes/${b.id}`, nom: nomComplet(b), naissance: formaterDate(b.date_naissance) },
        revenir: { adresse: `${adresseDe(paire)}/revenir`, libelle: 'Revenir sur ce choix', aria: `Revenir sur ce choix : ${nomComplet(a)} et ${nomComplet(b)}`, classe: 'btn-link' },
      }] : [];
    }),
  };
}

interface Comparaison { premiere: Personne; seconde: Personne; dossiers: [OrientationDossier[], OrientationDossier[]]; saisie: Saisie | null; erreurs: Erreur[] }

const periode = (o: OrientationDossier): string => (o.date_sortie || o.date_refus ? `Du ${formaterDate(o.date_prescription)} au ${formaterDate(o.date_sortie ?? o.date_refus)}` : `Depuis le ${formaterDate(o.date_prescription)}`);

function contenuDe(o: OrientationDossier): string {
  return ([[o.pni.length, 'PNI', 'PNI'], [o.entretiens.length, 'entretien'], [o.etapes.length, 'étape'], [o.absences.length, 'absence'], [o.demandes.length, 'demande'], [o.suivis.length, "suivi dans l'emploi ou en formation", "suivis dans l'emploi ou en formation"]] as [number, string, string?][])
    .filter(([n]) => n > 0).map(([n, mot, pluriel]) => accorder(n, mot, pluriel)).join(', ');
}

export function pageComparaison({ premiere, seconde, dossiers, saisie, erreurs }: Comparaison) {
  const adresse = adresseDe({ premiere_id: premiere.id, seconde_id: seconde.id });
  const derniere = (n: 0 | 1): string => dossiers[n][0]?.date_prescription ?? '';
  const recente: Fiche = derniere(1) > derniere(0) ? 'SECONDE' : 'PREMIERE';
  const aFaire = choixAFaire(premiere, seconde);
  const propose: Saisie = Object.fromEntries(aFaire.map((c) => [c.code, proposer(c, premiere, seconde, recente)]));
  const f = champs(saisie ?? propose, erreurs);
  const empechements = critiquerFusion(...dossiers);
  const tete = (p: Personne, n: 0 | 1) => ({
    adresse: `/personnes/${p.id}`, nom: nomComplet(p), numero: `Fiche n° ${p.id}`,
    orientations: dossiers[n].map((o) => ({ periode: periode(o), etat: libelle('ETATS', o.etat), detail: [o.agence ?? libelle('PRESCRIPTEURS', o.prescripteur), contenuDe(o)].filter(Boolean).join(' · ') })),
  });
  return {
    titre: 'Comparer deux fiches', rubrique: RUBRIQUE, fil: [RUBRIQUE, LISTE], adresse,
    fiches: [tete(premiere, 0), tete(seconde, 1)],
    empechements,
    caches: [f.cache('version_premiere', saisie?.version_premiere as string ?? premiere.version), f.cache('version_seconde', saisie?.version_seconde as string ?? seconde.version)],
    choix: aFaire.map(({ code, libelle: nom }) => f.choix(code, nom, FICHES.map((x) => ({ code: x.code, libelle: valeurDe(code, x.code === 'PREMIERE' ? premiere : seconde) })))),
    identiques: CHOIX.filter((c) => !aFaire.includes(c)).map(({ code, libelle: nom }) => ({ nom, valeur: valeurDe(code, premiere) })),
    distinguer: { adresse: `${adresse}/distinctes`, libelle: 'Ce sont deux personnes différentes' },
    retour: LISTE.adresse,
  };
}

// ---- The merges made, read back from the journal ----

const NOMS: Record<string, string> = {
  ...Object.fromEntries(CHOIX.flatMap((c) => c.colonnes.map((colonne) => [colonne, c.libelle]))),
  zone_pe: 'Zone', code_postal: 'Code postal', commune: 'Commune', consentement_courriel: 'Consentement au courriel', reference_reprise: 'Référence de reprise',
};

function lisible(colonne: string, v: unknown): string {
  if (v === null || v === undefined || v === '') return '(vide)';
  if (typeof v === 'boolean') return v ? 'Oui' : 'Non';
  if (Array.isArray(v)) return v.map((code) => libelle('FREINS', String(code))).join(', ') || 'Aucun';
  const texte = typeof v === 'string' ? v : JSON.stringify(v);
  if (colonne === 'minimum_social') return libelle('MINIMA_SOCIAUX', texte);
  if (colonne === 'sexe') return libelle('SEXES', texte);
  const date = chercherDateIso(texte);
  return date ? formaterDate(date) : texte;
}

const lire = (ligne: Record<string, unknown> | null) => Object.entries(ligne ?? {}).filter(([colonne]) => NOMS[colonne]).map(([colonne, v]) => ({ nom: NOMS[colonne]!, valeur: lisible(colonne, v) }));

export function pageFusions(fusions: FusionFaite[]) {
  return {
    titre: 'Fusions de fiches', rubrique: RUBRIQUE, fil: [RUBRIQUE, LISTE],
    resume: fusions.length >= PLAFOND ? `Les ${formaterNombre(PLAFOND)} dernières.` : accorder(fusions.length, 'fusion'),
    fusions: fusions.map((x) => ({
      gardee: { adresse: `/personnes/${x.personne_id}`, nom: nomComplet(x), numero: `fiche n° ${x.personne_id}` },
      ancienne: `fiche n° ${x.ancienne_id}`,
      quand: x.ancienne ? `${formaterInstant(x.instant)}${x.auteur ? `, par ${x.auteur}` : ''}` : null,
      valeurs: lire(x.ancienne), remplacees: lire(x.avant),
    })),
  };
}
