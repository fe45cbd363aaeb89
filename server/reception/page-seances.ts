/** The sessions: their list, the page of one with its presence sheet, and what is printed. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { direNonExportees } from '../acces/rules-limitation';
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, formaterJour, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, deQui, nomComplet } from '../lib/texte';
import { champPresence } from './form';
import { direSeance, RUBRIQUE } from './page';
import type { Convocation, Emetteur, Seance, SeanceComptee } from './queries-seances';
import { presenceAttendue } from './rules';

export const SEANCES = { adresse: '/reception/seances', libelle: 'Séances' };
const TYPES: Record<Seance['type'], string> = { COLLECTIF: 'Collective', INDIVIDUEL: 'Individuelle' };

const ligne = (s: SeanceComptee) => ({
  adresse: `/reception/seances/${s.id}`, jour: formaterJour(s.date_seance), heure: s.heure, type: TYPES[s.type], lieu: s.lieu, convoques: String(s.convoques), presents: String(s.presents), attendus: String(s.attendus),
});

export function pageSeances(sansFeuille: SeanceComptee[], aVenir: SeanceComptee[], tenues: SeanceComptee[], acteur: Acteur) {
  return {
    titre: 'Séances', rubrique: RUBRIQUE, fil: [RUBRIQUE],
    convoquer: peut(acteur, 'seance.tenir'),
    sections: [
      { id: 'sans-feuille', titre: 'Passées, feuille de présence à remplir', lignes: sansFeuille.map(ligne), compte: 'attendus' as const, entete: 'À noter', acte: 'Remplir la feuille', vide: null },
      { id: 'a-venir', titre: 'À venir', lignes: aVenir.map(ligne), compte: null, entete: null, acte: 'Ouvrir', vide: 'Aucune séance n\'est prévue. Cochez des orientations dans la réception, puis « Convoquer ».' },
      { id: 'tenues', titre: 'Dernières séances tenues', lignes: tenues.map(ligne), compte: 'presents' as const, entete: 'Présentes', acte: 'Ouvrir', vide: null },
    ].filter((s) => s.lignes.length || s.vide),
  };
}

export interface PreparationSeance { seance: Seance; convocations: Convocation[]; phaseDiagnostic: boolean; acteur: Acteur; jour: DateCivile }

const adresseDe = (s: Pick<Seance, 'id'>): string => `${SEANCES.adresse}/${s.id}`;
const titreDe = (s: Seance): string => `Séance du ${formaterDate(s.date_seance)}`;

/** The page of a session. On its day, and after, the lines whose presence is awaited are the presence sheet. */
export function pageSeance({ seance: s, convocations, phaseDiagnostic, acteur, jour }: PreparationSeance, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs({ ...(erreurs.length ? {} : { diagnostic: 'oui' }), ...saisie }, erreurs);
  const ici = adresseDe(s);
  const tenir = peut(acteur, 'seance.tenir');
  const attendues = convocations.filter(presenceAttendue);
  const eue = s.date_seance <= jour;
  const saisir = eue && attendues.length > 0 && peut(acteur, 'orientation.instruire');
  const vierge = convocations.every((c) => !c.presence);
  return {
    titre: titreDe(s), rubrique: RUBRIQUE, fil: [RUBRIQUE, SEANCES],
    resume: [formaterJour(s.date_seance), `à ${s.heure}`, dansLaPhrase(TYPES[s.type]), s.lieu].join(' · '),
    etat: !eue ? { libelle: 'À venir', ton: '' } : attendues.length ? { libelle: s.date_seance === jour ? "Aujourd'hui" : 'Feuille à remplir', ton: 'du' } : { libelle: 'Feuille remplie', ton: 'fait' },
    impressions: convocations.length ? [{ adresse: `${ici}/feuille`, libelle: 'Feuille de présence à signer' }, { adresse: `${ici}/lettres`, libelle: accorder(convocations.length, 'convocation') }] : [],
    modifier: tenir && vierge ? `${ici}/modifier` : null,
    annuler: tenir && vierge ? { adresse: `${ici}/annuler`, libelle: 'Annuler la séance', classe: 'btn-link' } : null,
    feuille: saisir ? { adresse: `${ici}/presences`, diagnostic: s.type === 'INDIVIDUEL' && phaseDiagnostic ? f.coche('diagnostic', 'Le diagnostic des personnes présentes commence à cet entretien individuel') : null } : null,
    note: convocations.length === 0 ? "Plus personne n'est convoqué à cette séance : annulez-la, ou convoquez-y des personnes depuis la réception."
      : !eue ? 'La feuille de présence se remplira à partir de ce jour.' : saisir ? 'Chaque présence enregistre le premier contact, chaque absence une convocation manquée : la personne est alors à convoquer de nouveau.' : null,
    legende: `${accorder(convocations.length, 'personne convoquée', 'personnes convoquées')}`,
    individuelle: s.type === 'INDIVIDUEL',
    lignes: convocations.map((c) => {
      const nom = champPresence(c);
      const champ = saisir && presenceAttendue(c) ? f.choix(nom, `Présence ${deQui(c)}`, LISTES.PRESENCES, { vide: 'À noter' }) : null;
      return {
        nom: nomComplet(c), adresse: `/personnes/${c.personne_id}?orientation=${c.orientation_id}`, heure: c.heure, telephone: c.telephone ?? '', agence: c.agence ?? '', accompagnateur: c.accompagnateur ?? '',
        presence: c.presence ? { libelle: libelle('PRESENCES', c.presence), ton: c.presence === 'PRESENT' ? 'fait' : 'retard' } : presenceAttendue(c) ? { libelle: 'Attendue', ton: '' } : { libelle: libelle('ETATS', c.etat), ton: '' },
        champ: champ && { id: `champ-${nom}`, nom, legende: champ.libelle, erreur: champ.erreur ?? null, options: champ.options!, vide: champ.vide! },
        lettre: c.presence ? null : `/reception/convocations/${c.id}`,
        retirer: tenir && !c.presence ? { adresse: `/reception/convocations/${c.id}/retirer`, libelle: 'Retirer', aria: `Retirer ${nomComplet(c)} de la séance`, classe: 'btn-link' } : null,
      };
    }),
  };
}

export function pageDeplacer(s: Seance, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(erreurs.length ? saisie : { date_seance: formaterDate(s.date_seance), heure: s.heure, lieu: s.lieu }, erreurs);
  return {
    titre: 'Déplacer la séance', rubrique: RUBRIQUE, fil: [RUBRIQUE, SEANCES, { adresse: adresseDe(s), libelle: titreDe(s) }],
    chapeau: 'Les personnes convoquées suivent la séance ; si leurs convocations sont parties, imprimez-les de nouveau.',
    personnes: [], vide: null,
    formulaire: {
      adresse: `${adresseDe(s)}/modifier`, bouton: 'Déplacer la séance', annuler: adresseDe(s),
      champs: [
        f.cache('version', typeof saisie.version === 'string' ? saisie.version : String(s.version)),
        f.date('date_seance', 'Jour', { obligatoire: true }),
        f.texte('heure', 'Heure', { obligatoire: true, attributs: { autocomplete: 'off', maxlength: '10' } }),
        f.texte('lieu', 'Lieu', { obligatoire: true, attributs: { maxlength: '200' } }),
      ],
    },
  };
}

/** `limitees`: how many more may not be printed, their processing being restricted. */
interface AImprimer { gardees: Convocation[]; limitees: number }

/** The sheet that is signed: who is convened, a column for the signature, some lines left free. */
export function pageFeuille(s: Seance, { gardees: convocations, limitees }: AImprimer, emetteur: Emetteur) {
  return {
    titre: `Feuille de présence du ${formaterDate(s.date_seance)}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, SEANCES, { adresse: adresseDe(s), libelle: titreDe(s) }],
    plie: emetteur.nom, resume: direSeance(s), individuelle: s.type === 'INDIVIDUEL', nonExportees: direNonExportees(limitees),
    lignes: convocations.map((c, i) => ({ rang: String(i + 1), nom: nomComplet(c), heure: c.heure, agence: c.agence ?? '' })),
  };
}

/** One letter per person. Its wording is closed: nothing of it is typed. */
export function pageLettres(s: Seance, { gardees: convocations, limitees }: AImprimer, emetteur: Emetteur, jour: DateCivile) {
  const objet = s.type === 'COLLECTIF' ? 'Convocation à une réunion d\'information collective' : 'Convocation à un entretien individuel';
  return {
    titre: `Convocations du ${formaterDate(s.date_seance)}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, SEANCES, { adresse: adresseDe(s), libelle: titreDe(s) }],
    emetteur: { nom: emetteur.nom, lignes: [emetteur.adresse, emetteur.telephone, emetteur.courriel].filter((x) => x !== null) },
    jour: formaterDate(jour), objet, nonExportees: direNonExportees(limitees),
    lettres: convocations.map((c) => ({
      nom: nomComplet(c), adresse: [c.adresse, [c.code_postal, c.commune].filter(Boolean).join(' ')].filter(Boolean),
      rendezVous: [['Jour', formaterJour(s.date_seance)], ['Heure', c.heure.replace(':', ' h ')], ['Lieu', s.lieu]].map(([terme, valeur]) => ({ terme, valeur })),
      origine: c.agence ? `${c.agence} (Pôle emploi) vous a orienté(e) vers ${emetteur.nom}.` : `Vous avez été orienté(e) vers ${emetteur.nom}.`,
      but: s.type === 'COLLECTIF' ? "Cette réunion vous présente l'accompagnement que le PLIE propose pour votre retour à l'emploi." : "Cet entretien permet de faire le point sur votre situation et sur l'accompagnement que le PLIE peut vous proposer.",
      empechement: emetteur.telephone ? `Si vous ne pouvez pas venir, prévenez-nous dès que possible au ${emetteur.telephone} : un autre rendez-vous vous sera proposé.` : 'Si vous ne pouvez pas venir, prévenez-nous dès que possible : un autre rendez-vous vous sera proposé.',
    })),
  };
}

/** The letter of one person, printed again. */
export const pageLettre = (s: Seance, convocation: Convocation, emetteur: Emetteur, jour: DateCivile) => ({ ...pageLettres(s, { gardees: [convocation], limitees: 0 }, emetteur, jour), titre: `Convocation ${deQui(convocation)}` });
