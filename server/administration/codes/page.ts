/** The screens of code lists, as texts ready to show. */
import { LISTES, type NomDeListe } from '../../codes/listes';
import { champs } from '../../http/champs';
import { formaterDate, type DateCivile } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import type { Saisie } from '../../lib/formulaire';
import { accorder } from '../../lib/texte';
import type { CodeAdministre } from './queries';
import { LISTES_EXTENSIBLES } from './rules';

const BASE = '/administration/codes';
const RUBRIQUE = { adresse: '/administration', libelle: 'Administration' };
const COMMUN = { rubrique: RUBRIQUE, onglet: 'codes' };

/** Names of the closed lists, in the order of a person's way through the tool. */
const NOMS: Partial<Record<NomDeListe, string>> = {
  PRESCRIPTEURS: 'Prescripteurs', MODES_ORIENTATION: "Modes d'orientation par Pôle emploi", TYPES_CONTACT: 'Premier contact', MINIMA_SOCIAUX: 'Minima sociaux', FREINS: 'Freins périphériques',
  MOTIFS_REFUS: "Motifs de refus d'intégration", RESULTATS_ETAPE: "Résultats d'une étape", TYPES_DEMANDE_PE: 'Demandes à Pôle emploi', REPONSES_DEMANDE_PE: 'Réponses aux demandes', MOTIFS_CLOTURE_PNI: 'Motifs de levée du PNI',
  INSTANCES: 'Instances qui prolongent un parcours', RAISONS_PROLONGATION: 'Raisons de prolongation', CONTRATS: 'Contrats', TITRES_FORMATION: 'Titres et diplômes', PREUVES: 'Preuves', NATURES_SORTIE: 'Natures de sortie', MOTIFS_SORTIE: 'Motifs de sortie',
};

function validite(c: CodeAdministre, jour: DateCivile): { texte: string; retire: boolean } {
  if (c.valable_au && c.valable_au < jour) return { texte: `Retiré depuis le ${formaterDate(c.valable_au)}`, retire: true };
  if (c.valable_au) return { texte: `Proposé jusqu'au ${formaterDate(c.valable_au)}`, retire: false };
  return { texte: c.valable_du && c.valable_du > jour ? `Proposé à partir du ${formaterDate(c.valable_du)}` : 'Proposé', retire: false };
}

export function pageCodes(codes: CodeAdministre[], jour: DateCivile) {
  return {
    ...COMMUN, titre: 'Listes de codes', fil: [RUBRIQUE],
    extensibles: LISTES_EXTENSIBLES.map((l) => ({
      nom: l.libelle, usage: l.usage, ajouter: `${BASE}/nouveau?liste=${l.code}`,
      codes: codes.filter((c) => c.liste === l.code).map((c) => ({
        libelle: c.libelle, code: c.code, validite: validite(c, jour), retirer: c.valable_au ? null : `${BASE}/${c.id}/retirer`, remettre: c.valable_au ? `${BASE}/${c.id}/remettre` : null,
      })),
    })),
    fermees: (Object.entries(NOMS) as [NomDeListe, string][]).map(([nom, libelle]) => ({ nom: libelle, nombre: accorder(LISTES[nom].length, 'valeur'), codes: LISTES[nom] })),
  };
}

export function pageNouveauCode(saisie: Saisie, erreurs: Erreur[] = []) {
  const f = champs(saisie, erreurs);
  return {
    ...COMMUN, titre: 'Ajouter une valeur', fil: [RUBRIQUE, { adresse: BASE, libelle: 'Listes de codes' }],
    avertissement: "Une valeur ajoutée ne change plus de sens : on peut seulement la retirer. Relisez son libellé avant de l'enregistrer.",
    formulaire: {
      adresse: `${BASE}/nouveau`, annuler: BASE, bouton: 'Ajouter la valeur',
      champs: [
        f.choix('liste', 'Liste', LISTES_EXTENSIBLES, { obligatoire: true }),
        f.texte('libelle', 'Libellé', { obligatoire: true, aide: 'Son code en est tiré : « Atelier numérique » devient ATELIER_NUMERIQUE.', attributs: { maxlength: '120', autocomplete: 'off' } }),
        f.date('valable_du', 'Proposée à partir du', { aide: 'Vide : pour toutes les dates, passées comprises.' }),
      ],
    },
  };
}

export function pageRetrait(code: CodeAdministre, saisie: Saisie, erreurs: Erreur[] = []) {
  return {
    ...COMMUN, titre: `Retirer « ${code.libelle} »`, fil: [RUBRIQUE, { adresse: BASE, libelle: 'Listes de codes' }],
    avertissement: 'Ce qui est déjà enregistré avec cette valeur reste lisible et compté. Elle n\'est plus proposée pour les faits postérieurs à ce jour.',
    formulaire: {
      adresse: `${BASE}/${code.id}/retirer`, annuler: BASE, bouton: 'Retirer cette valeur',
      champs: [champs(saisie, erreurs).date('valable_au', 'Dernier jour où elle est proposée', { obligatoire: true })],
    },
  };
}
