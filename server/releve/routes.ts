/** The yearly statement of requests to Pôle emploi: its tables, the list behind a figure, its files, the register of what was sent. */
import type { Request } from 'express';
import { csvDeLAnalyse } from '../../reports/analyses/exporter';
import { feuillesDuReleve } from '../../reports/releve-des-demandes/classeur';
import { listerDemandes } from '../../reports/releve-des-demandes/liste';
import { masquerLeReleve } from '../../reports/releve-des-demandes/masquer';
import { empreinteDuReleve, estVide, etablirReleve } from '../../reports/releve-des-demandes/releve';
import { lireServices } from '../../reports/releve-des-demandes/services';
import { tableauxDuReleve } from '../../reports/releve-des-demandes/tableaux';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { classeurEnMemoire, XLSX } from '../lib/classeur/ecrire';
import { CSV } from '../lib/classeur/ecrire-csv';
import { dansMinutes, formaterDate } from '../lib/dates';
import { consigner } from '../lib/ecriture';
import { Introuvable, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { listerJalons } from '../calendrier/queries';
import { listerAnnees, listerTerritoires } from '../pilotage/actions';
import { trouverTerritoire, type TerritoireOffert } from '../pilotage/rules-territoires';
import { annulerTransmission, noterTransmission } from './actions';
import { lireAdresse, lireChiffre, lireEnvoi as lireSaisieDEnvoi, lirePage } from './form';
import { adresseDeLaListe, adresseDuReleve, pageReleve, pageSansPlie, type Choix, type Suivi } from './page';
import { pageListe } from './page-liste';
import { lireEnvoi, lirePlie, listerEnvois } from './queries';

const VUE = 'releve/releve';

/** Throws Introuvable for a year or a territory that is not there for this reader. */
async function choisir(req: Request, contexte: Contexte): Promise<Choix & { offerts: TerritoireOffert[] }> {
  const offerts = await listerTerritoires(contexte);
  const { annee, territoire } = lireAdresse(req.query, contexte.jour);
  const choisi = trouverTerritoire(offerts, territoire);
  if (annee === null || !choisi) throw new Introuvable();
  return { annee, choisi, offerts };
}

/** The tables as this reader may see them. */
async function lire(contexte: Contexte, choix: Choix) {
  const demande = { annee: choix.annee, territoire: choix.choisi.territoire };
  const nominatif = peut(contexte.acteur, 'bilan.personnes');
  const releve = await etablirReleve(contexte, demande);
  const tableaux = estVide(releve) ? [] : tableauxDuReleve(releve, {
    contexte: `${choix.choisi.libelle}, année ${choix.annee}`, lien: (chiffre) => (nominatif ? adresseDeLaListe(choix, chiffre) : null), masque: nominatif ? null : masquerLeReleve(releve),
  });
  const { territoire } = choix.choisi;
  return { releve, tableaux, services: await lireServices(contexte, demande), empreinte: territoire.type === 'PLIE' ? empreinteDuReleve(territoire.code, releve) : null };
}

async function composer(contexte: Contexte, choix: Choix & { offerts: TerritoireOffert[] }, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const { tableaux, services, empreinte } = await lire(contexte, choix);
  const { territoire } = choix.choisi;
  let suivi: Suivi | null = null;
  if (territoire.type === 'PLIE') {
    const plie = await lirePlie(contexte, territoire.code);
    const jalon = (await listerJalons(contexte)).find((j) => j.plie_id === plie.id && j.type === 'RELEVE_DEMANDES' && j.annee === choix.annee && j.fait);
    suivi = { plie, envois: await listerEnvois(contexte, plie.id, choix.annee), empreinte: empreinte!, tenir: peut(contexte.acteur, 'releve.transmettre'), noteAuCalendrier: jalon?.date_jalon ?? null };
  }
  return pageReleve({ ...choix, annees: await listerAnnees(contexte, choix.annee), tableaux, services, suivi, jour: contexte.jour }, saisie, erreurs);
}

const nommer = ({ choisi, annee }: Choix, extension: string): string => `releve-des-demandes_${choisi.code}_${annee}.${extension}`;

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/releve-des-demandes', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      if (!req.query.territoire && !(await listerTerritoires(contexte)).length) return rendre(res, 'pilotage/sans-plie', pageSansPlie());
      await rendre(res, VUE, await composer(contexte, await choisir(req, contexte)));
    },
  },
  {
    methode: 'get', chemin: '/releve-des-demandes/liste', acte: 'bilan.personnes',
    async traiter(req, res, contexte) {
      const choix = await choisir(req, contexte);
      const [chiffre, page] = [lireChiffre(req.query), lirePage(req.query)];
      if (!chiffre || page === null) throw new Introuvable();
      const demande = { annee: choix.annee, territoire: choix.choisi.territoire };
      const liste = await listerDemandes(contexte, demande, chiffre, page);
      if (!liste || (page > 1 && !liste.faits.length)) throw new Introuvable();
      const { axes } = await etablirReleve(contexte, demande);
      const ligne = chiffre.ligne && axes[chiffre.ligne.axe].find((l) => l.cle === chiffre.ligne!.cle);
      if (chiffre.ligne && !ligne) throw new Introuvable();
      await consigner(contexte.base, contexte.auteur, { action: 'releve.lister', plieId: contexte.acteur.organisation?.id ?? null, details: { annee: choix.annee, territoire: choix.choisi.cle, colonne: chiffre.colonne, nombre: liste.nombre, page } });
      await rendre(res, 'releve/liste', pageListe(choix, chiffre, ligne?.libelle ?? null, liste, page));
    },
  },
  {
    methode: 'get', chemin: '/releve-des-demandes/classeur', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const choix = await choisir(req, contexte);
      const { tableaux, services, empreinte } = await lire(contexte, choix);
      const fichier = await classeurEnMemoire(feuillesDuReleve(tableaux, services, { territoire: choix.choisi.libelle, annee: choix.annee, etabliLe: formaterDate(contexte.jour), empreinte }));
      await consigner(contexte.base, contexte.auteur, { action: 'releve.exporter', details: { annee: choix.annee, territoire: choix.choisi.cle, format: 'xlsx' } });
      res.attachment(nommer(choix, 'xlsx')).type(XLSX).send(fichier);
    },
  },
  {
    methode: 'get', chemin: '/releve-des-demandes/csv', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const choix = await choisir(req, contexte);
      const [parType] = (await lire(contexte, choix)).tableaux;
      if (!parType) throw new Introuvable(`Aucune demande n'est enregistrée en ${choix.annee} : il n'y a rien à télécharger.`);
      await consigner(contexte.base, contexte.auteur, { action: 'releve.exporter', details: { annee: choix.annee, territoire: choix.choisi.cle, format: 'csv' } });
      res.attachment(nommer(choix, 'csv')).type(CSV).send(csvDeLAnalyse(parType));
    },
  },
  {
    methode: 'post', chemin: '/releve-des-demandes/transmettre', acte: 'releve.transmettre',
    async traiter(req, res, contexte, { horloge }) {
      const choix = await choisir(req, contexte);
      const { territoire } = choix.choisi;
      if (territoire.type !== 'PLIE') throw new Introuvable();
      const plie = await lirePlie(contexte, territoire.code);
      await soumettre(res, {
        lu: lireSaisieDEnvoi(req.body, contexte),
        agir: (valeur) => noterTransmission(contexte, plie, choix.annee, valeur, dansMinutes(horloge, 0)),
        ensuite: ({ message }) => ({ adresse: `${adresseDuReleve(choix)}#transmission`, message }),
        vue: VUE,
        reafficher: (saisie, erreurs) => composer(contexte, choix, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: '/releve-des-demandes/envois/:id/annuler', acte: 'releve.transmettre',
    async traiter(req, res, contexte, { horloge }) {
      const envoi = await lireEnvoi(contexte, idDuChemin(req));
      const { message } = await annulerTransmission(contexte, envoi, dansMinutes(horloge, 0));
      await rediriger(res, `/releve-des-demandes?annee=${envoi.annee}#transmission`, message);
    },
  },
];
