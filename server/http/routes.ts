/**
 * A route is data: method, path, the act it needs, and what it does. One table (server/app.ts) holds them all;
 * the tests walk it by role and by territory. A GET changes nothing; every POST is checked against CSRF.
 */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import type { Droit } from '../acces/droits';
import type { Dependances } from './dependances';

export interface RouteGardee {
  methode: 'get' | 'post';
  chemin: string;
  acte: Droit;
  /** A form with one file (multipart): read after the right is checked, before the CSRF token is. */
  fichier?: boolean;
  traiter(req: Request, res: Response, contexte: Contexte, deps: Dependances): Promise<void> | void;
}

export interface RoutePublique {
  methode: 'get' | 'post';
  chemin: string;
  acte: 'public';
  traiter(req: Request, res: Response, deps: Dependances): Promise<void> | void;
}

export type Route = RouteGardee | RoutePublique;

/** A number in the path; NaN matches nothing in the database, which answers *not found*. */
export function idDuChemin(req: Request, nom = 'id'): number {
  const texte = String(req.params[nom] ?? '');
  return /^\d{1,15}$/.test(texte) ? Number(texte) : -1;
}
