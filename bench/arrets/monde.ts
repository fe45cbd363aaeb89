/** Two PLIEs with their agencies, their users, the persons they follow: enough to write for an hour. */
import type { Role } from '../../server/acces/acteur';
import { contexteSysteme } from '../../server/acces/acteur';
import { hacher } from '../../server/acces/mots-de-passe';
import { creerHasard } from '../../server/demonstration/hasard';
import type { Base } from '../../server/lib/db';
import { ajouterJours, type DateCivile } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { fabriquer } from '../../test/fabriques';
import { MOT_DE_PASSE } from '../donnees';
import { Poste } from './client';

const SUIVIES = 20;
const A_INTEGRER = 100;
/** Days since the integration of those who are followed: as many facts may be dated. */
const ANCIENNETE = 500;

export interface Territoire {
  plieId: number;
  plieCode: string;
  jour: DateCivile;
  accompagnateurId: number;
  /** In parcours: facts are recorded on them. */
  suivies: { orientation: number; personne: number; faits: number }[];
  /** Met once, each to be integrated once. */
  aIntegrer: number[];
  /** Monthly tables sent so far. */
  tableaux: number;
}

/** The first day on which a fact may be dated. */
export const dateDuFait = (jour: DateCivile, rang: number): DateCivile => ajouterJours(jour, -1 - (rang % (ANCIENNETE - 2)));

const rangs = (nom: string, nombre: number): string[] => Array.from({ length: nombre }, (_, n) => `${nom} ${n}`);

const EQUIPE: readonly Role[] = ['ACCOMPAGNATEUR', 'ACCOMPAGNATEUR', 'ANIMATION'];

export async function creerMonde(base: Base, jour: DateCivile, graine: string): Promise<Poste[]> {
  const contexte = contexteSysteme(base, jour, 'arrêts');
  const f = fabriquer(contexte);
  const mot_de_passe = await hacher(MOT_DE_PASSE);
  const postes: Poste[] = [];
  for (const rang of [1, 2]) {
    const { plie, agence } = await f.unTerritoireComplet({ date_debut: ajouterJours(jour, -2000), date_fin: ajouterJours(jour, 1000) }, { departement: `0${rang}`, region: 'PACA', code: `ARRETS-${rang}` });
    const compte = (role: Role, organisation_id: number) => f.unUtilisateur({ role, organisation_id, mot_de_passe });
    const equipe = [];
    for (const role of EQUIPE) equipe.push({ role, ...(await compte(role, plie.id)) });
    const territoire: Territoire = { plieId: plie.id, plieCode: plie.code, jour, accompagnateurId: equipe[0]!.id, suivies: [], aIntegrer: [], tableaux: 0 };
    await ecrire(base, contexte.auteur, { action: 'essai.remplir', plieId: plie.id }, async (trx) => {
      const noms = [...rangs('Suivie', SUIVIES), ...rangs('Attente', A_INTEGRER)];
      const personnes = await trx('personnes').insert(noms.map((nom) => ({ plie_id: plie.id, nom, prenom: 'Alix', date_naissance: '1985-04-12' }))).returning<{ id: number }[]>('id');
      const orientations = await trx('orientations').insert(personnes.map(({ id }, n) => ({
        plie_id: plie.id, personne_id: id, agence_id: agence.id, prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', type_contact: 'INDIVIDUEL',
        date_prescription: ajouterJours(jour, -ANCIENNETE - 20), date_contact: ajouterJours(jour, -ANCIENNETE - 10), date_integration: n < SUIVIES ? ajouterJours(jour, -ANCIENNETE) : null,
      }))).returning<{ id: number; personne_id: number }[]>(['id', 'personne_id']);
      territoire.suivies.push(...orientations.slice(0, SUIVIES).map((o) => ({ orientation: o.id, personne: o.personne_id, faits: 0 })));
      territoire.aIntegrer.push(...orientations.slice(SUIVIES).map((o) => o.id));
    });
    const [conseiller, referent] = [await compte('CONSEILLER_PE', agence.id), await compte('REFERENT_PE', agence.id)];
    for (const { role, courriel } of [...equipe, { role: 'CONSEILLER_PE' as const, ...conseiller }, { role: 'REFERENT_PE' as const, ...referent }]) {
      postes.push(new Poste(role, courriel, territoire, creerHasard(`${graine} ${courriel}`)));
    }
  }
  return postes;
}
