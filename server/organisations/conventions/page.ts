/** The screens of conventions, as texts ready to show. */
import { LISTES, libelle } from '../../codes/listes';
import { champs, OUI_NON } from '../../http/champs';
import { formaterDate, joursEntre, type DateCivile } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import type { Saisie } from '../../lib/formulaire';
import { accorder } from '../../lib/texte';
import type { Organisation } from '../queries';
import { PLACES } from './form';
import type { ConventionLue } from './queries';
import { ETATS_CONVENTION, etatConvention, REGLAGES_PAR_DEFAUT, type Correspondant, type EtatConvention } from './rules';

/** Where the pages are: the administrator's own, or the ones that the parties read. */
export interface Lieu { base: string; rubrique: { adresse: string; libelle: string }; administre: boolean }
export const ADMINISTRATION: Lieu = { base: '/administration/conventions', rubrique: { adresse: '/administration', libelle: 'Administration' }, administre: true };
export const LECTURE: Lieu = { base: '/conventions', rubrique: { adresse: '/conventions', libelle: 'Conventions' }, administre: false };

const TON: Record<EtatConvention, string> = { A_VENIR: '', EN_COURS: 'fait', SUSPENDUE: 'retard', TERMINEE: '' };
const ICONE: Record<EtatConvention, string> = { A_VENIR: 'calendrier', EN_COURS: 'check', SUSPENDUE: 'alerte', TERMINEE: 'fait' };

/** Notice given before the end of a convention. */
const JOURS_AVANT_FIN = 90;

function etat(c: ConventionLue, jour: DateCivile) {
  const code = etatConvention(c, jour);
  const reste = joursEntre(jour, c.date_fin);
  const texte = ETATS_CONVENTION.find((e) => e.code === code)!.libelle;
  return { code, texte, ton: TON[code], icone: ICONE[code], note: code === 'EN_COURS' && reste <= JOURS_AVANT_FIN ? (reste === 0 ? "finit aujourd'hui" : `finit dans ${accorder(reste, 'jour')}`) : '' };
}

/** The settings in few words: what differs from one PLIE to another. */
const reglages = (c: ConventionLue): string[] => [
  c.phase_diagnostic ? 'Avec diagnostic' : 'Sans diagnostic',
  { AUCUNE: 'Sans information collective', CERTAINES: 'Certaines agences par information collective', TOUTES: 'Tout par information collective' }[c.orientations_ic],
  c.perimetre_sorties === 'PE' ? 'Sorties des orientations de Pôle emploi' : 'Sorties de tous les prescripteurs',
  ...(c.fse ? ['FSE'] : []),
];

export function ligneConvention(c: ConventionLue, jour: DateCivile, base: string) {
  return {
    adresse: `${base}/${c.id}`, plie: c.plie_nom, departement: c.departement_code, agence: c.agence_nom,
    periode: `du ${formaterDate(c.date_debut)} au ${formaterDate(c.date_fin)}`, etat: etat(c, jour), reglages: reglages(c).join(' · '),
    correspondants: `${c.correspondants} sur ${PLACES.length}`, correspondantsManquent: c.correspondants < PLACES.length,
  };
}

export function pageConventions(conventions: ConventionLue[], jour: DateCivile, lieu: Lieu, etatDemande: EtatConvention | null, plieSansConvention: { id: number; nom: string }[]) {
  const lignes = conventions.map((c) => ligneConvention(c, jour, lieu.base));
  const f = champs({ etat: etatDemande ?? undefined });
  const montrees = lignes.filter((l) => !etatDemande || l.etat.code === etatDemande);
  return {
    titre: 'Conventions', rubrique: lieu.rubrique, fil: lieu.administre ? [lieu.rubrique] : [], onglet: lieu.administre ? 'conventions' : null,
    adresse: lieu.base, filtres: [f.liste('etat', 'État', ETATS_CONVENTION, { vide: 'Tous' })], filtre: etatDemande !== null,
    aucune: lignes.length === 0, lignes: montrees, resume: accorder(montrees.length, 'convention'),
    ajouter: lieu.administre ? `${lieu.base}/nouvelle` : null,
    sansConvention: plieSansConvention.map((p) => ({ nom: p.nom, adresse: `${lieu.base}/nouvelle?plie=${p.id}` })),
  };
}

/** What each choice changes in the figures, in plain words (annexe 1). */
const DIAGNOSTIC = [
  { code: 'oui', libelle: 'Oui', aide: 'Les colonnes 5, 6 et 8 du bilan comptent les entrées en diagnostic.' },
  { code: 'non', libelle: 'Non', aide: 'Les colonnes 5, 6 et 8 du bilan portent « Non applicable », et l\'étape disparaît des écrans.' },
];
const AIDE_IC = {
  AUCUNE: 'Les taux 4 et 9 bis se rapportent aux seules orientations sur le flux (colonne 1).',
  CERTAINES: 'Les taux 4 et 9 bis se rapportent aux orientations sur le flux et aux présents des informations collectives (colonnes 1 et 2).',
  TOUTES: 'Les taux 4 et 9 bis se rapportent aux colonnes 1 et 2. La colonne 1 devrait être nulle et la colonne 3 égale à la colonne 2 : tout écart est signalé.',
};
const AIDE_SORTIES = {
  PE: 'Les colonnes 10 à 13 comptent les sorties des seules personnes orientées par Pôle emploi.',
  TOUS_PRESCRIPTEURS: 'Les colonnes 10 à 13 comptent toutes les sorties du PLIE, et le bilan le dit sous le tableau.',
};

/** The fields of a convention's settings; the first-use page shows them too. */
export function champsReglages(saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(saisie, erreurs);
  return {
    periode: [
      f.date('date_debut', 'Premier jour', { obligatoire: true }),
      f.date('date_fin', 'Dernier jour', { obligatoire: true, aide: 'Compris dans la convention.' }),
    ],
    reglages: [
      f.choix('phase_diagnostic', 'Le PLIE a-t-il une phase de diagnostic ?', DIAGNOSTIC, { obligatoire: true }),
      f.choix('orientations_ic', 'Pôle emploi oriente-t-il par des informations collectives ?', LISTES.ORIENTATIONS_IC.map((o) => ({ ...o, aide: AIDE_IC[o.code] })), { obligatoire: true }),
      f.choix('perimetre_sorties', 'Quelles sorties le bilan compte-t-il ?', LISTES.PERIMETRES_SORTIES.map((o) => ({ ...o, aide: AIDE_SORTIES[o.code] })), { obligatoire: true }),
      f.choix('mode_integration', "Comment l'intégration est-elle décidée ?", LISTES.MODES_INTEGRATION, { obligatoire: true, aide: 'Sans effet sur les chiffres.' }),
      f.choix('fse', 'La convention est-elle financée par le Fonds social européen ?', OUI_NON, { obligatoire: true, aide: 'Sans effet sur les chiffres ; change la durée de conservation des données.' }),
    ],
  };
}

const ouiNon = (valeur: boolean) => (valeur ? 'oui' : 'non');

export const SAISIE_PAR_DEFAUT: Saisie = { ...REGLAGES_PAR_DEFAUT, phase_diagnostic: ouiNon(REGLAGES_PAR_DEFAUT.phase_diagnostic), fse: ouiNon(REGLAGES_PAR_DEFAUT.fse) };

const choisir = (organisations: Organisation[]) => organisations.map((o) => ({ code: String(o.id), libelle: `${o.nom} (${o.code})` }));

export function pageNouvelle(listes: { plies: Organisation[]; agences: Organisation[] }, saisie: Saisie, erreurs: Erreur[] = []) {
  const f = champs(saisie, erreurs);
  const { periode, reglages: choix } = champsReglages(saisie, erreurs);
  return {
    titre: 'Ajouter une convention', rubrique: ADMINISTRATION.rubrique, fil: [ADMINISTRATION.rubrique, { adresse: ADMINISTRATION.base, libelle: 'Conventions' }], onglet: 'conventions',
    manque: listes.plies.length === 0 ? 'un PLIE' : listes.agences.length === 0 ? 'une agence' : null,
    formulaire: {
      adresse: `${ADMINISTRATION.base}/nouvelle`, annuler: ADMINISTRATION.base, bouton: 'Ajouter la convention',
      champs: [
        f.liste('plie_id', 'PLIE', choisir(listes.plies), { obligatoire: true }),
        f.liste('agence_id', 'Agence signataire', choisir(listes.agences), { obligatoire: true, aide: "Elle est rattachée au PLIE si elle ne l'est pas encore." }),
        ...periode, ...choix,
      ],
    },
  };
}

const filDe = (c: ConventionLue) => [ADMINISTRATION.rubrique, { adresse: ADMINISTRATION.base, libelle: 'Conventions' }, { adresse: `${ADMINISTRATION.base}/${c.id}`, libelle: titreDe(c) }];
const titreDe = (c: ConventionLue): string => `${c.plie_nom} et ${c.agence_nom}`;

export function pageModifier(c: ConventionLue, agences: Organisation[], saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const lue: Saisie = saisie ?? {
    agence_id: String(c.agence_id), date_debut: formaterDate(c.date_debut), date_fin: formaterDate(c.date_fin), phase_diagnostic: ouiNon(c.phase_diagnostic), orientations_ic: c.orientations_ic,
    perimetre_sorties: c.perimetre_sorties, mode_integration: c.mode_integration, fse: ouiNon(c.fse), version: String(c.version),
  };
  const f = champs(lue, erreurs);
  const { periode, reglages: choix } = champsReglages(lue, erreurs);
  return {
    titre: 'Modifier la convention', rubrique: ADMINISTRATION.rubrique, fil: filDe(c), onglet: 'conventions', manque: null,
    avertissement: 'Changer un réglage change les chiffres de toute la période de la convention, sauf ceux des bilans validés. S\'il change à une date, avancez plutôt le dernier jour de cette convention à la veille, puis ajoutez-en une autre à partir de cette date : le bilan compte chaque jour avec ses réglages.',
    formulaire: {
      adresse: `${ADMINISTRATION.base}/${c.id}/modifier`, annuler: `${ADMINISTRATION.base}/${c.id}`, bouton: 'Enregistrer les modifications',
      champs: [f.liste('agence_id', 'Agence signataire', choisir(agences), { obligatoire: true }), ...periode, ...choix, f.cache('version', String(lue.version ?? c.version))],
    },
  };
}

export function pageConvention(c: ConventionLue, correspondants: Correspondant[], jour: DateCivile, lieu: Lieu, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const e = etat(c, jour);
  const adresse = `${lieu.base}/${c.id}`;
  const f = champs(saisie ?? { date_suspension: formaterDate(jour) }, erreurs);
  const trouver = (partie: string, domaine: string) => correspondants.find((x) => x.partie === partie && x.domaine === domaine) ?? null;
  return {
    titre: titreDe(c), rubrique: lieu.rubrique, fil: lieu.administre ? filDe(c).slice(0, 2) : [LECTURE.rubrique], onglet: lieu.administre ? 'conventions' : null, erreurs,
    adresse, administre: lieu.administre, etat: e, version: String(saisie?.version ?? c.version),
    suspendue: c.date_suspension ? `Les échanges sont suspendus depuis le ${formaterDate(c.date_suspension)} : aucun tableau ni fichier ne peut être envoyé au titre de cette convention.` : null,
    suspendre: lieu.administre && e.code === 'EN_COURS' ? f.date('date_suspension', 'À partir du', { obligatoire: true }) : null,
    faits: [
      ['PLIE', `${c.plie_nom} (${c.plie_code})`], ['Agence signataire', c.agence_nom], ['Période', `du ${formaterDate(c.date_debut)} au ${formaterDate(c.date_fin)}, dernier jour compris`],
    ],
    reglages: [
      { nom: 'Phase de diagnostic', valeur: c.phase_diagnostic ? 'Oui' : 'Non', effet: DIAGNOSTIC[c.phase_diagnostic ? 0 : 1]!.aide },
      { nom: 'Informations collectives', valeur: libelle('ORIENTATIONS_IC', c.orientations_ic), effet: AIDE_IC[c.orientations_ic] },
      { nom: 'Sorties comptées', valeur: libelle('PERIMETRES_SORTIES', c.perimetre_sorties), effet: AIDE_SORTIES[c.perimetre_sorties] },
      { nom: 'Décision d\'intégration', valeur: libelle('MODES_INTEGRATION', c.mode_integration), effet: 'Sans effet sur les chiffres.' },
      { nom: 'Financement FSE', valeur: c.fse ? 'Oui' : 'Non', effet: c.fse ? 'Les pièces du contrôle FSE sont gardées en archive restreinte.' : 'Les données sont effacées six mois au plus après la fin de l\'accompagnement.' },
    ],
    boite: c.boite_generique,
    correspondants: LISTES.DOMAINES_CORRESPONDANT.map((d) => ({ domaine: d.libelle, parties: LISTES.PARTIES.map((p) => ({ partie: p.libelle, personne: trouver(p.code, d.code) })) })),
  };
}

export function pageCorrespondants(c: ConventionLue, correspondants: Correspondant[], saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const lue: Saisie = saisie ?? {
    boite_generique: c.boite_generique ?? '', version: String(c.version),
    ...Object.fromEntries(correspondants.flatMap((x) => (['nom', 'fonction', 'telephone', 'courriel'] as const).map((champ) => [`${x.partie}_${x.domaine}_${champ}`, x[champ] ?? '']))),
  };
  const f = champs(lue, erreurs);
  const sans = { autocomplete: 'off' };
  return {
    titre: 'Correspondants de la convention', rubrique: ADMINISTRATION.rubrique, fil: filDe(c), onglet: 'conventions',
    adresse: `${ADMINISTRATION.base}/${c.id}/correspondants`, annuler: `${ADMINISTRATION.base}/${c.id}`,
    entete: [f.texte('boite_generique', 'Boîte générique', { aide: 'Adresse partagée à laquelle le PLIE signale les absences et envoie le tableau de suivi.', attributs: { type: 'email', ...sans } }), f.cache('version', String(lue.version ?? c.version))],
    parties: LISTES.PARTIES.map((p) => ({
      nom: p.code === 'PLIE' ? `Pour le PLIE : ${c.plie_nom}` : `Pour Pôle emploi : ${c.agence_nom}`,
      places: PLACES.filter((place) => place.partie === p.code).map(({ domaine, prefixe }) => ({
        domaine: libelle('DOMAINES_CORRESPONDANT', domaine),
        champs: [
          f.texte(`${prefixe}_nom`, 'Prénom et nom', { attributs: sans }), f.texte(`${prefixe}_fonction`, 'Fonction', { attributs: sans }),
          f.texte(`${prefixe}_telephone`, 'Téléphone', { attributs: { type: 'tel', ...sans } }), f.texte(`${prefixe}_courriel`, 'Courriel', { attributs: { type: 'email', ...sans } }),
        ],
      })),
    })),
  };
}
