/** The overview of the administration: what is set, what is missing, what to do next. */
import { formaterDate, joursEntre, type DateCivile } from '../lib/dates';
import { accorder, formaterNombre } from '../lib/texte';
import type { EtatSauvegardes } from '../sauvegardes/rules';
import type { AFaire, Comptes, Manque } from './queries';

/** Beyond that, a group shows its first names and a link to the list. */
const NOMS_MONTRES = 4;

interface Rubrique { ton: 'retard' | 'du' | ''; titre: (n: number) => string; geste: string; adresse: (id: number) => string; liste: string }

const organisation = (id: number) => `/administration/organisations/${id}`;
const convention = (suite = '') => (id: number) => `/administration/conventions/${id}${suite}`;
const compte = (id: number) => `/administration/utilisateurs/${id}`;

/** By urgency: what stops the work first. */
const MANQUES: Record<Manque, Rubrique> = {
  FACTEUR_PERDU: { ton: 'retard', titre: (n) => `${accorder(n, 'compte dont', 'comptes dont')} le serveur ne peut plus lire le second facteur : remettez-lui l'ancienne clé (PLIE_CLE_SECRETS_ANCIENNE), ou retirez-le`, geste: 'Retirer le second facteur', adresse: compte, liste: '/administration/utilisateurs?etat=ACTIF' },
  CONVENTION_SUSPENDUE: { ton: 'retard', titre: (n) => `${accorder(n, 'convention suspendue', 'conventions suspendues')} : rien ne peut être envoyé`, geste: 'Voir la convention', adresse: convention(), liste: '/administration/conventions?etat=SUSPENDUE' },
  PLIE_SANS_CONVENTION: { ton: 'retard', titre: (n) => `${accorder(n, 'PLIE', 'PLIE')} sans convention en cours : le bilan ne sait pas comment compter`, geste: 'Ajouter la convention', adresse: (id) => `/administration/conventions/nouvelle?plie=${id}`, liste: '/administration/organisations?type=PLIE' },
  PLIE_SANS_AGENCE: { ton: 'retard', titre: (n) => `${accorder(n, 'PLIE', 'PLIE')} sans agence : personne ne peut lui orienter`, geste: 'Rattacher une agence', adresse: organisation, liste: '/administration/organisations?type=PLIE' },
  PLIE_SANS_EQUIPE: { ton: 'retard', titre: (n) => `${accorder(n, 'PLIE', 'PLIE')} sans équipe d'animation : personne ne reçoit les orientations`, geste: "Inviter l'équipe d'animation", adresse: (id) => `/administration/utilisateurs/nouveau?organisation=${id}`, liste: '/administration/organisations?type=PLIE' },
  CONVENTION_BIENTOT_FINIE: { ton: 'du', titre: (n) => `${accorder(n, 'convention finit', 'conventions finissent')} dans les trois mois, sans suite`, geste: 'Voir la convention', adresse: convention(), liste: '/administration/conventions?etat=EN_COURS' },
  PLIE_SANS_REFERENCE: { ton: 'du', titre: (n) => `${accorder(n, 'PLIE', 'PLIE')} sans agence de référence`, geste: 'La désigner', adresse: organisation, liste: '/administration/organisations?type=PLIE' },
  AGENCE_SANS_COMPTE: { ton: 'du', titre: (n) => `${accorder(n, 'agence')} sans conseiller ni référent`, geste: 'Inviter une personne', adresse: (id) => `/administration/utilisateurs/nouveau?organisation=${id}`, liste: '/administration/organisations?type=AGENCE' },
  COMPTE_A_INVITER: { ton: 'du', titre: (n) => `${accorder(n, 'compte créé', 'comptes créés')} par une reprise, à inviter`, geste: 'Inviter', adresse: compte, liste: '/administration/utilisateurs?etat=A_INVITER' },
  CONVENTION_SANS_CORRESPONDANT: { ton: '', titre: (n) => `${accorder(n, 'convention')} où il manque des correspondants`, geste: 'Les nommer', adresse: convention('/correspondants'), liste: '/administration/conventions?etat=EN_COURS' },
  CONVENTION_SANS_BOITE: { ton: '', titre: (n) => `${accorder(n, 'convention')} sans boîte générique`, geste: "L'indiquer", adresse: convention('/correspondants'), liste: '/administration/conventions?etat=EN_COURS' },
  COMPTE_EN_ATTENTE: { ton: '', titre: (n) => `${accorder(n, 'personne invitée', 'personnes invitées')} qui n'${n > 1 ? 'ont' : 'a'} pas encore choisi de mot de passe`, geste: 'Redonner un lien', adresse: compte, liste: '/administration/utilisateurs?etat=INVITE' },
};

const ICONES = { retard: 'retard', du: 'horloge', '': 'fleche' } as const;

export function pageAdministration({ comptes, manques, jour, embarquee, sauvegardes }: { comptes: Comptes; manques: AFaire[]; jour: DateCivile; embarquee: boolean; sauvegardes: EtatSauvegardes }) {
  const groupes = (Object.entries(MANQUES) as [Manque, Rubrique][]).flatMap(([code, r]) => {
    const siens = manques.filter((m) => m.manque === code);
    if (!siens.length) return [];
    return [{
      ton: r.ton, icone: ICONES[r.ton], titre: r.titre(siens.length), geste: r.geste,
      lignes: siens.slice(0, NOMS_MONTRES).map((m) => ({ nom: m.nom, adresse: r.adresse(m.id), note: note(code, m, jour) })),
      reste: siens.length > NOMS_MONTRES ? { texte: `et ${formaterNombre(siens.length - NOMS_MONTRES)} de plus`, adresse: r.liste } : null,
    }];
  });
  return {
    titre: 'Administration', rubrique: { adresse: '/administration', libelle: 'Administration' }, onglet: 'apercu',
    groupes,
    cartes: [
      { nombre: formaterNombre(comptes.plies), nom: 'PLIE', adresse: '/administration/organisations?type=PLIE' },
      { nombre: formaterNombre(comptes.agences), nom: comptes.agences > 1 ? 'agences' : 'agence', adresse: '/administration/organisations?type=AGENCE' },
      { nombre: formaterNombre(comptes.regions), nom: comptes.regions > 1 ? 'régions' : 'région', adresse: '/administration/organisations?type=REGION' },
      { nombre: formaterNombre(comptes.conventions), nom: comptes.conventions > 1 ? 'conventions en cours' : 'convention en cours', adresse: '/administration/conventions?etat=EN_COURS' },
      { nombre: formaterNombre(comptes.utilisateurs), nom: comptes.utilisateurs > 1 ? 'comptes actifs' : 'compte actif', adresse: '/administration/utilisateurs?etat=ACTIF' },
    ],
    embarquee, sauvegardes: { ...sauvegardes, icone: sauvegardes.ton === 'fait' ? 'check' : 'alerte' },
  };
}

function note(manque: Manque, m: AFaire, jour: DateCivile): string {
  if (!m.date) return '';
  if (manque === 'CONVENTION_SUSPENDUE') return `depuis le ${formaterDate(m.date)}`;
  const jours = joursEntre(jour, m.date);
  return `le ${formaterDate(m.date)}, ${jours === 0 ? "aujourd'hui" : `dans ${accorder(jours, 'jour')}`}`;
}
