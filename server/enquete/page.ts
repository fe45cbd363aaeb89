/** The room of the survey: the campaigns, each with its state and what to do next. Pure. */
import { consolider, type LignePlie, type Partie } from '../../reports/bilan-qualitatif/tableau';
import { champs } from '../http/champs';
import { anneeDe, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre } from '../lib/texte';
import { formaterDate } from '../lib/dates';
import type { Enquete } from './queries';
import { aComplete, aConvenir, anneesAOuvrir, dateLimiteProposee, enAttente, etatDePartie, resumeDEnquete } from './rules';

export const RUBRIQUE = { adresse: '/enquete', libelle: 'Enquête annuelle' };
export const filVers = (enquete: Pick<Enquete, 'id' | 'annee'> | null = null) => [RUBRIQUE, ...(enquete ? [{ adresse: `/enquete/${enquete.id}`, libelle: `Enquête ${enquete.annee}` }] : [])];
export const adresseDuPlie = (enqueteId: number, plieId: number, suite = ''): string => `/enquete/${enqueteId}/plies/${plieId}${suite}`;

interface Commun { enquetes: { enquete: Enquete; lignes: LignePlie[] }[]; jour: DateCivile }

const PAR_ECRIT = 'Huit questions sur le partenariat, posées chaque année au PLIE et à Pôle emploi (annexe 2 de la convention).';

/** For a party: what it has to answer, then the years before. */
export function pageEnquetesDePartie({ enquetes, jour }: Commun, partie: Partie) {
  const lignes = enquetes.flatMap(({ enquete, lignes: siennes }) => siennes.map((l) => {
    const etat = etatDePartie(l.cases, partie, enquete, jour);
    const reste = aConvenir(l.cases).length;
    const ouverte = !enquete.close_le;
    const aRepondre = ouverte && !aComplete(l.cases, partie);
    return {
      annee: String(enquete.annee), plie: l.plie.nom, etat, resume: resumeDEnquete(enquete, jour),
      divergences: reste ? `${accorder(reste, 'divergence')} sans accord` : '',
      acte: aRepondre ? { adresse: adresseDuPlie(enquete.id, l.plie.id, '/repondre'), libelle: 'Répondre', principal: true } : { adresse: adresseDuPlie(enquete.id, l.plie.id), libelle: 'Voir les réponses', principal: false },
    };
  }));
  return { titre: RUBRIQUE.libelle, rubrique: RUBRIQUE, chapeau: PAR_ECRIT, lignes, vide: "Aucune enquête n'est ouverte pour votre territoire. Les correspondants régionaux en ouvrent une chaque année ; elle se montrera ici." };
}

/** For the region: its campaigns, and the form that opens one. */
export function pageEnquetesRegionales({ enquetes, jour }: Commun, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const annees = anneesAOuvrir(jour, enquetes.map(({ enquete }) => enquete.annee));
  const f = champs(saisie ?? { annee: String(annees[0] ?? ''), date_limite: formaterDate(dateLimiteProposee(annees[0] ?? anneeDe(jour), jour)) }, erreurs);
  return {
    titre: RUBRIQUE.libelle, rubrique: RUBRIQUE, erreurs, chapeau: PAR_ECRIT,
    lignes: enquetes.map(({ enquete, lignes }) => {
      const [attendues, reste] = [lignes.length * 2, enAttente(lignes).length];
      return {
        annee: String(enquete.annee), adresse: `/enquete/${enquete.id}`, resume: resumeDEnquete(enquete, jour),
        recues: `${formaterNombre(attendues - reste)} sur ${formaterNombre(attendues)}`, plies: accorder(lignes.length, 'PLIE', 'PLIE'),
        questions: formaterNombre(consolider(lignes).ensemble.reduce((n, c) => n + c.donnees, 0)),
      };
    }),
    ouvrir: annees.length ? {
      ouvert: saisie !== null || !enquetes.length,
      formulaire: { adresse: '/enquete', bouton: "Ouvrir l'enquête", champs: [
        f.choix('annee', "Année sur laquelle porte l'enquête", [...annees].sort((a, b) => b - a).map((a) => ({ code: String(a), libelle: String(a) })), { obligatoire: true }),
        f.date('date_limite', 'Réponses attendues le', { obligatoire: true, aide: 'Le bilan part avant le 30 avril : laissez le temps de convenir des divergences en comité de pilotage.' }),
      ] },
    } : null,
  };
}
