/** The pages of the notices: the list of what is to be told, the form of one, and what is shown once it is ready. Pure. */
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, formaterInstant, joursEntre, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import { situer } from '../parcours/rules';
import type { AvisPret } from './actions';
import type { AbsenceASignaler, AbsenceVue, AvisInscrit, Portee } from './queries';
import type { Fiche } from '../fiches/queries';
import { CANAL_DU_FICHIER, decrireLieu, JOURS_POUR_PREVENIR, LIEUX } from './rules';

const RUBRIQUE = { adresse: '/orientations', libelle: 'Orientations' };
const adresseDe = (orientationId: number, absenceId: number): string => `/orientations/${orientationId}/absences/${absenceId}/avis`;
/** What there is to do, by the last attempt. */
const SUITES = { AUCUNE: 'Prévenir Pôle emploi', PREPARE: "Confirmer l'envoi", ECHEC: 'Réessayer', ENVOYE: 'Voir' };
const nature = (a: AbsenceVue): string => `${a.excuse ? 'excusée' : 'non excusée'}${a.premier_contact ? ', au premier contact' : ''}`;

export function pageAbsences(absences: AbsenceASignaler[], portee: Portee, personnelle: boolean, jour: DateCivile) {
  return {
    titre: 'Absences à signaler à Pôle emploi', rubrique: RUBRIQUE, fil: [RUBRIQUE],
    chapeau: `Chaque absence à une convocation est signalée à Pôle emploi dans les ${JOURS_POUR_PREVENIR} jours. Passé ce délai, elle ne l'est plus que par le tableau de suivi.`,
    portees: personnelle ? [
      { libelle: 'Des personnes que je suis', adresse: '/absences', courante: portee === 'MIENNES' },
      { libelle: 'De tout le PLIE', adresse: '/absences?de=tous', courante: portee === 'TOUTES' },
    ] : [],
    legende: accorder(absences.length, 'absence'),
    lignes: absences.map((a) => ({
      nom: nomComplet(a), adresse: `/personnes/${a.personne_id}?orientation=${a.orientation_id}`, date: formaterDate(a.date_convocation), nature: nature(a), referent: a.referent ?? '',
      reste: `${accorder(JOURS_POUR_PREVENIR - joursEntre(a.date_convocation, jour), 'jour')}`,
      etat: a.dernier_etat ? libelle('ETATS_AVIS', a.dernier_etat) : 'À signaler',
      ton: a.dernier_etat === 'ECHEC' ? 'retard' : 'du',
      precision: a.erreur ?? (a.dernier_le ? `le ${formaterInstant(a.dernier_le)}` : ''),
      acte: { libelle: SUITES[a.dernier_etat ?? 'AUCUNE'], adresse: adresseDe(a.orientation_id, a.id) },
    })),
    vide: portee === 'MIENNES' ? "Aucune absence des personnes que vous suivez n'est à signaler." : "Aucune absence n'est à signaler : Pôle emploi est prévenu de toutes celles des 30 derniers jours.",
  };
}

export interface PreparationAvis {
  parcours: Parameters<typeof situer>[0] & { id: number };
  fiche: Fiche;
  absence: AbsenceVue;
  avis: AvisInscrit[];
  destinataire: string | null;
  empechement: string | null;
  /** A mail server is set: we send; otherwise the message is handed over. */
  automatique: boolean;
}

export function pageAvis({ parcours, fiche, absence, avis, destinataire, empechement, automatique }: PreparationAvis, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(erreurs.length ? saisie : { canal_cle: 'TELEPHONE', lieu: 'PLIE', ...saisie }, erreurs);
  const adresse = adresseDe(parcours.id, absence.id);
  const lieux = LIEUX.filter((l) => l.code !== 'AGENCE' || fiche.agence_nom).map((l) => ({ ...l, aide: l.code === 'AUTRE' ? undefined : decrireLieu(l.code, fiche) }));
  return {
    ...situer(parcours),
    titre: `Prévenir Pôle emploi de l'absence du ${formaterDate(absence.date_convocation)}`,
    empechement,
    avis: `Absence ${nature(absence)}. ${automatique ? 'Un courriel part' : 'Un courriel est préparé'} pour ${destinataire}, avec la fiche de liaison et la copie de la convocation, chiffrées. La phrase de passe vous est montrée une seule fois.`,
    formulaire: {
      adresse, bouton: automatique ? 'Envoyer le courriel' : 'Préparer le courriel', annuler: `/personnes/${parcours.personne_id}`,
      champs: [
        f.choix('lieu', 'Où la personne était-elle convoquée ?', lieux, { obligatoire: true }),
        f.choix('canal_cle', 'Comment donnerez-vous la phrase de passe ?', LISTES.CANAUX.filter((c) => c.code !== CANAL_DU_FICHIER), { obligatoire: true, aide: 'Jamais par courriel : les fichiers y passent déjà.' }),
      ],
    },
    notes: {
      titre: "Ce qui a été fait pour cette absence", vide: "Pôle emploi n'en est pas encore prévenu.",
      lignes: avis.map((v) => ({
        texte: `${libelle('ETATS_AVIS', v.etat)} : ${formaterInstant(v.envoye_le ?? v.prepare_le)}`,
        detail: [`à ${v.destinataire}`, v.nom && `par ${nomComplet({ nom: v.nom, prenom: v.prenom ?? '' })}`, `phrase de passe ${libelle('CANAUX', v.canal_cle).toLowerCase()}`, v.erreur].filter(Boolean).join(', '),
        liens: [],
      })),
    },
    confirmer: avis[0]?.etat === 'PREPARE' ? { adresse: `${adresse}/confirmer`, libelle: "J'ai envoyé le courriel préparé", classe: 'btn-outline-secondary' } : null,
  };
}

export function pagePrete({ parcours, absence }: Pick<PreparationAvis, 'parcours' | 'absence'>, pret: AvisPret, canalCle: string) {
  const adresse = adresseDe(parcours.id, absence.id);
  return {
    ...situer(parcours),
    titre: pret.envoye ? `Pôle emploi est prévenu de l'absence du ${formaterDate(absence.date_convocation)}` : 'Le courriel est prêt à être envoyé',
    phrase: pret.phrase,
    destinataire: pret.destinataire,
    moyen: libelle('CANAUX', canalCle).toLowerCase(),
    envoye: pret.envoye,
    fichier: pret.message && { adresse: `data:message/rfc822;base64,${pret.message.toString('base64')}`, nom: 'avis-d-absence.eml' },
    confirmer: { adresse: `${adresse}/confirmer`, libelle: "J'ai envoyé le courriel", classe: 'btn-outline-secondary' },
    recommencer: adresse,
    suite: '/absences',
  };
}
