/** A series: users write, something is killed, what is left is read; over and over, on one database. */
import { setTimeout as attendre } from 'node:timers/promises';
import type { Hasard } from '../../server/demonstration/hasard';
import { migrer } from '../../server/lib/db';
import { aujourdhui, horlogeSysteme } from '../../server/lib/dates';
import { dire } from '../outils';
import { arreterApplication, attendreReponse, demarrerApplication, lancerApplication, tuer, type Application } from './application';
import type { Cible } from './cibles';
import { PageAbsente, PHRASE_BASE_ABSENTE, Registre, type Poste } from './client';
import { faireUnGeste } from './gestes';
import { creerMonde } from './monde';
import type { ServeurPostgres } from './postgres';
import { compterEcritesSansReponse, confronterAuxReponses, confronterLaBase, confronterToutAuJournal, type Fautes } from './preuves';

export interface Bilan extends Fautes { arrets: number; reconnues: number }

/** Milliseconds between an answer and the kill, at most: it then falls anywhere in the writings under way. */
const RETARD_MAX = 40;
/** Answers awaited before a kill, at most. */
const ECRITURES_MAX = 60;

export class Serie {
  readonly #registre = new Registre();
  readonly #fautes: Fautes = { perdues: [], aMoitie: [], deuxFois: [], reponsesFausses: this.#registre.reponsesFausses };
  #postes: Poste[] = [];
  #dejaLa: ReadonlySet<string> = new Set();
  #ecritesSansReponse = 0;
  #sansReponse = 0;
  arrets = 0;

  constructor(readonly titre: string, readonly cible: Cible, readonly hasard: Hasard, readonly graine: string) {}

  /** Fills the database, and lets everyone in. */
  async preparer(): Promise<void> {
    const connexion = await this.cible.ouvrir();
    await migrer(connexion.base);
    this.#dejaLa = new Set(await confronterToutAuJournal(connexion.base));
    this.#postes = await creerMonde(connexion.base, aujourdhui(horlogeSysteme), this.graine);
    await connexion.fermer();
  }

  async ouvrirLesPostes({ url }: Application): Promise<void> {
    for (const poste of this.#postes) await poste.connecter(url);
  }

  /** Everybody writes until so many answers came; then `frapper`, while they go on. Resolves once nobody is at it any more. */
  async ecrireJusquA(frapper: () => Promise<void>): Promise<void> {
    const [avant, voulues] = [this.#registre.compter('RECONNUE'), this.hasard.entier(1, ECRITURES_MAX)];
    let [fini, alOeuvre] = [false, this.#postes.length];
    const travaux = this.#postes.map(async (poste) => {
      try {
        while (!fini && (await faireUnGeste(poste, this.#registre))) { /* the next one */ }
      } catch (erreur) {
        // While nothing was killed, every page comes; afterwards, only what the database away explains, or nothing.
        const attendue = erreur instanceof PageAbsente ? fini && erreur.attendue : fini;
        if (!attendue) this.#registre.reponsesFausses.push(`${poste.role} : ${(erreur as Error).message}`);
      } finally {
        alOeuvre -= 1;
      }
    });
    while (this.#registre.compter('RECONNUE') < avant + voulues && alOeuvre) await attendre(2);
    if (!alOeuvre) this.#registre.reponsesFausses.push('plus personne n\'écrit, et rien n\'a été tué');
    await attendre(this.hasard.entier(0, RETARD_MAX));
    const coup = frapper();
    fini = true;
    await Promise.all([coup, ...travaux]);
    this.arrets += 1;
  }

  /** Reads what the kill left. */
  async prouver(): Promise<void> {
    const lue = await this.cible.lire();
    const { base } = lue;
    this.#ecritesSansReponse += await compterEcritesSansReponse(base, this.#registre.ecritures);
    await confronterAuxReponses(base, this.#registre.ecritures, this.#fautes);
    await confronterLaBase(base, this.cible.tetes(), this.#dejaLa, this.#fautes);
    await lue.fermer();
    dire(`  ${this.arrets} : ${this.#registre.compter('RECONNUE')} reconnues, ${this.#registre.compter('REFUSEE')} refusées, ${this.#registre.compter('SANS_REPONSE')} sans réponse`);
    for (const [nom, liste] of Object.entries(this.#fautes) as [string, string[]][]) if (liste.length) dire(`  ${nom} :\n    ${liste.slice(0, 10).join('\n    ')}`);
    if (Object.values(this.#fautes as unknown as Record<string, string[]>).some((liste) => liste.length)) throw new Interrompue();
  }

  /** The same forms again, with the same keys, by the same sessions. */
  async renvoyer({ url }: Application): Promise<void> {
    for (const poste of this.#postes) poste.url = url;
    this.#sansReponse += this.#registre.compter('SANS_REPONSE');
    await this.#registre.renvoyer();
  }

  /** While the database is away: 503 and its sentence, of a page as of a form. */
  async exigerLAbsence(application: Application): Promise<void> {
    const { cookie } = this.#postes[0]!;
    const reponse = await fetch(application.url, { headers: { cookie }, signal: AbortSignal.timeout(30_000) });
    const texte = await reponse.text();
    if (reponse.status !== 503 || !texte.includes(PHRASE_BASE_ABSENTE)) this.#registre.reponsesFausses.push(`base absente : ${reponse.status} ${texte.slice(0, 200)}`);
  }

  bilan(): Bilan {
    dire(`  ${this.#sansReponse} formulaires sans réponse renvoyés, dont ${this.#ecritesSansReponse} étaient déjà écrits`);
    return { ...this.#fautes, arrets: this.arrets, reconnues: this.#registre.compter('RECONNUE') };
  }
}

/** A fault was found: the series stops there, so that it can be looked at. */
export class Interrompue extends Error {}

/** Node is killed; now and then while it starts. */
export async function tuerNode(serie: Serie, fois: number): Promise<void> {
  let duree = 0;
  const demarrer = async () => {
    const debut = performance.now();
    const application = await demarrerApplication(serie.cible.env);
    duree = performance.now() - debut;
    return application;
  };
  let application = await demarrer();
  await serie.ouvrirLesPostes(application);
  while (serie.arrets < fois) {
    const vivante = application;
    await serie.ecrireJusquA(() => tuer(vivante));
    await serie.prouver();
    if (serie.arrets < fois && serie.hasard.chance(0.1)) await tuerAuDemarrage(serie, duree);
    application = await demarrer();
    await serie.renvoyer(application);
  }
  await arreterApplication(application);
  await serie.prouver();
}

/** Started, and killed within the time that a start took. */
export async function tuerAuDemarrage(serie: Serie, duree: number): Promise<void> {
  const application = await lancerApplication(serie.cible.env);
  await attendre(serie.hasard.reel() * duree);
  await tuer(application);
  serie.arrets += 1;
}

/** The database is killed, whole or one process of it; Node must live on, say so, and find it again by itself. */
export async function tuerPostgres(serie: Serie, serveur: ServeurPostgres, base: string, fois: number): Promise<void> {
  const application = await demarrerApplication(serie.cible.env);
  await serie.ouvrirLesPostes(application);
  while (serie.arrets < fois) {
    const [entier, rang] = [serie.hasard.chance(0.7), serie.hasard.entier(0, 9)];
    await serie.ecrireJusquA(() => (entier ? serveur.tuer() : serveur.tuerUnServant(base, rang)));
    if (entier) {
      await serie.exigerLAbsence(application);
      await attendre(serie.hasard.entier(0, 500));
      await serveur.demarrer();
    }
    await attendreReponse(application);
    await serie.renvoyer(application);
    await serie.prouver();
  }
  await arreterApplication(application);
}
