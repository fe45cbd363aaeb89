/**
 * The commands that take long, killed while they work on the embedded database: the retention (and the writing again of the files that
 * follows it), a backup, a restore. Whole batches only are erased, every figure stays; a backup is whole or is not; a restore is done or not begun.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as attendre } from 'node:timers/promises';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { contexteSysteme } from '../../server/acces/acteur';
import { verifierJournal } from '../../server/administration/journal/actions';
import { PAR_LOT } from '../../server/conservation/rules';
import { compterEffaces } from '../../server/conservation/queries-registre';
import type { Hasard } from '../../server/demonstration/hasard';
import { migrer, ouvrirBase, type Base } from '../../server/lib/db';
import { lignes, sql } from '../../server/lib/db/sql';
import { aujourdhui, horlogeSysteme } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { verifierFichier } from '../../server/sauvegardes/actions-restaurer';
import { fabriquer } from '../../test/fabriques';
import { dire } from '../outils';
import { lancer, tuer } from './application';
import { CLE_SAUVEGARDE, dansUnDossier } from './cibles';
import type { Bilan } from './serie';

/** People whose time is over: ten batches. */
const DUES = 10 * PAR_LOT;
const ANNEES = [2021, 2022, 2023];

const COMMANDES = ['conservation', 'sauvegarde', 'restauration'] as const;
type Nom = (typeof COMMANDES)[number];

const contexteDe = (base: Base) => contexteSysteme(base, aujourdhui(horlogeSysteme), 'arrêts');

async function remplir(base: Base): Promise<void> {
  await migrer(base);
  const contexte = contexteDe(base);
  const { plie, agence } = await fabriquer(contexte).unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2023-12-31' });
  await ecrire(base, contexte.auteur, { action: 'essai.remplir', plieId: plie.id }, async (trx) => {
    const personnes = await trx('personnes').insert(Array.from({ length: DUES }, (_, n) => ({ plie_id: plie.id, nom: `Due ${n}`, prenom: 'Alix', date_naissance: '1985-04-12', telephone: '01 02 03 04 05' }))).returning<{ id: number }[]>('id');
    await trx('orientations').insert(personnes.map(({ id }, n) => ({
      plie_id: plie.id, personne_id: id, agence_id: agence.id, prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', type_contact: 'INDIVIDUEL', date_prescription: '2021-06-01', date_contact: '2021-06-20',
      date_integration: `2021-${n % 2 ? '07' : '09'}-01`, date_sortie: `202${2 + (n % 2)}-03-01`, nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS',
    })));
  });
}

/** What must never move, as text. */
async function lireChiffres(base: Base): Promise<string> {
  const bilans = await Promise.all(ANNEES.map((annee) => etablirBilan(contexteDe(base), { annee, territoire: { type: 'PERIMETRE' } })));
  return JSON.stringify(bilans.map((b) => b.lignes.map(({ comptes, taux }) => ({ comptes, taux }))));
}

interface Etat { effaces: number; nommees: number; chiffres: string }

async function lireEtat(base: Base): Promise<Etat> {
  await verifierJournal(base, null);
  const [{ nommees, moities }] = await lignes<{ nommees: number; moities: number }>(base, sql`
    select count(*) filter (where efface_le is null) as nommees,
      count(*) filter (where (efface_le is null) <> (telephone is not null) or (efface_le is null) <> (nom like 'Due %')) as moities from personnes`) as [{ nommees: number; moities: number }];
  if (moities) throw new Error(`${moities} personnes à moitié effacées`);
  return { effaces: await compterEffaces(base), nommees, chiffres: await lireChiffres(base) };
}

export async function tuerCommandes(fois: number, hasard: Hasard): Promise<Bilan> {
  const { dossier, env } = dansUnDossier();
  const [modele, donnees, copie, fichier, complete] = ['modele', 'donnees', 'copie', 'essai.plie', 'complete.plie'].map((nom) => path.join(dossier, nom)) as [string, string, string, string, string];
  const remettreLeModele = () => { fs.rmSync(donnees, { recursive: true, force: true }); fs.cpSync(modele, donnees, { recursive: true }); };
  /** On a copy: what is read mends nothing for the next command. */
  const lire = async (): Promise<Etat> => {
    fs.rmSync(copie, { recursive: true, force: true });
    fs.cpSync(donnees, copie, { recursive: true });
    const lue = await ouvrirBase({ donnees: copie });
    try { return await lireEtat(lue.base); } finally { await lue.fermer(); }
  };
  const lancerCommande = (...args: string[]) => lancer('cli/index.js', args, { ...env, PLIE_DONNEES: donnees });
  const mener = async (...args: string[]): Promise<number> => {
    const debut = performance.now();
    const commande = lancerCommande(...args);
    if (await commande.fini) throw new Error(`${args[0]} : ${commande.dit()}`);
    return performance.now() - debut;
  };
  const ARGUMENTS: Record<Nom, string[]> = { conservation: ['conservation'], sauvegarde: ['sauvegarde', fichier], restauration: ['restauration', complete, '--remplacer'] };

  const connexion = await ouvrirBase({ donnees: modele });
  await remplir(connexion.base);
  const { chiffres } = await lireEtat(connexion.base);
  await connexion.fermer();
  // Without a kill first: how long each takes, and a backup in which everyone was erased.
  remettreLeModele();
  const durees: Record<Nom, number> = { conservation: await mener('conservation'), sauvegarde: await mener('sauvegarde', complete), restauration: await mener(...ARGUMENTS.restauration) };
  remettreLeModele();

  const bilan: Bilan = { perdues: [], aMoitie: [], deuxFois: [], reponsesFausses: [], arrets: 0, reconnues: 0 };
  let avant: Etat = { effaces: 0, nommees: DUES, chiffres };
  const fautes = () => [...bilan.perdues, ...bilan.aMoitie];
  while (bilan.arrets < fois && !fautes().length) {
    const nom = COMMANDES[bilan.arrets % COMMANDES.length]!;
    const commande = lancerCommande(...ARGUMENTS[nom]);
    await Promise.race([attendre(hasard.reel() * durees[nom]), commande.fini]);
    await tuer(commande);
    bilan.arrets += 1;
    const apres = await lire().catch((erreur: Error) => { bilan.aMoitie.push(`${nom} : ${erreur.message}`); return avant; });
    if (apres.chiffres !== chiffres) bilan.aMoitie.push(`${nom} : des chiffres ont changé`);
    if (apres.effaces + apres.nommees !== DUES || apres.effaces % PAR_LOT) bilan.aMoitie.push(`${nom} : ${apres.effaces} effacées, ${apres.nommees} nommées`);
    if (apres.effaces < avant.effaces) bilan.perdues.push(`${nom} : ${avant.effaces} effacées avant, ${apres.effaces} après`);
    if (nom === 'sauvegarde' && apres.effaces !== avant.effaces) bilan.aMoitie.push(`${nom} : elle a changé la base`);
    if (nom === 'restauration' && ![avant.effaces, DUES].includes(apres.effaces)) bilan.aMoitie.push(`${nom} : ${apres.effaces} effacées`);
    if (fs.existsSync(fichier)) {
      await verifierFichier(fichier, CLE_SAUVEGARDE, () => {}).catch((erreur: Error) => { bilan.aMoitie.push(`${nom} : ${erreur.message}`); });
      fs.rmSync(fichier);
    }
    dire(`  ${bilan.arrets} : ${nom}, ${apres.effaces} effacées`);
    avant = apres;
    if (avant.effaces === DUES) {
      remettreLeModele();
      avant = { effaces: 0, nommees: DUES, chiffres };
    }
  }
  // What was found stays on the disk, to be looked at.
  if (fautes().length) dire(`  ${fautes().join('\n  ')}\n  ${dossier}`);
  else fs.rmSync(dossier, { recursive: true, force: true });
  return bilan;
}
