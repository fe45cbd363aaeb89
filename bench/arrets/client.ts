/** A user at a browser: logs in, reads forms, sends them; and what is kept of each sending, to prove afterwards what became of it. */
import type { Role } from '../../server/acces/acteur';
import type { Hasard } from '../../server/demonstration/hasard';
import { demander, seConnecter } from '../visiteur';
import type { Territoire } from './monde';

/** What an answer says: written (303), not written (a conflict), or nothing: the form will be sent again. */
type Issue = 'RECONNUE' | 'REFUSEE' | 'SANS_REPONSE';

export interface Envoi {
  genre: string;
  /** What tells this writing from all others, wherever its genre is read (preuves.ts). */
  marque: string;
  adresse: string;
  corps: URLSearchParams | FormData;
}
export interface Ecriture extends Envoi {
  poste: Poste;
  issue: Issue;
  /** Where the answer leads. */
  vers: string | null;
  /** Never answered, then sent again with the same key. */
  renvoyee: boolean;
}

export const PHRASE_BASE_ABSENTE = 'La base de données ne répond pas.';

/** All that was sent in a series, and the answers that nobody should ever get. */
export class Registre {
  readonly ecritures: Ecriture[] = [];
  readonly reponsesFausses: string[] = [];

  compter(issue: Issue): number {
    return this.ecritures.filter((e) => e.issue === issue).length;
  }

  async envoyer(poste: Poste, envoi: Envoi): Promise<Ecriture> {
    const ecriture: Ecriture = { ...envoi, poste, issue: 'SANS_REPONSE', vers: null, renvoyee: false };
    this.ecritures.push(ecriture);
    await this.#emettre(ecriture);
    return ecriture;
  }

  /** What was never answered, sent again as it was, key included: the first answer if it was written, else written now. */
  async renvoyer(): Promise<void> {
    for (const ecriture of this.ecritures.filter((e) => e.issue === 'SANS_REPONSE')) {
      ecriture.renvoyee = true;
      await this.#emettre(ecriture);
      if (ecriture.issue === 'SANS_REPONSE') this.reponsesFausses.push(`${ecriture.genre} renvoyé : toujours pas de réponse`);
    }
  }

  async #emettre(ecriture: Ecriture): Promise<void> {
    const { poste, adresse, corps, genre } = ecriture;
    const reponse = await demander(`${poste.url}${adresse}`, poste.cookie, corps).catch(() => null);
    if (!reponse || (reponse.statut === 503 && reponse.corps.includes(PHRASE_BASE_ABSENTE))) return;
    ecriture.issue = reponse.statut === 303 && reponse.vers !== '/connexion' ? 'RECONNUE' : 'REFUSEE';
    ecriture.vers = reponse.vers;
    if (ecriture.issue === 'REFUSEE' && reponse.statut !== 409) this.reponsesFausses.push(`${genre} : ${reponse.statut} ${reponse.vers ?? ''} ${enMots(/id="resume-erreurs"[\s\S]*?<\/ul>/.exec(reponse.corps)?.[0] ?? reponse.corps).slice(0, 400)}`);
  }
}

const enMots = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

export class Poste {
  url = '';
  cookie = '';

  constructor(readonly role: Role, readonly courriel: string, readonly territoire: Territoire, readonly hasard: Hasard) {}

  async connecter(url: string): Promise<void> {
    this.url = url;
    this.cookie = await seConnecter({ url }, this.courriel);
  }

  /** A page as this user sees it. Throws on any other answer: what was to be done is then left. */
  async lire(adresse: string, corps?: URLSearchParams): Promise<string> {
    const reponse = await demander(`${this.url}${adresse}`, this.cookie, corps);
    if (reponse.statut !== 200) throw new PageAbsente(adresse, reponse.statut, reponse.corps);
    return reponse.corps;
  }
}

/** A page that did not come; `attendue`: because the database is away. */
export class PageAbsente extends Error {
  readonly attendue: boolean;
  constructor(adresse: string, statut: number, corps: string) {
    super(`${adresse} : ${statut} ${enMots(corps).slice(0, 300)}`);
    this.attendue = statut === 503 && corps.includes(PHRASE_BASE_ABSENTE);
  }
}

const ENTITES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#34;': '"', '&#39;': "'" };
const decoder = (texte: string): string => texte.replace(/&(?:amp|lt|gt|#34|#39);/g, (e) => ENTITES[e]!);
const attribut = (balise: string, nom: string): string => decoder(new RegExp(`\\b${nom}="([^"]*)"`).exec(balise)?.[1] ?? '');

/** What a browser would send of the form that has this address, hidden fields included, with these fields filled in. */
export function remplir(page: string, adresse: string, saisie: Record<string, string>): URLSearchParams {
  const formulaire = [...page.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([f]) => f).find((f) => f.includes(`action="${adresse}"`) && f.includes('name="_csrf"'));
  if (!formulaire) throw new Error(`Pas de formulaire ${adresse} : ${enMots(page).slice(0, 300)}`);
  const corps = new URLSearchParams();
  for (const [balise] of formulaire.matchAll(/<input\b[^>]*>/g)) if (!/type="(?:radio|checkbox)"/.test(balise) || / checked/.test(balise)) corps.append(attribut(balise, 'name'), attribut(balise, 'value'));
  for (const [, balise, options] of formulaire.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) corps.append(attribut(balise!, 'name'), attribut(/<option\b[^>]* selected[^>]*>/.exec(options!)?.[0] ?? '', 'value'));
  for (const [, balise, texte] of formulaire.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) corps.append(attribut(balise!, 'name'), decoder(texte!).trim());
  for (const [nom, valeur] of Object.entries(saisie)) corps.set(nom, valeur);
  return corps;
}
