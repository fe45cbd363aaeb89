/** /sante: the state of the database and of the migrations, before any session. 200 or 503. */
import type { RequestHandler } from 'express';
import { migrationsEnAttente } from '../lib/db';
import type { Dependances } from './dependances';

export function sante({ connexion }: Dependances): RequestHandler {
  return (_req, res) => {
    migrationsEnAttente(connexion.base).then(
      (attente) => res.status(attente.length ? 503 : 200).json({ base: 'disponible', moteur: connexion.moteur, migrations: attente.length ? 'en attente' : 'à jour', en_attente: attente }),
      () => res.status(503).json({ base: 'indisponible', moteur: connexion.moteur }),
    );
  };
}
