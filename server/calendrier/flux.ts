/** The feed as iCalendar (RFC 5545): one all-day event a deadline, with counts and links, never a person's name. Pure. */
import { createHash } from 'node:crypto';
import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { accorder } from '../lib/texte';
import { ajouterJours, formaterDate, type DateCivile } from '../lib/dates';
import { REGLES, type Echeance } from './rules';

/** How far back what is late stays in an agenda; further, the page alone shows it. */
const JOURS_PASSES = 90;
const HEURES_ENTRE_LECTURES = 6;

export interface Evenement { uid: string; date: DateCivile; titre: string; texte: string; adresse: string; empreinte: string }
/** What an agenda was last told of an event: `sequence` grows when it changes. `modifie_le`: an ISO instant. */
export interface Version { sequence: number; modifie_le: string }

const hacher = (texte: string): string => createHash('sha256').update(texte).digest('hex');

/** `url`: the public address; `plusieurs`: the PLIE is named, for a territory of several; `operateur`: the name shown for Pôle emploi. */
export function evenements(echeances: readonly Echeance[], { url, plusieurs, operateur, jour }: { url: string; plusieurs: boolean; operateur: string; jour: DateCivile }): Evenement[] {
  return echeances.filter((e) => e.etat !== 'FAIT' && e.date >= ajouterJours(jour, -JOURS_PASSES)).map((e) => {
    const nommer = (texte: string) => texte.replaceAll('Pôle emploi', operateur);
    const titre = nommer(`${e.etat === 'EN_RETARD' && e.nombre === null ? 'En retard : ' : ''}${e.libelle}${plusieurs ? ` – ${e.plie.nom}` : ''}`);
    const texte = nommer([e.nombre === null ? e.detail : `${accorder(e.nombre, 'personne concernée', 'personnes concernées')}.`, `Dernier jour : ${formaterDate(e.date)}. Qui agit : ${REGLES[e.code].qui}.`, REGLES[e.code].regle].filter(Boolean).join('\n'));
    const adresse = `${url}${e.adresse ?? '/echeances'}`;
    return { uid: `${hacher(e.cle).slice(0, 32)}@${new URL(url).hostname}`, date: e.date, titre, texte, adresse, empreinte: hacher(JSON.stringify([e.date, titre, texte, adresse])) };
  });
}

export function ecrireFlux(siens: readonly Evenement[], versions: ReadonlyMap<string, Version>, nom: string): string {
  const calendrier = ical({
    name: `Échéances – ${nom}`, method: ICalCalendarMethod.PUBLISH, ttl: HEURES_ENTRE_LECTURES * 3600, prodId: { company: 'Passerelle', product: 'Échéances', language: 'FR' },
    x: { 'X-WR-TIMEZONE': 'Europe/Paris' },
  });
  for (const e of siens) {
    const { sequence, modifie_le } = versions.get(e.uid)!;
    // The civil date as a text is taken as it is: an all-day event has no hour and no zone, and no change of clocks moves it.
    calendrier.createEvent({ id: e.uid, allDay: true, start: e.date, summary: e.titre, description: `${e.texte}\n${e.adresse}`, url: e.adresse, sequence, stamp: modifie_le, lastModified: modifie_le, transparency: ICalEventTransparency.TRANSPARENT });
  }
  return calendrier.toString();
}
