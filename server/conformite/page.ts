/** The record of processing (art. 30 of the GDPR), written from the classes of the columns and the policies in force. Pure. */
import { libelle } from '../codes/listes';
import type { Organisation } from '../correspondants/queries';
import { designation, estActuel, trouverActuel } from '../correspondants/rules';
import type { Politique } from '../conservation/queries';
import { phraseDesDurees } from '../conservation/rules';
import { TERMES } from '../conservation/rules-purges';
import { formaterDate } from '../lib/dates';
import { accorder } from '../lib/texte';
import { COLONNES, type Classe, type Nature, type Sens } from './colonnes';
import { NOMS_DES_TABLES } from './rules-tables';

export const RUBRIQUE = { adresse: '/registre-des-traitements', libelle: 'Registre des traitements' };

const NATURES: Record<Nature, { titre: string; explication: string }> = {
  IDENTITE: { titre: 'Identité et coordonnées', explication: 'Ce qui dit qui est une personne, ou comment la joindre : effacé au terme de la conservation.' },
  SENSIBLE: { titre: 'Situation sociale ou de santé, textes de travail', explication: 'Vu du PLIE, et de Pôle emploi quand il les a donnés ; jamais dans le tableau mensuel.' },
  STATISTIQUE: { titre: 'Faits comptés', explication: 'Dates, étapes, sorties : ce que les bilans comptent, sans nommer personne une fois l\'identité effacée.' },
  TECHNIQUE: { titre: 'Données techniques', explication: 'Numéros, versions, réglages.' },
};
const SENS: Record<Sens, string> = { PE_VERS_PLIE: 'de Pôle emploi vers le PLIE', PLIE_VERS_PE: 'du PLIE vers Pôle emploi', DEUX_SENS: 'dans les deux sens', INTERNE: "ne sort pas de l'organisation" };

/** The tables that hold columns of that nature, with how many, the ways they travel, and whether they outlive the retention. */
function tablesDe(nature: Nature) {
  return Object.entries(COLONNES).flatMap(([table, colonnes]) => {
    const siennes = Object.values(colonnes).filter((c) => c.nature === nature);
    if (!siennes.length) return [];
    return [{
      nom: NOMS_DES_TABLES[table]!, nombre: accorder(siennes.length, 'colonne'), sens: distinct(siennes, (c) => SENS[c.sens]),
      conservation: siennes.every((c) => c.conservation === 'EFFACEE') ? 'Effacées' : siennes.every((c) => c.conservation === 'GARDEE') ? 'Gardées, sans nommer' : 'Effacées en partie',
    }];
  });
}
const distinct = (colonnes: readonly Classe[], dire: (c: Classe) => string): string => [...new Set(colonnes.map(dire))].join(', ');

/** Of each organisation in reach, whom it entrusts with what and where, and who answers for the data. */
const responsables = (organisations: readonly Organisation[]) => organisations.map((o) => {
  const delegue = trouverActuel(o.correspondants, 'DONNEES_PERSONNELLES');
  return {
    nom: o.nom, delegue: delegue ? [designation(delegue), delegue.courriel, delegue.telephone].filter(Boolean).join(', ') : null,
    pays: o.hebergements.filter(estActuel).map((h) => `${libelle('USAGES_HEBERGEMENT', h.usage)} : ${h.prestataire}, ${libelle('PAYS_UE', h.pays)}`),
  };
});

/** `organisations`: the parties of the reader's conventions. */
export function pageRegistre(politiques: readonly Politique[], organisations: readonly Organisation[], { nomOperateur: operateur, hebergeur }: { nomOperateur: string; hebergeur?: string }) {
  return {
    titre: 'Registre des traitements', rubrique: RUBRIQUE,
    finalites: [
      `Orienter des demandeurs d'emploi vers un PLIE, les y accompagner, et se partager leur suivi entre le PLIE et ${operateur}.`,
      'Échanger chaque mois un tableau de suivi, et rendre compte chaque année par un bilan et une enquête, faits de nombres.',
      "Tenir les comptes des agents qui s'en servent, et le journal de leurs actes.",
    ],
    personnes: ["Demandeurs d'emploi orientés vers un PLIE ou accompagnés par lui", `Agents du PLIE, de ${operateur} et de la région`, 'Correspondants nommés par les conventions'],
    destinataires: [
      "Agents du PLIE qui suit la personne : tout ce qui la concerne, notes de travail comprises.",
      `Agence de ${operateur} qui l'a orientée : ce que la convention échange, jamais les notes de travail.`,
      'Correspondants régionaux, administrateurs : aucune personne, des nombres et des réglages.',
    ],
    responsables: responsables(organisations), hebergeur: hebergeur ?? null,
    natures: (Object.keys(NATURES) as Nature[]).map((n) => ({ ...NATURES[n], tables: tablesDe(n) })),
    durees: politiques.map((p) => ({ convention: `${p.plie_nom} et ${p.agence_nom}, du ${formaterDate(p.date_debut)} au ${formaterDate(p.date_fin)}`, modele: libelle('MODELES_CONSERVATION', p.modele), phrases: phraseDesDurees(p) })),
    passages: TERMES,
    mesures: [
      'Chacun ne voit que son territoire ; ce qui est ailleurs est introuvable.',
      'Second facteur pour qui voit des noms ; compte fermé après cinq échecs, et après six mois sans usage.',
      "Chaque consultation, export et changement est au journal, scellé en chaîne, gardé douze mois ; les usages inhabituels sont signalés au délégué.",
      "Fichiers échangés chiffrés, mot de passe par un autre canal ; sauvegardes chiffrées, gardées trente jours.",
      'Effacement chaque nuit au terme des durées, avec un certificat sans nom ; rejoué après une restauration.',
    ],
  };
}
