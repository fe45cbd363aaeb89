/** « Et si » : the same exits under another version of the rule. Every text ready to print. Pure. */
import type { TableauDAnalyse } from '../../reports/analyses/tableau';
import { PAR_PAGE } from '../../reports/liste';
import { libelle } from '../codes/listes';
import { champs, OUI_NON } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import { formaterDate } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, nomComplet } from '../lib/texte';
import type { TerritoireOffert } from '../pilotage/rules-territoires';
import { REGLE_EN_VIGUEUR } from '../sorties/regle';
import type { Simulation, SortieChangee } from './actions';
import { BORNES, VARIANTE, VERSIONS, type DemandeDeSimulation } from './form';
import { BANDEAU, direParametres } from './page-tableaux';
import type { SortieNommee } from './queries';
import { estPositive } from './rules';

const RUBRIQUE = { adresse: '/bilan', libelle: 'Bilan' };
const ADRESSE = '/bilan/simulation';

export interface Choix { annee: number; choisi: TerritoireOffert; demande: DemandeDeSimulation }
interface Listees { changees: SortieChangee[]; nommees: SortieNommee[]; page: number }
/** `listees`: the exits of one page, for those who may see persons. */
export interface Resultat { simulation: Simulation; tableaux: TableauDAnalyse[]; listees: Listees | null }

const enAdresse = ({ annee, choisi, demande }: Choix) => ({ annee: String(annee), territoire: choisi.cle, ...demande.parametres });

export function pageSimulation(choix: Choix & { annees: number[]; offerts: TerritoireOffert[] }, resultat: Resultat | null) {
  const { annee, annees, offerts, choisi, demande } = choix;
  const { version, erreurs } = demande;
  const vide = resultat?.simulation.ensemble.enregistre.sorties === 0;
  return {
    titre: `Simulation : sorties positives ${annee}`, rubrique: RUBRIQUE, erreurs,
    fil: [{ adresse: adresseDeListe('/bilan', { annee: String(annee), territoire: choisi.cle }), libelle: `Bilan quantitatif ${annee}` }],
    bandeau: BANDEAU, territoire: choisi.libelle,
    annees: annees.map((a) => ({ valeur: String(a), choisie: a === annee })),
    territoires: offerts.length > 1 ? offerts.map((t) => ({ valeur: t.cle, libelle: t.libelle, choisie: t.cle === choisi.cle })) : [],
    versions: [...VERSIONS.map((v) => ({ valeur: v.code, libelle: v.libelle, choisie: v.code === version?.code })), ...(demande.parametres.regle === VARIANTE ? [{ valeur: VARIANTE, libelle: 'Votre variante', choisie: true }] : [])],
    // A variant stays in the address when only the year or the territory is changed.
    caches: Object.entries(demande.parametres).filter(([nom]) => nom !== 'regle').map(([nom, valeur]) => ({ nom, valeur })),
    regle: version && { libelle: version.libelle, description: version.description, parametres: direParametres(version.parametres).map((p, i) => ({ ...p, enVigueur: direParametres(REGLE_EN_VIGUEUR.parametres)[i]!.valeur })).map((p) => ({ ...p, change: p.valeur !== p.enVigueur })) },
    variante: variante(choix, erreurs),
    classeur: resultat && !vide ? adresseDeListe(`${ADRESSE}/classeur`, enAdresse(choix)) : null,
    vide: vide ? `Aucune sortie n'est enregistrée en ${annee} pour ${choisi.libelle} : il n'y a rien à comparer. Choisissez une autre année.` : null,
    tableaux: vide ? [] : (resultat?.tableaux ?? []),
    changements: resultat && !vide ? changements(choix, resultat) : null,
  };
}

/** The form of a variant, filled with the version shown. */
function variante({ annee, choisi, demande: { saisie } }: Choix, erreurs: Erreur[]) {
  const f = champs(saisie, erreurs);
  const mois = (nom: string, texte: string) => f.texte(nom, texte, { obligatoire: true, aide: `En mois, de ${BORNES.min} à ${BORNES.max}.`, attributs: { inputmode: 'numeric', maxlength: '2', size: '4', autocomplete: 'off' } });
  return {
    ouvert: erreurs.length > 0, adresse: ADRESSE,
    champs: [
      f.cache('annee', annee), f.cache('territoire', choisi.cle), f.cache('regle', VARIANTE),
      mois('maintien', 'Emploi tenu pendant'), mois('contrat', 'CDD ou intérim prévu pour au moins'), mois('cui_pec', 'CUI-PEC prévu pour au moins'),
      f.choix('mi_temps', 'Au moins à mi-temps exigé', OUI_NON, { obligatoire: true }), f.choix('preuve', "Preuve de l'emploi exigée", OUI_NON, { obligatoire: true }),
      mois('formation_longue', 'Formation longue : de plus de'), mois('formation_faite', 'Formation longue comptée après'),
    ],
  };
}

/** How many exits change, for everyone; which ones, with both reasons, for those who may see persons. */
function changements(choix: Choix, { simulation: { ensemble, changees }, listees }: Resultat) {
  const { deviennentPositives: oui, neLeSontPlus: non, changentDeNature: autres } = ensemble;
  const phrases = [oui && accorder(oui, 'sortie devient positive', 'sorties deviennent positives'), non && accorder(non, 'sortie ne serait plus positive', 'sorties ne seraient plus positives'), autres && accorder(autres, 'change de nature sans changer de côté', 'changent de nature sans changer de côté')].filter(Boolean);
  return {
    phrase: phrases.length ? `${phrases.join(' ; ')}.` : "Aucune sortie ne change de nature : sous cette règle, les chiffres seraient les mêmes.",
    lignes: listees && listees.changees.map(({ sortie, jugement }) => {
      const personne = listees.nommees.find((n) => n.orientation_id === sortie.orientation_id)!;
      return {
        efface: personne.efface_le ? `Données effacées le ${formaterDate(personne.efface_le)}` : null, nom: nomComplet(personne), adresse: `/personnes/${personne.personne_id}`, date: formaterDate(sortie.date_sortie), motif: libelle('MOTIFS_SORTIE', sortie.motif_sortie),
        avant: libelle('NATURES_SORTIE', sortie.nature_sortie), raison: personne.raison ?? 'Aucune raison gardée.',
        apres: libelle('NATURES_SORTIE', jugement.nature), raisonSimulee: jugement.explication ?? '',
        // The version would date the exit otherwise; it is counted in the year recorded all the same.
        autreDate: jugement.date && estPositive(jugement.nature) && jugement.date !== sortie.date_sortie ? `Elle porterait la date du ${formaterDate(jugement.date)}.` : '',
      };
    }),
    pagination: listees && paginer(ADRESSE, enAdresse(choix), listees.page, PAR_PAGE, changees.length),
  };
}
