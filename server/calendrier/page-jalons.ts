/** The register of meetings and yearly documents, and its form. Pure. */
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { anneeDe, formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder } from '../lib/texte';
import { famille } from './form';
import { RUBRIQUE } from './page';
import { REGLES, type TypeJalon } from './rules';
import { estReunion, type Jalon } from './rules-convention';

export const JALONS = { adresse: '/echeances/jalons', libelle: 'Réunions et envois' };
const FAIT = { reunion: [{ code: 'oui', libelle: 'Elle a eu lieu' }, { code: 'non', libelle: 'Elle est prévue' }], envoi: [{ code: 'oui', libelle: 'Il est envoyé' }, { code: 'non', libelle: "L'envoi est prévu" }] };

export function pageJalons(jalons: readonly Jalon[], jour: DateCivile) {
  const etat = (j: Jalon) => (j.fait ? { texte: estReunion(j.type) ? 'Tenue' : 'Envoyé', ton: 'fait', icone: 'check' } : j.date_jalon < jour ? { texte: 'À confirmer', ton: 'du', icone: 'du' } : { texte: 'Prévu', ton: '', icone: 'horloge' });
  return {
    titre: JALONS.libelle, rubrique: RUBRIQUE, fil: [RUBRIQUE],
    legende: accorder(jalons.length, 'ligne notée', 'lignes notées'),
    lignes: jalons.map((j) => ({ libelle: `${libelle('TYPES_JALON', j.type)}${j.annee ? ` ${j.annee}` : ''}`, date: formaterDate(j.date_jalon), etat: etat(j), adresse: `${JALONS.adresse}/${j.id}` })),
    ajouter: [{ adresse: `${JALONS.adresse}/nouveau?type=ECHANGE_INFORMATIONS`, libelle: 'Noter une réunion' }, { adresse: `${JALONS.adresse}/nouveau?type=BILAN_QUANTITATIF`, libelle: 'Noter un envoi' }],
  };
}

/** `id`: null for a new line. `type`: which family the form offers. */
export function pageJalon({ id, type, saisie, erreurs, jour }: { id: number | null; type: TypeJalon; saisie: Saisie; erreurs: Erreur[]; jour: DateCivile }) {
  const f = champs(saisie, erreurs);
  const reunion = estReunion(type);
  const adresse = id === null ? `${JALONS.adresse}/nouveau` : `${JALONS.adresse}/${id}`;
  return {
    titre: id === null ? (reunion ? 'Noter une réunion' : 'Noter un envoi') : (reunion ? 'Modifier la réunion' : "Modifier l'envoi"), rubrique: RUBRIQUE, fil: [RUBRIQUE, JALONS],
    regle: REGLES[type].regle,
    formulaire: {
      adresse, annuler: RUBRIQUE.adresse, bouton: 'Enregistrer',
      champs: [
        f.liste('type', reunion ? 'Quelle réunion' : 'Quel document', famille(type), { obligatoire: true }),
        ...(reunion ? [] : [f.texte('annee', 'Année sur laquelle il porte', { obligatoire: true, aide: `Par exemple ${anneeDe(jour) - 1}.`, attributs: { inputmode: 'numeric', size: '6', autocomplete: 'off' } })]),
        f.date('date_jalon', 'Jour', { obligatoire: true }),
        f.choix('fait', 'Où en est-ce ?', reunion ? FAIT.reunion : FAIT.envoi, { obligatoire: true }),
        ...(id === null ? [] : [f.cache('version', [saisie.version].flat()[0] ?? '')]),
      ],
    },
    supprimer: id === null ? null : { adresse: `${JALONS.adresse}/${id}/supprimer`, libelle: 'Supprimer cette ligne', classe: 'btn-outline-danger', version: [saisie.version].flat()[0] ?? '' },
  };
}

export const saisieDuJalon = (j: Jalon): Saisie => ({ type: j.type, date_jalon: formaterDate(j.date_jalon), annee: j.annee ? String(j.annee) : '', fait: j.fait ? 'oui' : 'non', version: String(j.version) });
