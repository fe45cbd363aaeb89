/** The inbox of orientations: filters that read as a sentence, the short cuts, the lines and what can be done on each. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import { formaterDate, formaterJour, joursEntre, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import type { Choix } from '../orientations/queries';
import { apprecierCharge, PORTEFEUILLE_MAX, PORTEFEUILLE_MIN } from '../portefeuille/rules';
import { FILTRES_CONVOCATION, FILTRES_ETAT } from './form';
import type { Charge, ComptesReception, FiltresReception, OrientationRecue, Sosie } from './queries';
import type { SeanceComptee } from './queries-seances';
import { INTERVALLES, JOURS_D_ALERTE } from './rules';

export const RUBRIQUE = { adresse: '/reception', libelle: 'Réception' };
export const PAR_PAGE = 50;
const TONS: Partial<Record<OrientationRecue['etat'], string>> = { PRESCRITE: 'du', ABSENTE: 'retard', ACCUEILLIE: 'fait' };

function parametres(f: FiltresReception): Record<string, string | null> {
  return {
    etat: f.etat === 'A_RECEVOIR' ? null : f.etat, agence: f.agence ? String(f.agence) : null, attente: f.attente === null ? null : String(f.attente),
    attribuee: f.attribuee === null ? null : String(f.attribuee), convocation: f.convocation,
  };
}
const adresseDe = (f: Partial<FiltresReception>): string => adresseDeListe(RUBRIQUE.adresse, parametres({ etat: 'A_RECEVOIR', agence: null, attente: null, attribuee: null, convocation: null, page: 1, ...f }));

/** « 12 orientations à recevoir, de l'agence X, en attente depuis plus de 30 jours » */
function phrase(f: FiltresReception, agences: Choix[], charges: Charge[], total: number): string {
  const charge = charges.find((c) => c.id === f.attribuee);
  return [
    `${accorder(total, 'orientation')} ${FILTRES_ETAT.find((e) => e.code === f.etat)!.libelle}`,
    f.agence && `de ${agences.find((a) => a.code === String(f.agence))?.libelle ?? 'une agence inconnue'}`,
    f.attente !== null && `en attente depuis plus de ${f.attente} jours`,
    f.attribuee === 'PERSONNE' ? 'attribuées à personne' : f.attribuee && `attribuées à ${charge ? nomComplet(charge) : 'un compte inconnu'}`,
    f.convocation && FILTRES_CONVOCATION.find((c) => c.code === f.convocation)!.libelle,
  ].filter(Boolean).join(', ');
}

export interface PreparationReception {
  filtres: FiltresReception;
  lignes: OrientationRecue[];
  total: number;
  comptes: ComptesReception;
  agences: Choix[];
  charges: Charge[];
  sosies: Map<number, Sosie[]>;
  autres: Map<number, { date_prescription: DateCivile; integree: boolean }>;
  acteur: Acteur;
  jour: DateCivile;
}

export function pageReception({ filtres: f, lignes, total, comptes: c, agences, charges, sosies, autres, acteur, jour }: PreparationReception) {
  const moi = acteur.utilisateurId;
  const option = (choisi: string | null) => (o: { code: string; libelle: string }) => ({ ...o, choisi: o.code === choisi });
  const raccourci = (libelleDe: string, n: number, filtres: Partial<FiltresReception>) => ({ libelle: libelleDe, nombre: n, adresse: adresseDe(filtres), courant: adresseDe(filtres) === adresseDe(f) });
  const [convoquer, attribuer, instruire, comparer] = [peut(acteur, 'seance.tenir'), peut(acteur, 'orientation.attribuer'), peut(acteur, 'orientation.instruire'), peut(acteur, 'doublon.traiter')];
  return {
    titre: 'Réception', rubrique: RUBRIQUE,
    creer: peut(acteur, 'orientation.creer'),
    raccourcis: [
      raccourci('À recevoir', c.a_recevoir, {}),
      raccourci(`Depuis plus de ${JOURS_D_ALERTE} jours`, c.en_retard, { attente: JOURS_D_ALERTE }),
      raccourci('Sans convocation', c.sans_convocation, { convocation: 'SANS' }),
      raccourci('À attribuer', c.a_attribuer, { attribuee: 'PERSONNE' }),
      raccourci('Accueillies, suite à donner', c.accueillies, { etat: 'ACCUEILLIE' }),
      ...(c.a_moi || acteur.role === 'ACCOMPAGNATEUR' ? [raccourci('Attribuées à moi', c.a_moi, { etat: 'TOUTES', attribuee: moi })] : []),
    ],
    filtres: {
      etats: FILTRES_ETAT.map(option(f.etat)), agences: agences.map(option(f.agence ? String(f.agence) : null)), attente: f.attente === null ? '' : String(f.attente),
      attribuees: [{ code: 'PERSONNE', libelle: 'à personne' }, ...charges.map((x) => ({ code: String(x.id), libelle: `à ${nomComplet(x)}` }))].map(option(f.attribuee === null ? null : String(f.attribuee))),
      convocations: FILTRES_CONVOCATION.map(option(f.convocation)),
    },
    convoquer, attribuer, choisir: convoquer || attribuer,
    legende: phrase(f, agences, charges, total),
    lignes: lignes.map((o) => {
      const attente = joursEntre(o.attend_depuis, jour);
      const passee = o.convocation && o.convocation.date_seance < jour;
      const autre = autres.get(o.id);
      return {
        id: o.id, adresse: `/personnes/${o.personne_id}?orientation=${o.id}`, nom: nomComplet(o), naissance: formaterDate(o.date_naissance),
        alertes: [
          ...(sosies.get(o.personne_id) ?? []).map((s) => ({ texte: 'Doublon probable :', nom: nomComplet(s), lien: null, adresse: comparer ? `/doublons/${Math.min(o.personne_id, s.personne_id)}/${Math.max(o.personne_id, s.personne_id)}` : `/personnes/${s.personne_id}` })),
          ...(autre ? [{ texte: autre.integree ? 'Déjà en parcours :' : 'Autre orientation en cours :', nom: null, lien: `prescrite le ${formaterDate(autre.date_prescription)}`, adresse: `/personnes/${o.personne_id}` }] : []),
        ],
        attente: `${attente} j`, enRetard: attente > JOURS_D_ALERTE,
        etat: libelle('ETATS', o.etat), ton: TONS[o.etat] ?? '',
        prescription: formaterDate(o.date_prescription),
        prescripteur: o.agence ?? libelle('PRESCRIPTEURS', o.prescripteur), agent: o.agent ?? '',
        accompagnateur: o.accompagnateur ?? '',
        convocation: o.convocation && { adresse: `/reception/seances/${o.convocation.seance_id}`, libelle: passee ? `${formaterDate(o.convocation.date_seance)} : présence à noter` : `${formaterDate(o.convocation.date_seance)} à ${o.convocation.heure}`, ton: passee ? 'du' : '' },
        acte: convoquer && !o.convocation ? { adresse: `/reception/convoquer?o=${o.id}`, libelle: 'Convoquer' } : null,
        autres: [
          ...(attribuer ? [{ adresse: `/reception/attribuer?o=${o.id}`, libelle: o.attribuee_a ? 'Attribuer à un autre' : 'Attribuer' }] : []),
          ...(instruire ? [
            ...(o.etat === 'ACCUEILLIE' ? [{ adresse: `/orientations/${o.id}/integration`, libelle: 'Intégrer' }] : [{ adresse: `/orientations/${o.id}/contact`, libelle: 'Premier contact' }]),
            { adresse: `/orientations/${o.id}/refus`, libelle: 'Refuser' },
            // The refusal that the nomenclature has for it: the person goes to another scheme without being integrated.
            { adresse: `/orientations/${o.id}/refus?motif_refus=AUTRE_DISPOSITIF`, libelle: "Réorienter vers l'accompagnement global" },
          ] : []),
        ],
      };
    }),
    vide: total ? null : adresseDe(f) === RUBRIQUE.adresse ? "Aucune orientation n'attend : toutes les personnes orientées ont été reçues." : 'Aucune orientation ne répond à ces filtres.',
    pagination: paginer(RUBRIQUE.adresse, parametres(f), f.page, PAR_PAGE, total),
  };
}

/** The persons chosen, as the pages of the acts name them. */
const resumer = (choisies: OrientationRecue[], jour: DateCivile) => choisies.map((o) => ({
  adresse: `/personnes/${o.personne_id}?orientation=${o.id}`, nom: nomComplet(o),
  detail: [libelle('ETATS', o.etat), `attend depuis ${accorder(joursEntre(o.attend_depuis, jour), 'jour')}`, o.agence ?? libelle('PRESCRIPTEURS', o.prescripteur), o.accompagnateur && `attribuée à ${o.accompagnateur}`].filter(Boolean).join(' · '),
}));

/** Choices travel in the address, so that a page reloads and goes back as any other. */
const avecChoix = (chemin: string, choisies: { id: number }[]): string => `${chemin}?${choisies.map((o) => `o=${o.id}`).join('&')}`;

export const RIEN_DE_COCHE = 'Cochez au moins une orientation dans la liste, puis choisissez que faire.';

/** « 52 personnes, 3 à recevoir » and, outside 45 to 65, on which side. */
function direLaCharge(c: Charge): string {
  const charge = c.role === 'ACCOMPAGNATEUR' ? apprecierCharge(c.portefeuille).charge : 'DANS_LE_REPERE';
  const cote = { AU_DESSUS: ` (au-dessus de ${PORTEFEUILLE_MAX})`, EN_DESSOUS: ` (en dessous de ${PORTEFEUILLE_MIN})`, DANS_LE_REPERE: '' }[charge];
  return [`${accorder(c.portefeuille, 'personne suivie', 'personnes suivies')}${cote}`, `${accorder(c.attribuees, 'orientation attribuée', 'orientations attribuées')}`].join(', ');
}

/** Everyone as radios, each with their load: the choice is made by looking at it, hence no drop-down list. */
export function pageAttribuer(choisies: OrientationRecue[], charges: Charge[], jour: DateCivile, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(saisie, erreurs);
  const choix = charges.map((c) => ({ code: String(c.id), libelle: nomComplet(c), aide: `${c.role === 'ANIMATION' ? "Équipe d'animation : " : ''}${direLaCharge(c)}.` }));
  return {
    titre: choisies.length === 1 ? "Attribuer l'orientation" : `Attribuer ${accorder(choisies.length, 'orientation')}`, rubrique: RUBRIQUE, fil: [RUBRIQUE],
    chapeau: `Avant l'intégration, la personne n'a pas encore de référent unique : l'accompagnateur choisi la reçoit, et sera proposé comme référent à l'intégration. Un portefeuille compte ${PORTEFEUILLE_MIN} à ${PORTEFEUILLE_MAX} personnes.`,
    personnes: resumer(choisies, jour),
    vide: charges.length ? null : "Aucun compte d'accompagnateur n'est actif dans ce PLIE : demandez à votre administrateur d'en créer un.",
    formulaire: {
      adresse: avecChoix('/reception/attribuer', choisies), bouton: 'Attribuer', annuler: RUBRIQUE.adresse,
      champs: [
        f.cache('version', typeof saisie.version === 'string' ? saisie.version : choisies.map((o) => `${o.id}:${o.version}`).join(' ')),
        { ...f.liste('utilisateur_id', 'Accompagnateur', choix, { obligatoire: true }), type: 'choix' as const },
      ],
    },
  };
}

/** « mardi 18/11/2025 à 09:30 · collective · Salle des Tilleuls » */
export const direSeance = (s: Pick<SeanceComptee, 'date_seance' | 'heure' | 'type' | 'lieu'>): string => `${formaterJour(s.date_seance)} à ${s.heure} · ${s.type === 'COLLECTIF' ? 'collective' : 'individuelle'} · ${s.lieu}`;

export function pageConvoquer(choisies: OrientationRecue[], seances: SeanceComptee[], dernierLieu: string | null, jour: DateCivile, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs({ lieu: dernierLieu ?? '', type: choisies.length > 1 ? 'COLLECTIF' : 'INDIVIDUEL', intervalle: INTERVALLES[1].code, ...saisie }, erreurs);
  return {
    titre: choisies.length === 1 ? 'Convoquer la personne' : `Convoquer ${accorder(choisies.length, 'personne')}`, rubrique: RUBRIQUE, fil: [RUBRIQUE],
    chapeau: 'À une séance déjà prévue, ou à une nouvelle. Les convocations et la feuille de présence s\'impriment ensuite depuis la page de la séance.',
    personnes: resumer(choisies, jour),
    vide: null,
    formulaire: {
      adresse: avecChoix('/reception/convoquer', choisies), bouton: 'Convoquer', annuler: RUBRIQUE.adresse,
      champs: [
        ...(seances.length ? [f.liste('seance_id', 'Séance prévue', seances.map((s) => ({ code: String(s.id), libelle: `${direSeance(s)} (${accorder(s.convoques, 'convoquée')})` })), { vide: 'Une nouvelle séance, décrite ci-dessous' })] : []),
        f.choix('type', 'Type de séance', LISTES.TYPES_CONTACT),
        f.date('date_seance', 'Jour', { aide: '« demain » ou « j+7 » sont compris.' }),
        f.texte('heure', 'Heure', { aide: 'Par exemple 9h30. Du premier entretien, si la séance est individuelle.', attributs: { autocomplete: 'off', maxlength: '10' } }),
        f.texte('lieu', 'Lieu', { aide: 'Tel que la convocation le donnera.', attributs: { maxlength: '200' } }),
        f.choix('intervalle', 'Entretiens individuels, un toutes les', INTERVALLES, { aide: 'Pour une séance individuelle : chaque personne reçoit sa propre heure.' }),
      ],
    },
  };
}
