/** Judges the rows of « Orientations »: their own dates, their person, and what the orientations of a person say of each other. */
import { MOTIF_TU } from '../acces/rules-limitation';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Instruction, Issue, Juge } from './actions-verifier';
import type { DatesDuParcours } from '../parcours/rules';
import { DEJA_DIFFERENTE, type PersonneVue } from './etat';
import { listerComptes, listerOrientationsReprises, listerParcours, listerPersonnesReprises, type OrientationConnue } from './queries';
import { jugerOrientation, nommerCompte, type OrientationReprise } from './rules';
import type { FauteDeLigne, LigneComprise } from '../lib/classeur/comprendre';
import type { Valeurs } from './rules-format';

const valeursDe = (ligne: LigneComprise) => ligne.valeurs as unknown as Valeurs<'Orientations'>;
const ROLES_ACCOMPAGNANTS = ['ACCOMPAGNATEUR', 'ANIMATION'];

/** Fields compared with what the application holds, when the file has their column. */
const COMPARES = ['reference_personne', 'prescripteur', 'mode_orientation', 'date_prescription', 'date_contact', 'date_diagnostic', 'date_refus', 'motif_refus', 'date_integration', 'date_sortie', 'motif_sortie', 'pni_debut'] as const satisfies (keyof OrientationReprise)[];
/** The same, where an empty cell lets the application deduce the value. */
const COMPARES_SI_DONNES = ['type_contact', 'nature_sortie', 'pni_fin'] as const satisfies (keyof OrientationReprise)[];

function estIdentique(lue: OrientationReprise, v: Valeurs<'Orientations'>, connue: OrientationConnue, donnes: ReadonlySet<string>): boolean {
  return COMPARES.every((champ) => !donnes.has(champ) || lue[champ] === connue[champ])
    && COMPARES_SI_DONNES.every((champ) => v[champ] === null || v.present === false || lue[champ] === connue[champ])
    && (!donnes.has('agence') || lue.agence_id === connue.agence_id)
    && (!lue.date_integration || !lue.accompagnateur || lue.accompagnateur === connue.accompagnateur)
    && (!lue.date_absence || connue.premieres_absences.includes(lue.date_absence));
}

/** What the facts of an orientation are judged by; the rest of the row is not kept. */
const datesDe = ({ date_prescription, date_contact, date_integration, date_refus, date_sortie }: DatesDuParcours): DatesDuParcours => ({ date_prescription, date_contact, date_integration, date_refus, date_sortie });

const seChevauchent = (a: { debut: DateCivile; fin: DateCivile }, b: { debut: DateCivile; fin: DateCivile }) => a.debut <= b.fin && b.debut <= a.fin;

export function orientationsReprises({ contexte, plieId, etat, agences, contenu }: Instruction): Juge {
  let connues = new Map<string, OrientationConnue>();
  /** Addresses looked up: true for somebody who may accompany, false for somebody else, null for nobody yet. */
  const comptes = new Map<string, boolean | null>();

  async function chargerPersonnes(references: string[]): Promise<void> {
    if (!contenu.reprises) return;
    const inconnues = [...new Set(references)].filter((r) => !etat.personnes.has(r));
    if (inconnues.length) {
      for (const p of await listerPersonnesReprises(contexte, plieId, inconnues)) etat.personnes.set(p.reference, { ligne: 0, id: p.id, refusee: false, ouvert: null, pni: [], limitee: p.limitee, chargee: false });
    }
    // Two references lead to one person, once their files are merged.
    const aCharger = new Map<number, Set<PersonneVue>>();
    for (const r of references) { const vue = etat.personnes.get(r); if (vue?.id && !vue.chargee) aCharger.set(vue.id, (aCharger.get(vue.id) ?? new Set()).add(vue)); }
    if (!aCharger.size) return;
    for (const parcours of await listerParcours(contexte, plieId, [...aCharger.keys()])) {
      const ou = `l'orientation ${parcours.reference ? `« ${parcours.reference} »` : ''} déjà dans l'application`.replace('  ', ' ');
      for (const vue of aCharger.get(parcours.personne_id)!) {
        if (parcours.ouvert) vue.ouvert = ou;
        vue.pni.push(...parcours.pni.map((p) => ({ ...p, ou })));
      }
    }
    for (const vues of aCharger.values()) for (const vue of vues) vue.chargee = true;
  }

  async function chargerComptes(courriels: string[]): Promise<void> {
    const inconnus = [...new Set(courriels)].filter((c) => !comptes.has(c));
    if (!inconnus.length) return;
    for (const courriel of inconnus) comptes.set(courriel, null);
    for (const compte of await listerComptes(contexte, inconnus)) comptes.set(compte.courriel, compte.organisation_id === plieId && ROLES_ACCOMPAGNANTS.includes(compte.role));
  }

  /** Two open parcours, two PNI on the same day: what the orientations of one person forbid each other. */
  function confronter(personne: PersonneVue, o: OrientationReprise, ligne: number): FauteDeLigne[] {
    if (personne.limitee) return [{ champ: 'reference_personne', message: MOTIF_TU }];
    const fautes: FauteDeLigne[] = [];
    const ouvert = o.date_integration !== null && o.date_sortie === null;
    if (ouvert && personne.ouvert) fautes.push({ champ: 'date_integration', message: `Cette personne a déjà un parcours ouvert : ${personne.ouvert}. Indiquez la sortie de l'un des deux.` });
    const periode = o.pni_debut && { debut: o.pni_debut, fin: o.date_sortie && o.date_sortie < o.pni_fin! ? (o.date_sortie > o.pni_debut ? o.date_sortie : o.pni_debut) : o.pni_fin! };
    const autre = periode && personne.pni.find((p) => seChevauchent(p, periode));
    if (autre) fautes.push({ champ: 'pni_debut', message: `Ce PNI chevauche celui de ${autre.ou} (du ${formaterDate(autre.debut)} au ${formaterDate(autre.fin)}). Deux PNI d'une personne ne peuvent pas couvrir le même jour.` });
    if (!fautes.length) {
      if (ouvert) personne.ouvert = `celui de la ligne ${ligne}`;
      if (periode) personne.pni.push({ ...periode, ou: `la ligne ${ligne}` });
    }
    return fautes;
  }

  return {
    async preparer(lignes) {
      connues = new Map();
      if (!lignes.length) return;
      const valeurs = lignes.map(valeursDe);
      if (contenu.reprises) connues = new Map((await listerOrientationsReprises(contexte, plieId, valeurs.map((v) => v.reference))).map((o) => [o.reference, o]));
      await chargerPersonnes(valeurs.map((v) => v.reference_personne));
      await chargerComptes(valeurs.flatMap((v) => v.accompagnateur ?? []));
    },

    juger(ligne): Issue {
      const v = valeursDe(ligne);
      const reference = typeof v.reference === 'string' ? v.reference : null;
      const dejaVue = reference === null ? undefined : etat.orientations.get(reference);
      const fautes = [...ligne.fautes];
      const refuser = (): Issue => {
        if (reference !== null && !dejaVue) etat.voirOrientation(reference, { ligne: ligne.numero, id: null, refusee: true, limitee: false, dates: null });
        return { statut: 'REFUSEE', fautes, remarques: [] };
      };
      if (dejaVue) fautes.push({ champ: 'reference', message: `L'orientation « ${reference} » est déjà nommée à la ligne ${dejaVue.ligne}. Gardez une seule ligne par orientation.` });
      const personne = typeof v.reference_personne === 'string' ? etat.personnes.get(v.reference_personne) : undefined;
      if (typeof v.reference_personne === 'string' && (!personne || personne.refusee)) fautes.push({ champ: 'reference_personne', message: personne ? 'Sa personne est refusée : corrigez d\'abord la ligne de la personne.' : 'Cette référence n\'est ni dans la feuille Personnes, ni parmi les personnes déjà reprises.' });
      if (ligne.fautes.length) return refuser();

      const { orientation, fautes: deLaLigne, remarques } = jugerOrientation(v, v.agence ? (agences.get(v.agence) ?? null) : null, contexte.jour);
      fautes.push(...deLaLigne);
      if (v.accompagnateur && comptes.get(v.accompagnateur) === false) fautes.push({ champ: 'accompagnateur', message: "Ce courriel n'est pas celui d'un accompagnateur de votre PLIE. Corrigez-le, ou demandez à votre administrateur." });
      if (fautes.length) return refuser();

      const connue = connues.get(orientation.reference);
      if (connue) {
        // What the application holds is what the rest of the file is judged by.
        etat.voirOrientation(orientation.reference, { ligne: ligne.numero, id: connue.id, refusee: false, limitee: connue.limitee, dates: datesDe(connue) });
        return estIdentique(orientation, v, connue, ligne.presents) ? { statut: 'INCHANGEE', fautes, remarques: [] } : { statut: 'DIFFERENTE', fautes, remarques: [{ champ: 'reference', message: DEJA_DIFFERENTE }] };
      }
      fautes.push(...confronter(personne!, orientation, ligne.numero));
      if (fautes.length) return refuser();
      etat.voirOrientation(orientation.reference, { ligne: ligne.numero, id: null, refusee: false, limitee: false, dates: datesDe(orientation) });
      etat.aEcrire.orientations.ajouter(orientation);
      if (orientation.date_absence) etat.aEcrire.absencesAuContact.ajouter({ reference: orientation.reference, date_convocation: orientation.date_absence, excuse: false, premier_contact: true });
      if (v.accompagnateur && comptes.get(v.accompagnateur) === null) {
        etat.aEcrire.comptes.push({ courriel: v.accompagnateur, ...nommerCompte(v.accompagnateur) });
        comptes.set(v.accompagnateur, true);
      }
      // The preview shows what was deduced of the empty cells.
      Object.assign(ligne.valeurs, { type_contact: orientation.type_contact, pni_fin: orientation.pni_fin, nature_sortie: orientation.nature_sortie });
      return { statut: 'NOUVELLE', fautes, remarques };
    },
  };
}
