/** The tables received: who has sent theirs, who is late, where to drop one, and what came before. Pure. */
import { deMois, echeanceDuMois } from '../echanges/rules';
import { champs } from '../http/champs';
import { paginer } from '../http/pagination';
import { decalerMois, formaterDate, formaterInstant, formaterMois, joursEntre, moisDe, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { FiltreListe } from './form';
import type { Importation, PlieAttendu } from './queries';
import { RUBRIQUE } from './page';
import { etatDuTableau, moisAttendu, type EtatDuTableau } from './rules';

export const IMPORTATIONS_PAR_PAGE = 25;
const MOIS_OFFERTS = 24;

interface Lu { attendus: PlieAttendu[]; enAttente: Importation[]; confirmees: { lignes: Importation[]; total: number } }

export function pageRecus({ attendus, enAttente, confirmees }: Lu, filtre: FiltreListe, jour: DateCivile, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const mois = filtre.mois ?? moisAttendu(jour);
  const f = champs(saisie, erreurs);
  const offerts = Array.from({ length: MOIS_OFFERTS }, (_, n) => decalerMois(moisDe(jour), -n)).map((m) => ({ code: m, libelle: formaterMois(m) }));
  const plies = attendus.map((p) => ({ code: String(p.id), libelle: p.nom }));
  return {
    titre: RUBRIQUE.libelle, rubrique: RUBRIQUE, erreurs,
    mois: { titre: `Les tableaux ${deMois(mois)}`, choix: champs({ mois }).liste('mois', 'Mois', offerts), echeance: echeance(mois, jour) },
    attendus: attendus.map((p) => attendu(p, mois, jour)),
    vide: "Aucun PLIE n'est rattaché à votre agence. Demandez à l'administrateur de le faire : le tableau du PLIE pourra alors être reçu ici.",
    formulaire: attendus.length ? {
      adresse: RUBRIQUE.adresse, fichier: true, bouton: 'Contrôler ce tableau',
      champs: [
        f.fichier('fichier', 'Le tableau de suivi', { obligatoire: true, aide: "Le classeur .xlsx du PLIE, 10 Mo au plus. Rien n'est enregistré avant que vous ne confirmiez.", attributs: { accept: '.xlsx', 'data-depot': 'Ou déposez-le ici' } }),
        f.motDePasse('mot_de_passe', 'Mot de passe du classeur', { aide: 'Celui que le PLIE vous a donné par un autre moyen. Vide si le classeur n\'en a pas.', attributs: { autocomplete: 'off' } }),
      ],
      autres: [
        f.liste('plie_id', 'PLIE', plies, { vide: 'Celui que dit le fichier' }),
        f.liste('mois_du_tableau', 'Mois du tableau', offerts, { vide: 'Celui que dit le fichier' }),
      ],
      ouvert: erreurs.some((e) => e.champ === 'plie_id' || e.champ === 'mois_du_tableau') || Boolean(saisie.plie_id || saisie.mois_du_tableau),
    } : null,
    enAttente: enAttente.map((i) => ({ adresse: `${RUBRIQUE.adresse}/${i.id}`, titre: `${i.plie_nom}, ${formaterMois(i.mois)}`, detail: `${i.nom_fichier}, déposé le ${formaterInstant(i.cree_le)}${par(i)}` })),
    historique: {
      filtres: { adresse: RUBRIQUE.adresse, actif: filtre.plie !== null, bouton: 'Filtrer', champs: [champs({ plie: filtre.plie ? String(filtre.plie) : '' }).liste('plie', 'PLIE', plies, { vide: 'Tous' })] },
      lignes: confirmees.lignes.map((i) => ({
        adresse: `${RUBRIQUE.adresse}/${i.id}`, mois: formaterMois(i.mois), plie: i.plie_nom, fichier: i.nom_fichier, le: formaterInstant(i.confirmee_le!), par: i.auteur_nom ? nomComplet({ nom: i.auteur_nom, prenom: i.auteur_prenom ?? '' }) : '',
        nouveaux: formaterNombre(i.nouveaux), modifies: formaterNombre(i.modifies), inchanges: formaterNombre(i.inchanges), refuses: formaterNombre(i.refuses),
      })),
      vide: filtre.plie ? 'Aucun tableau de ce PLIE.' : 'Aucun tableau reçu pour le moment.',
      pagination: paginer(RUBRIQUE.adresse, { plie: filtre.plie ? String(filtre.plie) : null, mois: filtre.mois }, filtre.page, IMPORTATIONS_PAR_PAGE, confirmees.total),
    },
  };
}

const par = (i: Importation): string => (i.auteur_nom ? ` par ${nomComplet({ nom: i.auteur_nom, prenom: i.auteur_prenom ?? '' })}` : '');

function echeance(mois: Mois, jour: DateCivile): string {
  const date = echeanceDuMois(mois);
  const restants = joursEntre(jour, date);
  if (restants < 0) return `Ils étaient attendus le ${formaterDate(date)} au plus tard.`;
  return restants === 0 ? "Ils sont attendus aujourd'hui au plus tard." : `Ils sont attendus le ${formaterDate(date)} au plus tard, dans ${accorder(restants, 'jour')}.`;
}

const ETATS: Record<EtatDuTableau, { ton: string; icone: string; etat: string }> = {
  RECU: { ton: 'fait', icone: 'fait', etat: 'Reçu' }, A_CONFIRMER: { ton: 'du', icone: 'du', etat: 'À confirmer' }, PAS_ATTENDU: { ton: '', icone: 'convention', etat: 'Pas attendu' },
  ATTENDU: { ton: 'du', icone: 'horloge', etat: 'Attendu' }, EN_RETARD: { ton: 'retard', icone: 'retard', etat: 'En retard' },
};

function attendu(p: PlieAttendu, mois: Mois, jour: DateCivile) {
  const etat = etatDuTableau(p, mois, jour);
  const detail = {
    RECU: () => `enregistré le ${formaterInstant(p.confirmee_le!)}`, A_CONFIRMER: () => `déposé le ${formaterInstant(p.depose_le!)}`,
    PAS_ATTENDU: () => 'aucune convention en vigueur ce mois-là, ou échange suspendu',
    ATTENDU: () => `jusqu'au ${formaterDate(echeanceDuMois(mois))}`, EN_RETARD: () => `de ${accorder(joursEntre(echeanceDuMois(mois), jour), 'jour')}`,
  }[etat]();
  const id = p.importation_id ?? p.depose_id;
  return { nom: p.nom, adresse: id ? `${RUBRIQUE.adresse}/${id}` : null, detail, ...ETATS[etat] };
}
