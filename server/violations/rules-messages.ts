/** The messages ready to be sent about a breach: closed lists, counts and instants, never a person's name nor a free text. Pure. */
import { libelle, type CodeDe, type NomDeListe } from '../codes/listes';
import { formaterDate, formaterInstant, type DateCivile } from '../lib/dates';
import { dansLaPhrase, formaterNombre } from '../lib/texte';
import { delais, type FaitsDeViolation } from './rules';

export interface MatiereDuMessage extends FaitsDeViolation {
  organisation_nom: string; nature: CodeDe<'NATURES_VIOLATION'>; personnes: readonly string[]; donnees: readonly string[]; nombre: number | null; mesures: readonly string[];
  raison_sans_risque: CodeDe<'RAISONS_SANS_RISQUE'> | null;
}
export interface Message { objet: string; texte: string }

export const enumerer = (liste: NomDeListe, codes: readonly string[]): string => codes.map((c) => libelle(liste, c)).join(' ; ');
const heure = (instant: string): string => `${formaterInstant(instant)} (heure de Paris)`;
const mesures = (v: MatiereDuMessage): string => (v.mesures.length ? enumerer('MESURES_VIOLATION', v.mesures) : 'en cours de décision');

function surLaCnil(v: MatiereDuMessage): string {
  const cnil = delais(v).find((d) => d.destinataire === 'CNIL');
  if (!cnil) return `non, aucun risque (${dansLaPhrase(libelle('RAISONS_SANS_RISQUE', v.raison_sans_risque))})`;
  return cnil.diteLe ? `oui, le ${heure(cnil.diteLe)}` : `à faire, le ${heure(cnil.avant!)} au plus tard`;
}

/** To the other party of one convention. */
export function messageALAutrePartie(v: MatiereDuMessage, convention: { convention_id: number; date_debut: DateCivile; date_fin: DateCivile }): Message {
  const dite = delais(v).find((d) => d.convention_id === convention.convention_id)?.diteLe;
  return {
    objet: `Violation de données personnelles : ${dite ? 'complément' : 'information prévue par notre convention'}`,
    texte: [
      'Bonjour,',
      dite
        ? `« ${v.organisation_nom} » complète ce qui vous a été dit le ${heure(dite)} d'une violation de données personnelles découverte le ${heure(v.decouverte_le)}. Voici ce qui en est connu aujourd'hui.`
        : `« ${v.organisation_nom} » vous informe d'une violation de données personnelles découverte le ${heure(v.decouverte_le)}. Notre convention, du ${formaterDate(convention.date_debut)} au ${formaterDate(convention.date_fin)}, prévoit de vous le dire dans les 36 heures.`,
      [
        `Ce qui s'est passé : ${dansLaPhrase(libelle('NATURES_VIOLATION', v.nature))}`,
        `Personnes concernées : ${enumerer('PERSONNES_VIOLATION', v.personnes)}`,
        `Nombre de personnes : ${v.nombre === null ? 'pas encore connu' : formaterNombre(v.nombre)}`,
        `Données concernées : ${enumerer('DONNEES_VIOLATION', v.donnees)}`,
        `Risque pour les personnes : ${dansLaPhrase(libelle('RISQUES_VIOLATION', v.risque))}`,
        `Mesures prises : ${mesures(v)}`,
        `CNIL informée : ${surLaCnil(v)}`,
      ].map((ligne) => `- ${ligne}`).join('\n'),
      'Ce message ne nomme personne. Nous vous dirons la suite ; pour toute question, répondez à cette adresse.',
      `Cordialement,\n${v.organisation_nom}`,
    ].join('\n\n'),
  };
}

const INACCESSIBLES: readonly string[] = ['PERTE', 'INDISPONIBILITE'];

/** To the persons, when the risk is high (RGPD art. 34): in plain words, with what may follow and whom to ask. */
export function messageAuxPersonnes(v: MatiereDuMessage, contact: string): Message {
  return {
    objet: 'Information sur vos données personnelles',
    texte: [
      'Madame, Monsieur,',
      `« ${v.organisation_nom} » doit vous dire qu'un incident, découvert le ${heure(v.decouverte_le)}, a touché des données qui vous concernent.`,
      [
        `Ce qui s'est passé : ${dansLaPhrase(libelle('NATURES_VIOLATION', v.nature))}`,
        `Données concernées : ${enumerer('DONNEES_VIOLATION', v.donnees)}`,
        `Ce que nous avons fait : ${mesures(v)}`,
      ].map((ligne) => `- ${ligne}`).join('\n'),
      INACCESSIBLES.includes(v.nature)
        ? 'Ce que cela peut entraîner : certaines de vos démarches peuvent prendre du retard, et ces données peuvent avoir été vues par quelqu\'un d\'autre.'
        : "Ce que cela peut entraîner : quelqu'un peut connaître ces données, et s'en servir pour se faire passer pour vous ou pour un organisme.",
      'Méfiez-vous des appels et des messages inattendus. Ne donnez à personne vos mots de passe ni vos coordonnées bancaires.',
      `Pour toute question, écrivez à ${contact}. Vous pouvez aussi vous adresser à la CNIL (www.cnil.fr).`,
      v.organisation_nom,
    ].join('\n\n'),
  };
}
