/** What an orientation may be waiting for: the lines of the home page, and a filter of the list. Pure; the conditions are in queries-attentes.ts. */
import { TRANCHES_AVERTISSEMENT } from '../parcours/rules-pni';
import { JOURS_AVANT_RETARD_CONTACT } from './rules-echeances';

/** In the address; `libelle` finishes the sentence « Orientations … ». */
export const ATTENTES = [
  { code: 'contact', libelle: 'en attente de premier contact' },
  { code: 'contact-tardif', libelle: `en attente de premier contact depuis plus de ${JOURS_AVANT_RETARD_CONTACT} jours` },
  { code: 'decision', libelle: "en attente d'intégration ou de refus" },
  { code: 'entretien', libelle: 'sans entretien ce mois-ci' },
  { code: 'pni-a-demander', libelle: 'intégrées, sans PNI demandé' },
  { code: 'pni-a-poser', libelle: 'dont le PNI est demandé et pas encore posé' },
  { code: 'pni-fin-30', libelle: `dont le PNI finit ${TRANCHES_AVERTISSEMENT[0]!.libelle}` },
  { code: 'pni-fin-60', libelle: `dont le PNI finit ${TRANCHES_AVERTISSEMENT[1]!.libelle}` },
  { code: 'pni-fin-90', libelle: `dont le PNI finit ${TRANCHES_AVERTISSEMENT[2]!.libelle}` },
  { code: 'pni-a-lever', libelle: "dont un contrat IAE oblige à lever le PNI" },
  { code: 'pni-echu', libelle: 'dont le PNI est échu' },
  { code: 'sans-referent', libelle: 'en parcours, sans référent unique' },
] as const;

export type Attente = (typeof ATTENTES)[number]['code'];
