/** Judges the rows of the other sheets: étapes, entretiens, absences (facts of an orientation) and information collective sessions. */
import { MOTIF_TU } from '../acces/rules-limitation';
import type { DateCivile } from '../lib/dates';
import { critiquerConvocation, critiquerEtape, estUnPremierContactManque, type DatesDuParcours } from '../parcours/rules';
import type { Instruction, Issue, Juge } from './actions-verifier';
import { DEJA_DIFFERENTE, type Etat, type OrientationVue } from './etat';
import { listerFaitsConnus, listerOrientationsReprises, listerSessionsConnues, type SessionConnue } from './queries';
import type { FauteDeLigne, LigneComprise } from '../lib/classeur/comprendre';
import type { NomDeFeuille, Valeurs } from './rules-format';

type FeuilleDeFaits = 'Étapes' | 'Entretiens' | 'Absences';

/** How each sheet of facts is judged and put aside; one of these per sheet. */
interface Sorte {
  table: 'etapes' | 'entretiens' | 'absences';
  date: string;
  critiquer(o: DatesDuParcours, ligne: LigneComprise, jour: DateCivile): FauteDeLigne[];
  ranger(etat: Etat, o: DatesDuParcours, ligne: LigneComprise): void;
}

const SORTES: Record<FeuilleDeFaits, Sorte> = {
  Étapes: {
    table: 'etapes', date: 'date_debut',
    critiquer(o, ligne, jour) {
      const v = ligne.valeurs as unknown as Valeurs<'Étapes'>;
      return critiquerEtape(o, { date_debut: v.date_debut, date_fin: v.date_fin, resultat: null }, jour);
    },
    ranger(etat, _o, ligne) {
      const v = ligne.valeurs as unknown as Valeurs<'Étapes'>;
      etat.aEcrire.etapes.ajouter({ reference: v.reference_orientation, type: v.type, date_debut: v.date_debut, date_fin: v.date_fin });
    },
  },
  Entretiens: {
    table: 'entretiens', date: 'date_entretien',
    // Histories hold the entretiens of the diagnostic too: like a convocation, from the prescription to the end.
    critiquer: (o, ligne) => critiquerConvocation(o, (ligne.valeurs as unknown as Valeurs<'Entretiens'>).date_entretien).map((f) => ({ ...f, champ: 'date_entretien' })),
    ranger(etat, _o, ligne) {
      const v = ligne.valeurs as unknown as Valeurs<'Entretiens'>;
      etat.aEcrire.entretiens.ajouter({ reference: v.reference_orientation, date_entretien: v.date_entretien });
    },
  },
  Absences: {
    table: 'absences', date: 'date_convocation',
    critiquer: (o, ligne) => critiquerConvocation(o, (ligne.valeurs as unknown as Valeurs<'Absences'>).date_convocation),
    ranger(etat, o, ligne) {
      const v = ligne.valeurs as unknown as Valeurs<'Absences'>;
      etat.aEcrire.absences.ajouter({ reference: v.reference_orientation, date_convocation: v.date_convocation, excuse: v.excuse ?? false, premier_contact: estUnPremierContactManque(o, v.date_convocation) });
    },
  },
};

/** The judge of a sheet that is neither « Personnes » nor « Orientations ». */
export function faitsRepris(i: Instruction, feuille: NomDeFeuille): Juge {
  return feuille === 'Informations collectives' ? sessionsReprises(i) : faitsDuneSorte(i, SORTES[feuille as FeuilleDeFaits]);
}

/** A day as a number that follows the calendar; enough to tell days apart, cheaper than a text in a set of half a million. */
const numeroDuJour = (date: string): number => Number(date.slice(0, 4)) * 372 + Number(date.slice(5, 7)) * 31 + Number(date.slice(8, 10));
const JOURS = 820_000;
const TYPES = 256;

function faitsDuneSorte({ contexte, plieId, etat, contenu }: Instruction, sorte: Sorte): Juge {
  const types: string[] = [];
  const rangDuType = (type: string | null | undefined): number => {
    if (!type) return 0;
    if (!types.includes(type)) types.push(type);
    return types.indexOf(type) + 1;
  };
  /** An orientation, a day, a type: one fact. Two sets of numbers, since a file may hold half a million of them. */
  const cleDuFait = (o: OrientationVue, date: string, type: string | null | undefined): number => (o.rang * JOURS + numeroDuJour(date)) * TYPES + rangDuType(type);
  const vus = new Set<number>();
  let connus = new Set<number>();
  const referenceDe = (ligne: LigneComprise) => ligne.valeurs.reference_orientation as string;
  const cleDe = (o: OrientationVue, ligne: LigneComprise) => cleDuFait(o, ligne.valeurs[sorte.date] as string, ligne.valeurs.type as string | undefined);

  return {
    async preparer(lignes) {
      connus = new Set();
      if (!contenu.reprises || !lignes.length) return;
      const references = [...new Set(lignes.map(referenceDe))];
      const inconnues = references.filter((r) => !etat.orientations.has(r));
      if (inconnues.length) for (const o of await listerOrientationsReprises(contexte, plieId, inconnues)) etat.voirOrientation(o.reference, { ligne: 0, id: o.id, refusee: false, limitee: o.limitee, dates: o });
      const parId = new Map<number, OrientationVue>();
      for (const r of references) { const o = etat.orientations.get(r); if (o?.id) parId.set(o.id, o); }
      if (!parId.size) return;
      for (const fait of await listerFaitsConnus(contexte, plieId, sorte.table, [...parId.keys()])) connus.add(cleDuFait(parId.get(fait.orientation_id)!, fait.date, fait.type));
    },

    juger(ligne): Issue {
      const fautes = [...ligne.fautes];
      const reference = ligne.valeurs.reference_orientation as string | undefined;
      const orientation = reference === undefined ? undefined : etat.orientations.get(reference);
      if (reference !== undefined && !orientation) fautes.push({ champ: 'reference_orientation', message: "Cette référence n'est ni dans la feuille Orientations, ni parmi les orientations déjà reprises." });
      if (orientation?.refusee) fautes.push({ champ: 'reference_orientation', message: "Son orientation est refusée : corrigez d'abord la ligne de l'orientation." });
      if (fautes.length) return { statut: 'REFUSEE', fautes, remarques: [] };
      const cleFait = cleDe(orientation!, ligne);
      if (connus.has(cleFait)) return { statut: 'INCHANGEE', fautes, remarques: [] };
      if (vus.has(cleFait)) return { statut: 'INCHANGEE', fautes, remarques: [{ champ: sorte.date, message: 'Cette ligne en répète une autre : elle ne compte qu\'une fois.' }] };
      if (orientation!.limitee) return { statut: 'REFUSEE', fautes: [{ champ: 'reference_orientation', message: MOTIF_TU }], remarques: [] };
      const horsRegle = sorte.critiquer(orientation!.dates!, ligne, contexte.jour);
      if (horsRegle.length) return { statut: 'REFUSEE', fautes: horsRegle, remarques: [] };
      vus.add(cleFait);
      sorte.ranger(etat, orientation!.dates!, ligne);
      return { statut: 'NOUVELLE', fautes, remarques: [] };
    },
  };
}

/** Sessions have no reference: two of an agency on one day are told apart by their rank in the file. */
function sessionsReprises({ contexte, plieId, etat, agences }: Instruction): Juge {
  const rangs = new Map<string, number>();
  let connues: Map<string, SessionConnue> | null = null;
  const cleDe = (s: { date_session: string; agence_id: number | null; rang?: number }) => [s.date_session, s.agence_id ?? '', s.rang ?? ''].join('|');

  return {
    async preparer() {
      connues ??= new Map((await listerSessionsConnues(contexte, plieId)).map((s) => [cleDe(s), s]));
    },
    juger(ligne): Issue {
      if (ligne.fautes.length) return { statut: 'REFUSEE', fautes: ligne.fautes, remarques: [] };
      const v = ligne.valeurs as unknown as Valeurs<'Informations collectives'>;
      const place = { date_session: v.date_session, agence_id: v.agence ? (agences.get(v.agence) ?? null) : null };
      const rang = (rangs.get(cleDe(place)) ?? 0) + 1;
      rangs.set(cleDe(place), rang);
      const connue = connues!.get(cleDe({ ...place, rang }));
      if (connue) {
        const identique = connue.convoques === v.convoques && connue.presents === v.presents;
        return { statut: identique ? 'INCHANGEE' : 'DIFFERENTE', fautes: [], remarques: identique ? [] : [{ champ: 'date_session', message: DEJA_DIFFERENTE }] };
      }
      etat.aEcrire.sessions.ajouter({ ...place, rang, convoques: v.convoques, presents: v.presents });
      const remarques = v.presents > v.convoques ? [{ champ: 'presents', message: 'Plus de présents que de convoqués : vérifiez ces deux nombres.' }] : [];
      return { statut: 'NOUVELLE', fautes: [], remarques };
    },
  };
}
