/** Abnormal use: looked for in the journal, told once, followed up by the data-protection officer. */
import type { Contexte } from '../../acces/acteur';
import type { CodeDe } from '../../codes/listes';
import type { Base } from '../../lib/db';
import { dansMinutes, type Horloge } from '../../lib/dates';
import { ecrire, type Auteur } from '../../lib/ecriture';
import { ajouterAlerte, listerAbus, noterSuite, poserSeuils } from './queries-alertes';
import type { Seuils } from './rules-alertes';

const SYSTEME: Auteur = { utilisateurId: null, systeme: "alertes d'usage", requeteId: null, cleFormulaire: null };

/** Writes down what is above the thresholds now; gives how many alerts that makes. */
export async function chercherAbus(base: Base, horloge: Horloge): Promise<number> {
  const abus = await listerAbus(base, dansMinutes(horloge, 0));
  for (const a of abus) {
    await ecrire(base, SYSTEME, { action: 'alerte.constater', plieId: a.organisation_id, details: { utilisateur: a.utilisateur_id, genre: a.genre, nombre: a.nombre } }, (trx) => ajouterAlerte(trx, a));
  }
  return abus.length;
}

export const traiterAlerte = ({ base, auteur, acteur }: Contexte, id: number, { suite, version }: { suite: CodeDe<'SUITES_ALERTE'>; version: number }, maintenant: string): Promise<void> =>
  ecrire(base, auteur, { action: 'alerte.traiter', plieId: acteur.organisation?.id ?? null, details: { alerte: id, suite } }, (trx) => noterSuite(trx, acteur, { id, version, suite, par: acteur.utilisateurId, maintenant }));

export const reglerAlertes = ({ base, auteur, acteur }: Contexte, seuils: Seuils & { version: number }): Promise<void> =>
  ecrire(base, auteur, { action: 'alerte.regler', plieId: acteur.organisation!.id, details: { fiches_par_heure: seuils.fiches_par_heure, exports_par_jour: seuils.exports_par_jour, refus_par_heure: seuils.refus_par_heure } }, (trx) => poserSeuils(trx, acteur.organisation!.id, seuils));
