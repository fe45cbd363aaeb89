/** What the pages of the checks show: the month as a whole, and the list behind one check. Pure. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { deMois } from '../echanges/rules';
import { adresseDeListe, paginer } from '../http/pagination';
import { decalerMois, formaterDate, formaterMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { Choix } from '../orientations/queries';
import type { Filtres } from './form';
import type { Compte, ControlesDuMois, LigneControlee, Reglage } from './queries';
import type { Definition } from './queries-definition';
import { adresseDuControle, classer, controlesBloquants, dire, RUBRIQUE, tendance, TOUS, type Controle, type Gravite, type Mesure } from './rules';

export const PAR_PAGE = 50;

const GRAVITES: Record<Gravite, { libelle: string; ton: string }> = { GRAVE: { libelle: 'À corriger', ton: 'retard' }, ATTENTION: { libelle: 'À vérifier', ton: 'du' } };

const titreDe = ({ pluriel }: Definition): string => pluriel.charAt(0).toLocaleUpperCase('fr') + pluriel.slice(1);

/** Whoever holds the month comes from its page. */
const filDe = (acteur: Acteur, mois: Mois) => (peut(acteur, 'tableau.etablir') ? [{ adresse: adresseDeListe('/tableau-de-suivi', { mois }), libelle: `Tableau de suivi ${deMois(mois)}` }] : []);

const parametres = ({ mois, accompagnateur }: Pick<Filtres, 'mois' | 'accompagnateur'>) => ({ mois, accompagnateur: accompagnateur === null ? TOUS : String(accompagnateur) });

/** What both pages have at their top: the months around, and whose lines are shown. */
function cadre(chemin: string, filtres: Filtres, accompagnateurs: readonly Choix[], jour: DateCivile) {
  const lien = (mois: Mois) => ({ adresse: adresseDeListe(chemin, parametres({ ...filtres, mois })), libelle: formaterMois(mois) });
  const qui = filtres.accompagnateur === null ? TOUS : String(filtres.accompagnateur);
  return {
    mois: { precedent: lien(decalerMois(filtres.mois, -1)), suivant: filtres.mois < moisDe(jour) ? lien(decalerMois(filtres.mois, 1)) : null },
    filtre: { adresse: chemin, mois: filtres.mois, accompagnateurs: [{ code: TOUS, libelle: 'tous' }, ...accompagnateurs].map((a) => ({ ...a, choisi: a.code === qui })) },
  };
}

/** A trend as bars: the SVG is for the eyes, the sentence says the same. Null before there are two months to compare. */
function courbe(points: { mois: Mois; nombre: number }[]) {
  if (points.length < 2) return null;
  const [hauteur, pas] = [24, 9];
  const plusGrand = Math.max(1, ...points.map((p) => p.nombre));
  const barres = points.map((p, i) => {
    const h = p.nombre === 0 ? 1 : Math.max(2, Math.round((hauteur * p.nombre) / plusGrand));
    return { x: i * pas, y: hauteur - h, h, derniere: i === points.length - 1 };
  });
  return { largeur: points.length * pas - 2, hauteur, barres, phrase: points.map((p) => `${formaterMois(p.mois)} : ${formaterNombre(p.nombre)}`).join(', ') };
}

export interface VueControles { filtres: Filtres; resultat: ControlesDuMois; definitions: readonly Definition[]; mesures: readonly Mesure[]; accompagnateurs: readonly Choix[]; acteur: Acteur; jour: DateCivile }

export function pageControles({ filtres, resultat, definitions, mesures, accompagnateurs, acteur, jour }: VueControles) {
  const { mois, accompagnateur } = filtres;
  const ligne = (c: Controle) => ({
    phrase: c.phrase, titre: titreDe(definitions.find((d) => d.code === c.code)!), adresse: c.adresse, nombre: formaterNombre(c.nombre), gravite: GRAVITES[c.gravite], bloquant: c.bloquant,
    remede: definitions.find((d) => d.code === c.code)!.remede, courbe: courbe(tendance(mesures, c.code, mois)),
  });
  const rangees = classer(resultat.controles);
  const [aMender, faits] = [rangees.filter((c) => c.nombre > 0), rangees.filter((c) => c.nombre === 0)];
  return {
    titre: `Contrôles ${deMois(mois)}`, rubrique: RUBRIQUE, fil: filDe(acteur, mois),
    ...cadre(RUBRIQUE.adresse, filtres, accompagnateurs, jour),
    comparaison: peut(acteur, 'comparaison.etablir') ? '/comparaison' : null,
    verdict: verdict(resultat.controles, parmi(accompagnateur, acteur)),
    aMender: aMender.map(ligne), faits: faits.map(ligne),
    qui: accompagnateur === null ? quiPeutAgir(resultat.comptes, definitions, accompagnateurs, acteur, mois) : [],
  };
}

/** Whose persons are looked at; empty for everybody's. */
const parmi = (accompagnateur: number | null, acteur: Acteur): string =>
  accompagnateur === null ? '' : accompagnateur === acteur.utilisateurId ? ' parmi les personnes que vous suivez' : ' parmi les personnes suivies par cet accompagnateur';

function verdict(controles: readonly Controle[], pour: string): { ton: 'fait' | 'du' | 'retard'; icone: string; texte: string } {
  const total = controles.reduce((n, c) => n + c.nombre, 0);
  const bloquants = controlesBloquants(controles).reduce((n, c) => n + c.nombre, 0);
  if (!total) return { ton: 'fait', icone: 'fait', texte: `Tous les contrôles sont bons${pour}.` };
  const reste = `${accorder(total, 'ligne')} à reprendre${pour}`;
  return bloquants
    ? { ton: 'retard', icone: 'retard', texte: `${reste}, dont ${formaterNombre(bloquants)} ${bloquants >= 2 ? 'empêchent' : 'empêche'} de valider le mois.` }
    : { ton: 'du', icone: 'du', texte: `${reste}. Aucune n'empêche de valider le mois.` };
}

/** What each accompagnateur has to mend, the heaviest first; the team sees to what only it may mend, and to persons whom nobody follows yet. */
function quiPeutAgir(comptes: readonly Compte[], definitions: readonly Definition[], accompagnateurs: readonly Choix[], acteur: Acteur, mois: Mois) {
  const duTerrain = new Set(definitions.filter((d) => peut({ ...acteur, role: 'ACCOMPAGNATEUR' }, d.acte)).map((d) => d.code));
  const sommes = new Map<string | null, number>();
  for (const c of comptes) {
    const qui = duTerrain.has(c.code) && c.accompagnateur_id !== null ? String(c.accompagnateur_id) : null;
    sommes.set(qui, (sommes.get(qui) ?? 0) + c.nombre);
  }
  return [...sommes].sort((a, b) => b[1] - a[1]).map(([qui, nombre]) => ({
    nom: qui === null ? "Équipe d'animation" : (accompagnateurs.find((a) => a.code === qui)?.libelle ?? 'Compte désactivé'),
    nombre: formaterNombre(nombre), adresse: qui === null ? null : adresseDeListe(RUBRIQUE.adresse, { mois, accompagnateur: qui }),
  }));
}

export interface VueControle { filtres: Filtres; definition: Definition; reglage: Reglage | null; lignes: LigneControlee[]; total: number; mesures: readonly Mesure[]; accompagnateurs: readonly Choix[]; acteur: Acteur; jour: DateCivile }

export function pageControle({ filtres, definition: d, reglage, lignes, total, mesures, accompagnateurs, acteur, jour }: VueControle) {
  const { mois, accompagnateur } = filtres;
  const chemin = adresseDuControle(d.code, mois, accompagnateur).split('?')[0]!;
  const bloquant = reglage?.bloquant ?? d.bloquant;
  const points = tendance(mesures, d.code, mois);
  const peutMender = peut(acteur, d.acte);
  return {
    titre: titreDe(d), rubrique: RUBRIQUE,
    fil: [...filDe(acteur, mois), { adresse: adresseDeListe(RUBRIQUE.adresse, parametres(filtres)), libelle: `Contrôles ${deMois(mois)}` }],
    ...cadre(chemin, filtres, accompagnateurs, jour),
    remede: d.remede, gravite: GRAVITES[d.gravite],
    legende: `${dire(d, total)}, ${formaterMois(mois)}`,
    vide: total ? null : `Rien à reprendre en ${formaterMois(mois)}${parmi(accompagnateur, acteur)} : ce contrôle est bon.`,
    depuis: d.depuis, detail: d.detail ?? null,
    lignes: lignes.map((l) => ({
      nom: nomComplet(l), adresse: `/personnes/${l.personne_id}?orientation=${l.orientation_id}`, accompagnateur: l.accompagnateur ?? '', depuis: formaterDate(l.depuis) || 'Jamais', detail: l.detail ?? '',
      liens: peutMender ? d.liens(l) : [],
    })),
    ailleurs: peutMender ? null : "L'équipe d'animation s'en charge.",
    reglage: {
      bloquant, phrase: bloquant ? "Ce contrôle empêche de valider le mois tant qu'il compte quelque chose." : "Ce contrôle n'empêche pas de valider le mois.",
      formulaire: peut(acteur, 'controle.regler') ? { adresse: `${chemin}/reglage?mois=${mois}`, version: reglage?.version ?? null, valeur: bloquant ? 'non' : 'oui', libelle: bloquant ? 'Ne plus bloquer' : 'Bloquer la validation' } : null,
    },
    tendance: { courbe: courbe(points), lignes: points.map((p) => ({ mois: formaterMois(p.mois), nombre: formaterNombre(p.nombre) })) },
    pagination: paginer(chemin, parametres(filtres), filtres.page, PAR_PAGE, total),
  };
}
