/** Abnormal use, as texts ready to show. */
import { LISTES, libelle } from '../../codes/listes';
import { champs } from '../../http/champs';
import { formaterDate, formaterInstant, jourDe } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import type { Saisie } from '../../lib/formulaire';
import { accorder } from '../../lib/texte';
import type { Alerte } from './queries-alertes';
import { NATURE_DES_ACTES, PLAFOND, phraseDAlerte, type Seuils } from './rules-alertes';

export const ALERTES = { adresse: '/journal/alertes', libelle: "Usages inhabituels" };
export const SEUILS_DES_ALERTES = { adresse: '/journal/alertes/seuils', libelle: 'Seuils' };
const JOURNAL = { adresse: '/journal', libelle: 'Journal' };

/** The address of the form of a breach, as this alert fills it. */
export const aNoterAuRegistre = (id: number): string => `/violations/nouvelle?alerte=${id}`;

function suiteAuRegistre(a: Alerte): { adresse: string; texte: string } | null {
  if (a.violation_id) return { adresse: `/violations/${a.violation_id}`, texte: 'Voir la violation au registre' };
  return a.suite === 'VIOLATION' ? { adresse: aNoterAuRegistre(a.id), texte: 'La noter au registre des violations' } : null;
}

export function pageAlertes(alertes: Alerte[], seuils: Seuils) {
  const enAttente = alertes.filter((a) => !a.suite).length;
  return {
    titre: 'Usages inhabituels', rubrique: JOURNAL, fil: [JOURNAL],
    regle: `Une alerte naît quand un agent ouvre plus de ${seuils.fiches_par_heure} fiches de personnes en une heure, ou sort ${accorder(seuils.exports_par_jour, 'fichier nominatif', 'fichiers nominatifs')} ou plus dans la même journée, ou se voit refuser ${seuils.refus_par_heure} pages ou gestes en une heure, faute de droit ou hors de son territoire. Elle ne bloque rien : demandez à l'agent ce qui s'est passé, puis notez la suite.`,
    seuils: SEUILS_DES_ALERTES.adresse,
    resume: enAttente ? `${accorder(enAttente, 'alerte attend', 'alertes attendent')} une suite` : 'Aucune alerte en attente',
    plafond: alertes.length >= PLAFOND ? `Les ${PLAFOND} dernières.` : null,
    alertes: alertes.map((a) => ({
      id: a.id, version: a.version, agent: a.agent, role: libelle('ROLES', a.role), quand: `${formaterInstant(a.debut)} – ${formaterInstant(a.fin).slice(-5)}`, fait: phraseDAlerte(a.genre, a.nombre, a.seuil),
      actes: `${JOURNAL.adresse}?${new URLSearchParams({ du: formaterDate(jourDe(a.debut)), au: formaterDate(jourDe(a.fin)), auteur: a.courriel, nature: NATURE_DES_ACTES[a.genre] }).toString()}`,
      adresse: `${ALERTES.adresse}/${a.id}`,
      suite: a.suite ? { texte: libelle('SUITES_ALERTE', a.suite), qui: `${a.suite_par ?? ''}, ${formaterInstant(a.suite_le!)}`, violation: suiteAuRegistre(a) } : null,
      choix: LISTES.SUITES_ALERTE.map(({ code, libelle: texte }) => ({ code, texte })),
    })),
  };
}

export function pageSeuils(seuils: Seuils & { version: number }, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const f = champs({ fiches_par_heure: String(seuils.fiches_par_heure), exports_par_jour: String(seuils.exports_par_jour), refus_par_heure: String(seuils.refus_par_heure), ...saisie }, erreurs);
  return {
    titre: 'Seuils des alertes', rubrique: JOURNAL, fil: [JOURNAL, ALERTES], erreurs: erreurs.length ? erreurs : undefined,
    formulaire: {
      adresse: SEUILS_DES_ALERTES.adresse, bouton: 'Enregistrer les seuils', annuler: ALERTES.adresse,
      champs: [
        f.version(seuils.version),
        f.texte('fiches_par_heure', "Fiches ouvertes en une heure par un même agent", { obligatoire: true, aide: "L'alerte naît au-dessus de ce nombre, entre 10 et 500.", attributs: { inputmode: 'numeric' } }),
        f.texte('exports_par_jour', "Fichiers nominatifs sortis dans la journée par un même agent", { obligatoire: true, aide: "L'alerte naît à partir de ce nombre, entre 1 et 50.", attributs: { inputmode: 'numeric' } }),
        f.texte('refus_par_heure', "Pages ou gestes refusés en une heure à un même agent", { obligatoire: true, aide: "L'alerte naît à partir de ce nombre, entre 5 et 30. Une adresse gardée d'une fiche qui n'existe plus compte aussi.", attributs: { inputmode: 'numeric' } }),
      ],
    },
  };
}
