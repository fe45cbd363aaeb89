/** The filters of the list, read from the address: an unknown value is as no filter, a link never breaks. */
import { chercherDateIso, chercherMois } from '../lib/dates';
import { SEUILS_AVERTISSEMENT } from '../parcours/rules-pni';
import { bornes, FILTRES_ETAT_PNI, type FiltresPni, type Periode } from './rules';

const nombre = (v: string): number | null => (/^\d{1,15}$/.test(v) ? Number(v) : null);

const chercherPeriode = (v: string): Periode | null => { const { du, au } = bornes(v as Periode); return v === `${du}..${au}` && chercherDateIso(du) && chercherDateIso(au) ? (v as Periode) : null; };

export function lireFiltres(adresse: Record<string, unknown>): FiltresPni {
  const lire = (nom: string): string => (typeof adresse[nom] === 'string' ? adresse[nom].trim() : '');
  return {
    etat: FILTRES_ETAT_PNI.find((e) => e.code === lire('etat'))?.code ?? 'A_SUIVRE',
    fin: SEUILS_AVERTISSEMENT.find((s) => String(s) === lire('fin')) ?? chercherMois(lire('fin')) ?? chercherPeriode(lire('fin')),
    agence: nombre(lire('agence')),
    accompagnateur: nombre(lire('accompagnateur')),
    page: Math.max(1, nombre(lire('page')) ?? 1),
  };
}
