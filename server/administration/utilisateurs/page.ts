/** The screens of accounts, as texts ready to show. */
import { LISTES, libelle } from '../../codes/listes';
import { champs } from '../../http/champs';
import { paginer } from '../../http/pagination';
import { formaterInstant } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import type { Saisie } from '../../lib/formulaire';
import { accorder, deQui, nomComplet } from '../../lib/texte';
import type { Organisation } from '../../organisations/queries';
import type { FiltreUtilisateurs, Utilisateur } from './queries';
import { AIDE_ROLES, COMPTES_PAR_PAGE, ETATS_COMPTE, rolesPossibles, type EtatCompte } from './rules';

const BASE = '/administration/utilisateurs';
const RUBRIQUE = { adresse: '/administration', libelle: 'Administration' };
const FIL = [RUBRIQUE, { adresse: BASE, libelle: 'Utilisateurs' }];
const COMMUN = { rubrique: RUBRIQUE, onglet: 'utilisateurs' };

const TON: Record<EtatCompte, string> = { ACTIF: 'fait', INVITE: 'du', A_INVITER: 'du', DESACTIVE: '' };
const ICONE: Record<EtatCompte, string> = { ACTIF: 'check', INVITE: 'horloge', A_INVITER: 'alerte', DESACTIVE: 'refus' };
const etat = (code: EtatCompte) => ({ texte: libelleEtat(code), ton: TON[code], icone: ICONE[code] });
const libelleEtat = (code: EtatCompte): string => ETATS_COMPTE.find((e) => e.code === code)!.libelle;

const derniereConnexion = (u: Utilisateur): string => (u.derniere_connexion ? formaterInstant(u.derniere_connexion) : 'jamais connecté');

const choisir = (organisations: readonly Pick<Organisation, 'id' | 'nom'>[]) => organisations.map((o) => ({ code: String(o.id), libelle: o.nom }));

export function pageUtilisateurs(utilisateurs: Utilisateur[], total: number, { page, ...filtre }: FiltreUtilisateurs & { page: number }, organisations: Organisation[]) {
  const saisie = { q: filtre.q ?? '', organisation: filtre.organisation ? String(filtre.organisation) : '', role: filtre.role ?? '', etat: filtre.etat ?? '' };
  const f = champs(saisie);
  return {
    ...COMMUN, titre: 'Utilisateurs', fil: [RUBRIQUE],
    filtres: [
      f.texte('q', 'Nom ou courriel', { attributs: { type: 'search', autocomplete: 'off' } }), f.liste('organisation', 'Organisation', choisir(organisations), { vide: 'Toutes' }),
      f.liste('role', 'Rôle', LISTES.ROLES, { vide: 'Tous' }), f.liste('etat', 'État', ETATS_COMPTE, { vide: 'Tous' }),
    ],
    filtre: Object.values(saisie).some(Boolean),
    inviter: `${BASE}/nouveau${filtre.organisation ? `?organisation=${filtre.organisation}` : ''}`,
    resume: accorder(total, 'compte'),
    lignes: utilisateurs.map((u) => ({
      adresse: `${BASE}/${u.id}`, nom: nomComplet(u), courriel: u.courriel, role: libelle('ROLES', u.role), organisation: u.organisation_nom, etat: etat(u.etat),
      connexion: derniereConnexion(u),
    })),
    pagination: paginer(BASE, saisie, page, COMPTES_PAR_PAGE, total),
  };
}

/** First step of an invitation: the organisation decides which roles are offered. */
export function pageChoixOrganisation(organisations: Organisation[]) {
  return { ...COMMUN, titre: 'Inviter une personne', fil: FIL, adresse: `${BASE}/nouveau`, champ: champs({}).liste('organisation', 'Dans quelle organisation ?', choisir(organisations), { obligatoire: true }) };
}

function champsCompte(saisie: Saisie, erreurs: Erreur[], organisation: Pick<Organisation, 'type'>) {
  const f = champs(saisie, erreurs);
  const sans = { autocomplete: 'off' };
  return [
    f.choix('role', 'Rôle', rolesPossibles(organisation.type).map((r) => ({ ...r, aide: AIDE_ROLES[r.code] })), { obligatoire: true }),
    f.texte('prenom', 'Prénom', { obligatoire: true, attributs: sans }),
    f.texte('nom', 'Nom', { obligatoire: true, attributs: sans }),
    f.texte('courriel', 'Courriel', { obligatoire: true, aide: 'Il sert d\'identifiant à la connexion.', attributs: { type: 'email', ...sans } }),
    f.texte('fonction', 'Fonction', { attributs: sans }),
    f.texte('telephone', 'Téléphone', { aide: 'Repris dans la fiche de liaison et le tableau de suivi.', attributs: { type: 'tel', ...sans } }),
  ];
}

export function pageNouveau(organisation: Organisation, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  return {
    ...COMMUN, titre: `Inviter une personne – ${organisation.nom}`, fil: FIL,
    formulaire: {
      adresse: `${BASE}/nouveau?organisation=${organisation.id}`, annuler: BASE, bouton: 'Créer le compte et son lien',
      champs: [champs({}).cache('organisation_id', organisation.id), ...champsCompte(saisie, erreurs, organisation)],
    },
  };
}

/** The link, shown once; null when this form had already been sent. */
export function pageInvitation(u: Utilisateur, lien: string | null) {
  return {
    ...COMMUN, titre: `Lien pour ${nomComplet(u)}`, fil: [...FIL, { adresse: `${BASE}/${u.id}`, libelle: nomComplet(u) }],
    lien, courriel: u.courriel, prenom: u.prenom, adresse: `${BASE}/${u.id}`,
    suivant: `${BASE}/nouveau?organisation=${u.organisation_id}`,
  };
}

export function pageUtilisateur(u: Utilisateur, moi: number | null, erreurs: Erreur[] = []) {
  return {
    ...COMMUN, titre: nomComplet(u), fil: FIL, erreurs, adresse: `${BASE}/${u.id}`, etat: etat(u.etat),
    faits: [
      ['Organisation', u.organisation_nom], ['Rôle', libelle('ROLES', u.role)], ['Courriel', u.courriel], ['Fonction', u.fonction], ['Téléphone', u.telephone], ['Dernière connexion', derniereConnexion(u)], ['Second facteur', u.second_facteur ? 'Demandé à chaque connexion' : ''],
    ].filter(([, valeur]) => valeur),
    aide: AIDE_ROLES[u.role],
    organisationInactive: u.organisation_active ? null : `${u.organisation_nom} est désactivé : ce compte ne peut pas se connecter.`,
    lien: u.etat === 'DESACTIVE' ? null : { ACTIF: 'Donner un lien pour changer de mot de passe', INVITE: 'Donner un nouveau lien', A_INVITER: 'Inviter' }[u.etat],
    explication: { ACTIF: 'Pour un mot de passe oublié. Le mot de passe actuel reste valable tant que le lien n\'a pas servi.', INVITE: 'Cette personne n\'a pas encore choisi son mot de passe. Un nouveau lien annule le précédent.', A_INVITER: 'Ce compte a été créé par une reprise de données. L\'inviter l\'ouvre.', DESACTIVE: 'Cette personne ne peut plus se connecter. Ce qu\'elle a fait reste à son nom.' }[u.etat],
    facteur: u.second_facteur && u.id !== moi ? { adresse: `${BASE}/${u.id}/second-facteur`, bouton: 'Retirer le second facteur', champs: [champs({}, erreurs).liste('raison', 'Raison du retrait', LISTES.RAISONS_SECOND_FACTEUR, { obligatoire: true })] } : null,
    actif: u.actif, cEstMoi: u.id === moi, reactivable: u.etat === 'DESACTIVE', journal: `/journal?auteur=${encodeURIComponent(u.courriel)}`,
  };
}

export function pageModifier(u: Utilisateur, organisations: Organisation[], saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const lue: Saisie = saisie ?? { organisation_id: String(u.organisation_id), role: u.role, prenom: u.prenom, nom: u.nom, courriel: u.courriel, fonction: u.fonction ?? '', telephone: u.telephone ?? '' };
  return {
    ...COMMUN, titre: `Modifier le compte ${deQui(u)}`, fil: [...FIL, { adresse: `${BASE}/${u.id}`, libelle: nomComplet(u) }],
    formulaire: {
      adresse: `${BASE}/${u.id}/modifier`, annuler: `${BASE}/${u.id}`, bouton: 'Enregistrer les modifications',
      champs: [
        champs(lue, erreurs).liste('organisation_id', 'Organisation', choisir(organisations), { obligatoire: true, aide: 'Une autre organisation du même type : le rôle doit lui convenir.' }),
        ...champsCompte(lue, erreurs, { type: u.organisation_type }), champs({}).cache('version', String(saisie?.version ?? u.version)),
      ],
    },
  };
}
