/** The requests behind a figure of the statement. Pure. */
import { AXES, colonneDe } from '../../reports/releve-des-demandes/definitions';
import type { ChiffreDuReleve, DemandeListee } from '../../reports/releve-des-demandes/liste';
import { PAR_PAGE, type Page } from '../../reports/liste';
import { libelle } from '../codes/listes';
import { paginer } from '../http/pagination';
import { formaterDate, joursEntre } from '../lib/dates';
import { accorder, nomComplet } from '../lib/texte';
import { adresseDuReleve, RUBRIQUE, type Choix } from './page';

/** `ligne`: the words of the line whose figure this is; null for the whole. */
export function pageListe(choix: Choix, chiffre: ChiffreDuReleve, ligne: string | null, { nombre, faits }: Page<DemandeListee>, page: number) {
  const colonne = colonneDe(chiffre.colonne)!;
  return {
    titre: `${colonne.libelle}${ligne === null ? '' : ` – ${ligne}`}`, rubrique: RUBRIQUE,
    fil: [{ adresse: adresseDuReleve(choix), libelle: `Relevé des demandes ${choix.annee}` }],
    contexte: `${choix.choisi.libelle}, année ${choix.annee}${chiffre.ligne ? `, ${AXES[chiffre.ligne.axe].titre.toLowerCase()}` : ''}`,
    resume: accorder(nombre, 'demande'), definition: colonne.definition,
    lignes: faits.map((d) => ({
      efface: d.efface_le ? `Données effacées le ${formaterDate(d.efface_le)}` : null, nom: nomComplet(d), adresse: `/personnes/${d.personne_id}`, type: libelle('TYPES_DEMANDE_PE', d.type), agence: d.agence ?? 'Sans agence', demande: formaterDate(d.date_demande),
      reponse: libelle('REPONSES_DEMANDE_PE', d.reponse), quand: d.date_reponse ? formaterDate(d.date_reponse) : '', delai: d.date_reponse ? accorder(joursEntre(d.date_demande, d.date_reponse), 'jour') : '', realisation: formaterDate(d.date_realisation),
    })),
    pagination: paginer(`${RUBRIQUE.adresse}/liste`, { annee: String(choix.annee), territoire: choix.choisi.cle, colonne: chiffre.colonne, par: chiffre.ligne?.axe, ligne: chiffre.ligne?.cle }, page, PAR_PAGE, nombre),
  };
}
