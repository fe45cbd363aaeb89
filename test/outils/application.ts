/** The real application on a real database, as its users meet it: CSRF, CSP and session on. */
import request from 'supertest';
import type { Express } from 'express';
import { createApp } from '../../server/app';
import { lireConfig } from '../../server/config';
import type { Connexion } from '../../server/lib/db';
import { creerLogger } from '../../server/lib/logger';
import { dateCivile, horlogeFixe } from '../../server/lib/dates';
import { contexteSysteme, type Contexte, type Role } from '../../server/acces/acteur';
import { fabriquer, MOT_DE_PASSE, type Fabriques } from '../fabriques';
import { creerBaseDeTest } from './moteur';

export type Visiteur = ReturnType<typeof request.agent>;

export interface Essai {
  app: Express;
  contexte: Contexte;
  fabriques: Fabriques;
  /** A logged-in browser without JavaScript. */
  connecter(courriel: string): Promise<Visiteur>;
  /** Logs in a new user of that role in that organisation. */
  comme(role: Role, organisationId: number): Promise<Visiteur>;
  fermer(): Promise<void>;
}

/** Starts the application on its own database, on the day given, with these settings. One visitor may ask as much as a hundred. */
export async function demarrerEssai(jour = '2025-06-16', reglages: Record<string, string> = {}, ouvrir: () => Promise<Connexion> = creerBaseDeTest): Promise<Essai> {
  const connexion = await ouvrir();
  const config = lireConfig({ PLIE_JOURNAL: 'silent', PORT: '0', PLIE_REQUETES_PAR_MINUTE: '1000000', ...reglages });
  const app = createApp({ config, connexion, horloge: horlogeFixe(jour), logger: creerLogger('silent'), demonstration: false });
  const contexte = contexteSysteme(connexion.base, dateCivile(jour), 'essai');
  const fabriques = fabriquer(contexte);
  const connecter = async (courriel: string) => {
    const visiteur = request.agent(app);
    // As if they had just followed the link of their invitation: the log-in itself is then told by no mail.
    if (config.smtpUrl) await connexion.base.raw("insert into journal_actes (action, utilisateur_id) select 'compte.choisir_mot_de_passe', id from utilisateurs where courriel = ?", [courriel]);
    await envoyer(visiteur, '/connexion', '/connexion', { courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
    return visiteur;
  };
  return {
    app, contexte, fabriques, connecter,
    comme: async (role, organisationId) => connecter((await fabriques.unUtilisateur({ role, organisation_id: organisationId })).courriel),
    fermer: () => connexion.fermer(),
  };
}

/** Reads the form of a page, then sends it with its hidden fields: what a browser does. */
export function envoyer(visiteur: Visiteur, page: string, action: string, champs: Record<string, string | string[]>) {
  const envoi = visiteur.get(page).then((reponse) => {
    const cachet = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(reponse.text)?.[1] ?? '';
    const corps = new URLSearchParams([['_csrf', cachet('_csrf')], ['_cle', cachet('_cle')]]);
    const version = cachet('version');
    if (version && !('version' in champs)) corps.append('version', version);
    for (const [nom, valeur] of Object.entries(champs)) for (const v of Array.isArray(valeur) ? valeur : [valeur]) corps.append(nom, v);
    return visiteur.post(action).type('form').send(corps.toString());
  });
  return Object.assign(envoi, { expect: (statut: number) => envoi.then((r) => { if (r.status !== statut) throw new Error(`${action} : ${r.status} au lieu de ${statut}\n${r.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 800)}`); return r; }) });
}
