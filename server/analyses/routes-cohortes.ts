/** What became of those oriented in a period, and how long each step takes. */
import { etablirCohorte, faitsCohorte } from '../../reports/analyses/cohorte';
import { etablirDelais, etablirDelaisParAnnee, faitsDelais } from '../../reports/analyses/delais';
import type { Lien } from '../../reports/analyses/lignes';
import type { RouteGardee } from '../http/routes';
import { anneeDe, dernierJourAnnee, premierJourAnnee } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import { lireJours } from './form';
import { lirePopulation, lireRepere, lireTexte } from './form-figures';
import { COHORTES, contexteDe, DELAIS_DES_ETAPES, motsDeLaCohorte, motsDuDelai, pageCohortes, pageDelais, parametresDe, TITRES, type Demande } from './page-cohortes';
import type { Parametres } from './page-figures';
import { lienVers, routesDe, type Demandee } from './routes-figures';

/** Throws Introuvable for a population or a mark that does not exist. */
function lire({ contexte: { jour }, requete, choisi }: Demandee) {
  // The year before, when nothing is asked for: what became of a cohort is seen after some months.
  const annee = anneeDe(jour) - 1;
  const lu = lireJours(lireTexte(requete, 'debut') || lireTexte(requete, 'fin') ? requete : { debut: premierJourAnnee(annee), fin: dernierJourAnnee(annee) }, jour);
  const [population, repere] = [lirePopulation(requete), lireRepere(requete)];
  if (!population || !repere) throw new Introuvable();
  const demande: Demande = { choisi, jours: lu.ok ? lu.valeur : null, saisie: lu.saisie, erreurs: lu.ok ? [] : lu.erreurs, population, jour };
  return { demande, repere };
}

const cohortes = routesDe({
  chemin: COHORTES,
  async etablir(d) {
    const { demande, repere } = lire(d);
    const { jours, population, jour } = demande;
    const lignes = jours ? await etablirCohorte(d.contexte, { ...jours, territoire: d.choisi.territoire, population, jour }) : [];
    return pageCohortes(demande, repere, lignes, lienVers(d, COHORTES, parametresDe(demande)));
  },
  async chercherDerriere(d, cellule) {
    const { demande } = lire(d);
    const { jours, population, jour } = demande;
    const mots = motsDeLaCohorte(cellule);
    if (!mots || !jours) return null;
    return { mots, cle: cellule, faits: faitsCohorte({ ...jours, territoire: d.choisi.territoire, population, jour }), titreDeLaPage: TITRES.cohortes, contexte: contexteDe(demande), parametres: parametresDe(demande) };
  },
});

/** The years shown, newest first. */
const ANNEES = 5;

/** The cell of a year leads to the list of its days. */
function lienVersDelai(d: Demandee, parametres: Parametres): Lien {
  const lien = (jours: Parametres): Lien => lienVers(d, DELAIS_DES_ETAPES, { ...parametres, ...jours });
  return lien({}) && ((ligne, cle) => {
    const [code, annee] = cle.split(' ').toReversed();
    return lien(annee ? { debut: premierJourAnnee(Number(annee)), fin: dernierJourAnnee(Number(annee)) } : {})!(ligne, code!);
  });
}

const delais = routesDe({
  chemin: DELAIS_DES_ETAPES,
  async etablir(d) {
    const { demande } = lire(d);
    const { jours, population } = demande;
    const derniere = anneeDe(jours && jours.fin < d.contexte.jour ? jours.fin : d.contexte.jour);
    const annees = Array.from({ length: ANNEES }, (_, i) => derniere - i);
    const [commun, toutes] = [{ territoire: d.choisi.territoire, population }, { debut: premierJourAnnee(annees.at(-1)!), fin: dernierJourAnnee(derniere) }];
    const lignes = jours ? await etablirDelais(d.contexte, { ...commun, ...jours }) : [];
    const parAnnee = jours ? await etablirDelaisParAnnee(d.contexte, { ...commun, ...toutes }) : null;
    return pageDelais(demande, lignes, parAnnee, annees, lienVersDelai(d, parametresDe(demande)));
  },
  async chercherDerriere(d, cellule) {
    const { demande } = lire(d);
    const mots = motsDuDelai(cellule);
    if (!mots || !demande.jours) return null;
    return { mots, cle: cellule, faits: faitsDelais({ ...demande.jours, territoire: d.choisi.territoire, population: demande.population }), titreDeLaPage: TITRES.delais, contexte: contexteDe(demande), parametres: parametresDe(demande) };
  },
});

export const routes: RouteGardee[] = [...cohortes, ...delais];
