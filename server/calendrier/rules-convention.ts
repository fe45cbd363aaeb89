/** The deadlines that a convention sets to its parties: table, meetings, yearly documents, its own end. Pure. */
import type { Role } from '../acces/acteur';
import { LISTES, libelle } from '../codes/listes';
import { echeanceDuMois, deMois } from '../echanges/rules';
import { ajouterJours, ajouterMois, anneeDe, dateCivile, decalerMois, dernierJourDuMois, formaterDate, joursEntre, moisDe, premierJourAnnee, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { etatDe, type CodeEcheance, type Echeance, type TypeJalon } from './rules';

export interface ConventionSuivie {
  id: number; plie_id: number; plie_nom: string;
  date_debut: DateCivile; date_fin: DateCivile; date_suspension: DateCivile | null;
  /** First day of the first convention of that PLIE. */
  premier_jour: DateCivile;
  /** Another one begins after this one. */
  suivie: boolean;
  /** Last year is of before the tool: its documents are not awaited here. */
  hors_outil: boolean;
}
/** A meeting planned or held, a yearly document sent. */
export interface Jalon { id: number; plie_id: number; type: TypeJalon; date_jalon: DateCivile; annee: number | null; fait: boolean; version: number }

/** Months at most between two meetings; the comité technique has no frequency of its own. */
const MOIS_ENTRE_REUNIONS = { ECHANGE_INFORMATIONS: 4, COMITE_PILOTAGE_PLIE: 6, COMITE_PILOTAGE_CONVENTION: 12, COMITE_TECHNIQUE: null } as const;
export type TypeReunion = keyof typeof MOIS_ENTRE_REUNIONS;
export const REUNIONS = Object.keys(MOIS_ENTRE_REUNIONS) as TypeReunion[];
export const estReunion = (type: string): type is TypeReunion => type in MOIS_ENTRE_REUNIONS;
export const ENVOIS = LISTES.TYPES_JALON.map((t) => t.code).filter((t): t is Exclude<TypeJalon, TypeReunion> => !estReunion(t));

/** Last day of the next meeting: so many calendar months after the last one held, or after the first day of the convention. Null without a frequency. */
export function prochaineReunion(type: TypeReunion, derniere: DateCivile | null, debut: DateCivile): DateCivile | null {
  const mois = MOIS_ENTRE_REUNIONS[type];
  return mois === null ? null : ajouterMois(derniere ?? debut, mois);
}

/** Last day of the documents of a year: before 30 April of the next one. */
export const echeanceDesBilans = (annee: number): DateCivile => dateCivile(`${annee + 1}-04-29`);

/** How long before its end a convention is announced. */
const JOURS_AVANT_FIN = 180;
/** How long what is done stays on the page. */
export const JOURS_FAIT = 30;

/** For each PLIE, the months whose table has been sent. */
export type TableauxTransmis = ReadonlyMap<number, ReadonlySet<Mois>>;

/** Months of a PLIE whose table is to be sent, the oldest first: the present one, those before it that did not leave. */
export function moisAEnvoyer(c: Pick<ConventionSuivie, 'plie_id' | 'date_debut' | 'date_fin'>, transmis: TableauxTransmis, jour: DateCivile): Mois[] {
  const [present, precedent] = [moisDe(jour), decalerMois(moisDe(jour), -1)];
  const couvert = (mois: Mois) => dernierJourDuMois(mois) >= c.date_debut && premierJourDuMois(mois) <= c.date_fin;
  const siens = transmis.get(c.plie_id) ?? new Set<Mois>();
  // From the first one ever sent on: a PLIE that begins with the tool owes nothing of the years before.
  const premier = [...siens].sort()[0] ?? precedent;
  const mois: Mois[] = [];
  for (let m = decalerMois(present, -12); m <= present; m = decalerMois(m, 1)) if ((m >= premier || m === precedent) && couvert(m) && !siens.has(m)) mois.push(m);
  return mois;
}

const noter = (role: Role, libelleActe: string, parametres: string) => (role === 'ANIMATION' ? { adresse: `/echeances/jalons/nouveau?${parametres}`, libelle: libelleActe } : null);
const reprendre = (role: Role, libelleActe: string, id: number) => (role === 'ANIMATION' ? { adresse: `/echeances/jalons/${id}`, libelle: libelleActe } : null);

interface Situation { convention: ConventionSuivie; jalons: readonly Jalon[]; transmis: TableauxTransmis; role: Role; jour: DateCivile }
type Sienne = Omit<Echeance, 'plie' | 'nombre'>;

function tableaux({ convention: c, transmis, role, jour }: Situation): Sienne[] {
  // Nothing may be exchanged while the convention is suspended: no table is owed.
  if (c.date_suspension && c.date_suspension <= jour) return [];
  const adresse = (mois: Mois) => (role === 'ANIMATION' ? `/tableau-de-suivi?mois=${mois}` : null);
  const dus = moisAEnvoyer(c, transmis, jour).map((mois): Sienne => {
    const date = echeanceDuMois(mois);
    return {
      cle: `TABLEAU:${c.plie_id}:${mois}`, code: 'TABLEAU', date, etat: etatDe(date, jour), libelle: `Tableau de suivi ${deMois(mois)}`,
      detail: moisDe(jour) === mois ? 'Le mois est en cours.' : '', adresse: adresse(mois), acte: null,
    };
  });
  const precedent = decalerMois(moisDe(jour), -1);
  if (!transmis.get(c.plie_id)?.has(precedent)) return dus;
  return [...dus, { cle: `TABLEAU:${c.plie_id}:${precedent}`, code: 'TABLEAU', date: echeanceDuMois(precedent), etat: 'FAIT', libelle: `Tableau de suivi ${deMois(precedent)}`, detail: 'Transmis.', adresse: adresse(precedent), acte: null }];
}

function reunion(type: TypeReunion, { convention: c, jalons, role, jour }: Situation): Sienne[] {
  const siens = jalons.filter((j) => j.type === type);
  const derniere = siens.filter((j) => j.fait).map((j) => j.date_jalon).sort().at(-1) ?? null;
  const prevue = siens.filter((j) => !j.fait).sort((a, b) => (a.date_jalon < b.date_jalon ? -1 : 1))[0] ?? null;
  const limite = prochaineReunion(type, derniere, c.date_debut);
  const faite: Sienne[] = derniere && derniere >= ajouterJours(jour, -JOURS_FAIT) && derniere <= jour
    ? [{ cle: `${type}:${c.plie_id}:${derniere}`, code: type, date: derniere, etat: 'FAIT', libelle: libelle('TYPES_JALON', type), detail: 'Tenu.', adresse: null, acte: null }] : [];
  if (!prevue && !limite) return faite;
  // A meeting planned in time is the deadline; planned too late, the rule stays.
  const aTemps = prevue !== null && (limite === null || prevue.date_jalon <= limite);
  const date = aTemps ? prevue.date_jalon : limite!;
  const depuis = derniere ? `Dernier : ${formaterDate(derniere)}.` : `Aucun noté depuis le début de la convention (${formaterDate(c.date_debut)}).`;
  const detail = !prevue ? depuis
    : prevue.date_jalon < jour ? `Prévu le ${formaterDate(prevue.date_jalon)} : a-t-il eu lieu ? Notez-le.`
    : aTemps ? `Prévu ce jour-là${limite ? `, au plus tard le ${formaterDate(limite)}` : ''}.` : `Prévu le ${formaterDate(prevue.date_jalon)}, après la date limite.`;
  return [...faite, {
    // The rank of the one awaited: it stays the same while its day is planned and moved.
    cle: `${type}:${c.plie_id}:apres-${derniere ?? c.date_debut}`, code: type, date, etat: etatDe(date, jour), libelle: libelle('TYPES_JALON', type), detail, adresse: null,
    acte: prevue ? reprendre(role, prevue.date_jalon <= jour ? 'Noter la réunion' : 'Modifier', prevue.id) : noter(role, 'Noter une réunion', `type=${type}`),
  }];
}

/** Where a yearly document is made, for those who may open it. */
function adresseDuDocument(type: (typeof ENVOIS)[number], { plie_id }: ConventionSuivie, annee: number, role: Role): string | null {
  switch (type) {
    // The region has them all on one page, from where it reminds.
    case 'BILAN_QUANTITATIF': return role === 'REFERENT_PE' ? null : role === 'CORRESPONDANT_REGIONAL' ? `/bilans?annee=${annee}` : `/bilans/${plie_id}/${annee}`;
    case 'BILAN_QUALITATIF': return ['ANIMATION', 'CORRESPONDANT_REGIONAL'].includes(role) ? '/enquete' : null;
    case 'RELEVE_DEMANDES': return `/releve-des-demandes?annee=${annee}`;
  }
}

function envoiAnnuel(type: (typeof ENVOIS)[number], { convention: c, jalons, role, jour }: Situation): Sienne[] {
  const annee = anneeDe(jour) - 1;
  if (c.premier_jour >= premierJourAnnee(anneeDe(jour)) || c.hors_outil) return [];
  const sien = jalons.find((j) => j.type === type && j.annee === annee) ?? null;
  const base = { cle: `${type}:${c.plie_id}:${annee}`, code: type, libelle: `${libelle('TYPES_JALON', type)} ${annee}`, adresse: adresseDuDocument(type, c, annee, role) };
  if (sien?.fait) return sien.date_jalon >= ajouterJours(jour, -JOURS_FAIT) ? [{ ...base, date: sien.date_jalon, etat: 'FAIT', detail: 'Envoyé.', acte: null }] : [];
  const date = echeanceDesBilans(annee);
  // The statement is noted where its figures are, so that the register keeps their checksum.
  if (type === 'RELEVE_DEMANDES') return [{ ...base, date, etat: etatDe(date, jour), detail: '', acte: role === 'ANIMATION' ? { adresse: `${base.adresse}#transmission`, libelle: "Noter l'envoi" } : null }];
  return [{ ...base, date, etat: etatDe(date, jour), detail: '', acte: sien ? reprendre(role, "Noter l'envoi", sien.id) : noter(role, "Noter l'envoi", `type=${type}&annee=${annee}`) }];
}

function fin({ convention: c, role, jour }: Situation): Sienne[] {
  if (c.suivie || joursEntre(jour, c.date_fin) > JOURS_AVANT_FIN) return [];
  return [{
    cle: `FIN_CONVENTION:${c.id}`, code: 'FIN_CONVENTION', date: c.date_fin, etat: etatDe(c.date_fin, jour), libelle: c.date_fin < jour ? 'Convention terminée, sans suite' : 'Fin de la convention',
    detail: c.date_fin < jour ? `Depuis le ${formaterDate(c.date_fin)}, rien ne peut être envoyé à Pôle emploi.` : 'Préparez la suivante.',
    adresse: role === 'ADMINISTRATEUR' ? `/administration/conventions/${c.id}` : `/conventions/${c.id}`, acte: null,
  }];
}

/** All that one convention asks for, of the codes given. An ended one asks for its successor only. */
export function echeancesDeLaConvention(situation: Situation, codes: readonly CodeEcheance[]): Echeance[] {
  const { convention: c, jour } = situation;
  const enCours = c.date_fin >= jour;
  return [
    ...(enCours ? [...tableaux(situation), ...REUNIONS.flatMap((t) => reunion(t, situation)), ...ENVOIS.flatMap((t) => envoiAnnuel(t, situation))] : []),
    ...fin(situation),
  ].filter((e) => codes.includes(e.code)).map((e) => ({ ...e, nombre: null, plie: { id: c.plie_id, nom: c.plie_nom, convention: c.id } }));
}

/** What is held or sent has its day behind it. */
export function critiquerJalon({ type, date_jalon, annee, fait }: Pick<Jalon, 'type' | 'date_jalon' | 'annee' | 'fait'>, jour: DateCivile): Erreur[] {
  const erreurs: Erreur[] = [];
  if (fait && date_jalon > jour) erreurs.push({ champ: 'date_jalon', message: `Le ${formaterDate(date_jalon)} n'est pas encore arrivé : choisissez « Prévu », ou corrigez la date.` });
  if (!estReunion(type) && annee === null) erreurs.push({ champ: 'annee', message: "Indiquez l'année sur laquelle porte ce document." });
  if (!estReunion(type) && annee !== null && anneeDe(date_jalon) <= annee) erreurs.push({ champ: 'date_jalon', message: `Le document de ${annee} part une fois l'année finie : indiquez une date à partir du 01/01/${annee + 1}.` });
  return erreurs;
}
