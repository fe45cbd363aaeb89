/** Who is there on a day; the absences and the étapes of a period. */
import { etablirAbsences, faitsAbsences } from '../../reports/analyses/absences';
import { etablirEtapes, faitsEtapes } from '../../reports/analyses/etapes';
import { etablirStock, faitsStock } from '../../reports/analyses/stock';
import { listerCodes } from '../codes/queries';
import type { RouteGardee } from '../http/routes';
import { lireJours } from './form';
import { lireJourDuStock } from './form-figures';
import {
  ABSENCES_ET_ETAPES, contexteDesAbsences, contexteDuStock, joursConnus, motsDeLAbsence, motsDuStock, pageAbsences, pageStock, parametresDesAbsences, parametresDuStock, PREFIXES, STOCK_A_UNE_DATE, TITRES,
  type DemandeDesAbsences, type DemandeDuStock,
} from './page-stock';
import { lienVers, routesDe, type Demandee } from './routes-figures';

function lireStock({ contexte: { jour }, requete, choisi }: Demandee): DemandeDuStock {
  const lu = lireJourDuStock(requete, jour);
  return { choisi, jour, saisie: lu.saisie, erreurs: lu.ok ? [] : lu.erreurs, date: lu.ok ? lu.valeur.date : null };
}

const stock = routesDe({
  chemin: STOCK_A_UNE_DATE,
  async etablir(d) {
    const demande = lireStock(d);
    const lignes = demande.date ? await etablirStock(d.contexte, { date: demande.date, territoire: d.choisi.territoire }) : [];
    return pageStock(demande, lignes, lienVers(d, STOCK_A_UNE_DATE, parametresDuStock(demande)));
  },
  async chercherDerriere(d, cellule) {
    const demande = lireStock(d);
    const mots = motsDuStock(cellule);
    if (!mots || !demande.date) return null;
    return { mots, cle: cellule, faits: faitsStock({ date: demande.date, territoire: d.choisi.territoire }), titreDeLaPage: TITRES.stock, contexte: contexteDuStock(demande), parametres: parametresDuStock(demande) };
  },
});

/** What is to come is not known: the days stop at today. */
function lirePeriode({ contexte: { jour }, requete, choisi }: Demandee): DemandeDesAbsences {
  const lu = lireJours(requete, jour);
  return { choisi, jour, saisie: lu.saisie, erreurs: lu.ok ? [] : lu.erreurs, jours: lu.ok ? joursConnus(lu.valeur, jour) : null };
}

const absencesEtEtapes = routesDe({
  chemin: ABSENCES_ET_ETAPES,
  async etablir(d) {
    const demande = lirePeriode(d);
    const parametres = parametresDesAbsences(demande);
    const liens = { absences: lienVers(d, ABSENCES_ET_ETAPES, parametres, PREFIXES.absences), etapes: lienVers(d, ABSENCES_ET_ETAPES, parametres, PREFIXES.etapes) };
    const periode = demande.jours && { ...demande.jours, territoire: d.choisi.territoire };
    const [absences, etapes] = periode ? [await etablirAbsences(d.contexte, periode), await etablirEtapes(d.contexte, periode)] : [[], []];
    return pageAbsences(demande, absences, etapes, await listerCodes(d.contexte.base, 'TYPE_ETAPE'), liens);
  },
  async chercherDerriere(d, cellule) {
    const demande = lirePeriode(d);
    const mots = motsDeLAbsence(cellule, await listerCodes(d.contexte.base, 'TYPE_ETAPE'));
    if (!mots || !demande.jours) return null;
    const periode = { ...demande.jours, territoire: d.choisi.territoire };
    const prefixe = cellule.startsWith(PREFIXES.absences) ? PREFIXES.absences : PREFIXES.etapes;
    return {
      mots, cle: cellule.slice(prefixe.length), faits: prefixe === PREFIXES.absences ? faitsAbsences(periode) : faitsEtapes(periode),
      titreDeLaPage: TITRES.absences, contexte: contexteDesAbsences(demande), parametres: parametresDesAbsences(demande),
    };
  },
});

export const routes: RouteGardee[] = [...stock, ...absencesEtEtapes];
