/** The deadlines of the persons followed, counted by day: each opens the list of those concerned. Pure. */
import { formaterDate, joursEntre, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';
import { JOURS_AVANT_CONTACT } from '../sorties/rules';
import { bandeDe, etatDe, ordonner, type CodePersonnes, type Echeance } from './rules';

/** How far ahead the persons are looked at: the first warning of a PNI (domaine §4). */
export const JOURS_A_VENIR = 90;

export interface ParJour { code: CodePersonnes; date: DateCivile; nombre: number }

/** Whose persons: those of one accompagnateur, or all of the PLIE. */
export interface Porteur { plie: Echeance['plie']; accompagnateur: number | null }

const LIBELLES: Record<CodePersonnes, { aVenir: [string, string]; enRetard: [string, string] }> = {
  PNI_FIN: { aVenir: ['fin de PNI', 'fins de PNI'], enRetard: ['PNI échu, parcours toujours ouvert', 'PNI échus, parcours toujours ouverts'] },
  CONTACT_SUIVI: { aVenir: ['contact de suivi', 'contacts de suivi'], enRetard: ['contact de suivi en retard', 'contacts de suivi en retard'] },
  SUIVI_TENU: { aVenir: ['sortie à confirmer après six mois', 'sorties à confirmer après six mois'], enRetard: ['sortie à confirmer, six mois passés', 'sorties à confirmer, six mois passés'] },
  PREMIER_CONTACT: { aVenir: ['premier contact à tenir', 'premiers contacts à tenir'], enRetard: ['premier contact attendu depuis plus de 30 jours', 'premiers contacts attendus depuis plus de 30 jours'] },
  EFFACEMENT: { aVenir: ['personne à effacer', 'personnes à effacer'], enRetard: ['personne à effacer, terme passé', 'personnes à effacer, terme passé'] },
  PARCOURS_OUVERT: { aVenir: ['parcours ouvert arrive à sa limite de conservation', 'parcours ouverts arrivent à leur limite de conservation'], enRetard: ['parcours ouvert au-delà de sa limite de conservation', 'parcours ouverts au-delà de leur limite de conservation'] },
};

const adresseAvec = (chemin: string, parametres: Record<string, string | number | null>): string => {
  const remplis = Object.entries(parametres).flatMap(([nom, valeur]): [string, string][] => (valeur === null ? [] : [[nom, String(valeur)]]));
  return remplis.length ? `${chemin}?${new URLSearchParams(remplis).toString()}` : chemin;
};

/** The list behind a count of what is due between two days, both included. */
function adresseDe(code: CodePersonnes, { du, au }: { du: DateCivile; au: DateCivile }, jour: DateCivile, accompagnateur: number | null): string {
  const enRetard = du < jour;
  switch (code) {
    case 'PNI_FIN':
      return adresseAvec('/pni', enRetard ? { etat: 'ECHU', accompagnateur } : { etat: 'ACTIF', fin: `${du}..${au}`, accompagnateur });
    case 'CONTACT_SUIVI':
      return adresseAvec('/suivis', { accompagnateur: accompagnateur ?? 'tous', tous: joursEntre(jour, au) > JOURS_AVANT_CONTACT ? 'oui' : null });
    case 'SUIVI_TENU':
      return adresseAvec('/suivis/sorties', { accompagnateur: accompagnateur ?? 'tous' });
    case 'PREMIER_CONTACT':
      return adresseAvec('/orientations', { a_faire: enRetard ? 'contact-tardif' : 'contact', accompagnateur });
    case 'EFFACEMENT':
      return '/conservation#titre-previsions';
    case 'PARCOURS_OUVERT':
      return enRetard ? '/conservation#titre-ouverts' : '/conservation#titre-previsions';
  }
}

const dire = (code: CodePersonnes, nombre: number, enRetard: boolean): string => accorder(nombre, ...LIBELLES[code][enRetard ? 'enRetard' : 'aVenir']);

export function echeancesDesPersonnes(parJour: readonly ParJour[], { plie, accompagnateur }: Porteur, jour: DateCivile): Echeance[] {
  return parJour.map(({ code, date, nombre }) => {
    const etat = etatDe(date, jour);
    return {
      cle: `${code}:${accompagnateur === null ? `plie-${plie.id}` : `agent-${accompagnateur}`}:${date}`, code, date, etat, plie, nombre, detail: '', acte: null,
      libelle: dire(code, nombre, etat === 'EN_RETARD'), adresse: adresseDe(code, { du: date, au: date }, jour, accompagnateur),
    };
  });
}

/** For the page: by day within the week; beyond it and before today, one line per kind, which says its days. */
export function regrouper(echeances: readonly Echeance[], accompagnateur: number | null, jour: DateCivile): Echeance[] {
  const groupes = new Map<string, Echeance[]>();
  const seules: Echeance[] = [];
  for (const e of echeances) {
    const bande = bandeDe(e, jour);
    if (e.nombre === null || bande === 'SEMAINE') seules.push(e);
    else groupes.set(`${e.code}:${bande}`, [...(groupes.get(`${e.code}:${bande}`) ?? []), e]);
  }
  return [...seules, ...[...groupes.values()].map((groupe) => reunir(ordonner(groupe), accompagnateur, jour))];
}

/** `groupe`: of one kind, in the order of their days. */
function reunir(groupe: readonly Echeance[], accompagnateur: number | null, jour: DateCivile): Echeance {
  const [premiere, derniere] = [groupe[0]!, groupe.at(-1)!];
  if (groupe.length === 1) return premiere;
  const nombre = groupe.reduce((n, e) => n + e.nombre!, 0);
  const [code, enRetard] = [premiere.code as CodePersonnes, premiere.etat === 'EN_RETARD'];
  return {
    ...premiere, nombre, libelle: dire(code, nombre, enRetard), detail: enRetard ? 'La date est celle du plus ancien.' : `Jusqu'au ${formaterDate(derniere.date)}.`,
    adresse: adresseDe(code, { du: premiere.date, au: derniere.date }, jour, accompagnateur),
  };
}
