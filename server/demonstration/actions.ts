/** Fills an empty database with the fictional region, in one act. */
import { ROLES, type Contexte, type Role } from '../acces/acteur';
import { hacher } from '../acces/mots-de-passe';
import { RegleEnfreinte } from '../lib/erreurs';
import { ecrire } from '../lib/ecriture';
import { tenirLesBilans } from './bilans';
import { MOT_DE_PASSE } from './comptes';
import { mesurerLesMois } from './controles';
import { figerEnquete } from '../enquete/actions';
import { instantDeCloture } from './enquete';
import { ACTION, analyser, avancerIdentifiants, cloreSeances, estVide, insererLignes, insererTerritoires, listerComptesActifs, noterConsultations, type CompteActif } from './queries';
import { DEPARTEMENTS_DEMO, inventerRegion } from './region';
import { transmettreLesReleves } from './releves';
import { prendreLesTableaux } from './importations';
import { tenirLesTableaux } from './tableaux';
import { REGION } from './territoire';

/** Rows sent at once: a few hundred kilobytes. */
const LOT = 1000;

/** Where the tour begins: a PLIE whose every setting is particular, and its reference agency. */
const PLIE_VITRINE = 'CASA';
const VITRINE = new Set([PLIE_VITRINE, 'LENTISQUES', REGION.code]);

export interface CompteDemo { role: Role; organisation: { code: string; nom: string }; courriel: string; mot_de_passe: string }

/**
 * Fills the database as of `contexte.jour`. `avancer` gets the percentage done. Throws RegleEnfreinte when the database
 * holds data. All or nothing: a filling that is interrupted leaves the database empty.
 */
export async function remplir(contexte: Contexte, options: { secondFacteur: boolean; avancer: (pourcent: number) => void }): Promise<void> {
  const { base, auteur, jour } = contexte;
  if (!(await estVide(base))) throw new RegleEnfreinte([{ champ: '', message: 'Cette base contient déjà des données : la démonstration ne se charge que dans une base vide.' }]);
  const region = inventerRegion(jour);
  const { utilisateurs, ouvertures, ...tables } = region;
  const mot_de_passe = await hacher(MOT_DE_PASSE);
  const { organisations, plie_agences, conventions, convention_correspondants, ...faits } = tables;
  const ordonnees = Object.entries({ organisations, plie_agences, conventions, convention_correspondants, utilisateurs: utilisateurs.map((u) => ({ ...u, mot_de_passe, dispense_second_facteur: !options.secondFacteur })), ...faits });
  const total = ordonnees.reduce((somme, [, rows]) => somme + rows.length, 0);
  let faites = 0;
  await ecrire(base, auteur, { action: ACTION, details: { jour, second_facteur: options.secondFacteur, lignes: total } }, async (trx) => {
    await insererTerritoires(trx, REGION, DEPARTEMENTS_DEMO);
    for (const [table, rows] of ordonnees) {
      for (let debut = 0; debut < rows.length; debut += LOT) {
        const lot = rows.slice(debut, debut + LOT);
        await insererLignes(trx, table, lot);
        faites += lot.length;
        options.avancer(Math.min(99, (100 * faites) / total));
      }
      if (rows.length) await avancerIdentifiants(trx, table, rows.length);
    }
    await cloreSeances(trx);
    await noterConsultations(trx, ouvertures);
    await analyser(trx, ordonnees.map(([table]) => table));
    const [passee] = region.enquetes;
    await figerEnquete(trx, passee!, passee!.ouverte_par, instantDeCloture(passee!));
    await prendreLesTableaux(trx, contexte, region, await tenirLesTableaux(trx, contexte, region));
    await tenirLesBilans(trx, contexte, region);
    await transmettreLesReleves(trx, contexte, region);
    await mesurerLesMois(trx, contexte, organisations.find((o) => o.code === PLIE_VITRINE)!.id);
  });
  options.avancer(100);
}

/** The logins of the demonstration: for each role the one to try first, then the others. */
export async function listerComptes({ base }: Contexte): Promise<CompteDemo[]> {
  const comptes = await listerComptesActifs(base);
  const rang = ({ role, organisation }: CompteActif) => ROLES.indexOf(role) * 2 + (VITRINE.has(organisation.code) ? 0 : 1);
  return comptes.sort((a, b) => rang(a) - rang(b) || a.id - b.id).map(({ role, organisation, courriel }) => ({ role, organisation, courriel, mot_de_passe: MOT_DE_PASSE }));
}
