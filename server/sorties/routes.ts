/** The exit: step by step, its class shown with its reason before it is saved; then its correction, its cancelling, its reclassing. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { libelle, LISTES } from '../codes/listes';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { formaterDate } from '../lib/dates';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { dansLaPhrase } from '../lib/texte';
import { lireParcours, type Parcours } from '../parcours/queries';
import { motifHorsParcours } from '../parcours/rules';
import { annulerSortie, apprecierReclassement, apprecierSortie, chercherSuiviDeLaSortie, corrigerSortieReprise, enregistrerSortie, reclasserSortie, verdict, type Classe } from './actions';
import { lireAnnulation, lireCorrectionReprise, lireProvisoire, lireReclassement, lireSaisie, lireSortie } from './form';
import { pageAnnulation, pageConfirmation, pageCorrectionReprise, pageEtape, pageReclassement, pageSortieEnregistree, saisieInitiale } from './page';
import { chercherSortie, listerSuivis } from './queries';
import { classerSortie, natureAttendue, type MotifSortie } from './regle';
import { critiquerSituation, motifSansReclassement, proposerSortie } from './rules';
import { etapeDuChamp, etapesDe, type Etape } from './rules-etapes';
import { routes as routesSuivi } from './routes-suivi';
import { routes as routesSuivis } from './routes-suivis';

const SORTIE = '/orientations/:id/sortie';
const champDe = (source: unknown, nom: string): string => { const v = (source as Record<string, unknown> | undefined)?.[nom]; return typeof v === 'string' ? v : ''; };
const motifDe = (texte: unknown): MotifSortie | null => LISTES.MOTIFS_SORTIE.find((m) => m.code === texte)?.code ?? null;
const phrase = (verbe: string, { nature, date }: Classe): string => `La sortie est ${verbe} au ${formaterDate(date)} : ${dansLaPhrase(libelle('NATURES_SORTIE', nature))}.`;

interface Demande { source: unknown; correction: boolean; erreurs: Erreur[] }

/** Everything that a step shows: what was typed so far, completed by what the follow-up says. */
async function preparerEtape(req: Request, contexte: Contexte, parcours: Parcours, { source, correction }: Demande) {
  const tapee = lireSaisie(source);
  const motif = motifDe(tapee.motif_sortie) ?? (correction ? parcours.motif_sortie : null);
  const suivi = await chercherSuiviDeLaSortie(contexte.base, parcours, motif);
  const saisie: Saisie = { ...saisieInitiale(parcours, suivi, motif, correction, contexte.jour), ...tapee, motif_sortie: motif ?? '' };
  const lue = motif && lireProvisoire(saisie, contexte);
  const situation = lue ? lue.situation : null;
  const provisoire = lue ? classerSortie({ motif: lue.motif_sortie, initiative: lue.initiative, situation }, correction ? lue.date_sortie : contexte.jour) : null;
  const proposition = situation && motif && !correction ? proposerSortie(situation, contexte.jour, motif) : null;
  // The rule dates a positive exit: the day is not asked for.
  const datee = !correction && (provisoire?.positive ?? false);
  if (datee) saisie.date_sortie = formaterDate(contexte.jour);
  return {
    parcours, suivi, motif, tapee, saisie, provisoire, correction, jour: contexte.jour, adresse: req.path,
    avecPreuve: proposition?.preuveManquante ? proposition.classement : null,
    etapes: etapesDe(motif, { sansContrat: lue !== null && situation === null, datee }),
    situation,
  };
}

/** What is wrong with what the steps up to this one hold. */
function critiquerEtapes(vue: Awaited<ReturnType<typeof preparerEtape>>, jusqua: Etape, contexte: Contexte): Erreur[] {
  const lu = lireSortie(vue.saisie, contexte);
  const erreurs = [...(lu.ok ? [] : lu.erreurs), ...(vue.situation ? critiquerSituation({ ...vue.parcours, date_sortie: null }, vue.situation) : [])];
  return erreurs.filter((e, i) => { const etape = etapeDuChamp(e.champ); return etape !== null && vue.etapes.indexOf(etape) <= vue.etapes.indexOf(jusqua) && erreurs.findIndex((x) => x.champ === e.champ) === i; });
}

/** Shows the step asked for, or the first one that something is wrong with; the last one shows the class, to be confirmed. */
async function montrerEtape(req: Request, res: Response, contexte: Contexte, parcours: Parcours, demande: Demande): Promise<void> {
  const vue = await preparerEtape(req, contexte, parcours, demande);
  const { etapes } = vue;
  const apres = etapes.indexOf(champDe(demande.source, 'apres') as Etape);
  // A step that what was typed has made useless: the last one before the confirmation.
  const nommee = champDe(demande.source, 'etape');
  const voulue = etapes.find((e) => e === nommee) ?? (nommee ? etapes.at(-2) : null) ?? (apres >= 0 ? etapes[apres + 1] : null) ?? (vue.motif ? etapes[1] : 'motif') ?? 'motif';
  let erreurs = demande.erreurs;
  if (!erreurs.length && voulue !== 'motif') erreurs = critiquerEtapes(vue, etapes[etapes.indexOf(voulue) - 1]!, contexte);
  if (!erreurs.length && voulue === 'confirmer') {
    try {
      return await confirmer(req, res, contexte, vue, null);
    } catch (erreur) {
      if (!(erreur instanceof RegleEnfreinte)) throw erreur;
      erreurs = erreur.erreurs;
    }
  }
  const fautive = erreurs.map((e) => etapeDuChamp(e.champ)).find((e): e is Etape => e !== null && etapes.includes(e));
  const etape = fautive ?? (voulue === 'confirmer' ? etapes.at(-2)! : voulue);
  if (erreurs.length) res.status(422);
  await rendre(res, 'sorties/etape', { ...pageEtape({ ...vue, etape, erreurs }), erreurs });
}

/** « Cette sortie sera classée … parce que … ». Throws what saving would throw. */
async function confirmer(req: Request, res: Response, contexte: Contexte, vue: Awaited<ReturnType<typeof preparerEtape>>, autre: string | null): Promise<void> {
  const lu = lireSortie(vue.saisie, contexte);
  if (!lu.ok) throw new RegleEnfreinte(lu.erreurs);
  const classement = await apprecierSortie(contexte, vue.parcours.id, lu.valeur);
  await rendre(res, 'sorties/confirmer', pageConfirmation({
    parcours: vue.parcours, classement, motif: lu.valeur.motif_sortie, adresse: req.path, saisie: vue.saisie, verdict: verdict(classement), autre, jour: contexte.jour,
    // A date that the rule gives was not asked for.
    demandee: vue.etapes.includes('jour') ? lu.valeur.date_sortie : classement.date, acte: vue.correction ? 'corriger' : 'enregistrer',
  }));
}

/** The exit that the follow-up allows is proposed: to be confirmed at once, or as soon as its proof is given. */
async function proposer(req: Request, res: Response, contexte: Contexte, parcours: Parcours): Promise<void> {
  const propositions = (await listerSuivis(contexte.base, parcours)).map((s) => proposerSortie(s, contexte.jour));
  const source = { motif_sortie: propositions.find((p) => p !== null)?.motif };
  const vue = await preparerEtape(req, contexte, parcours, { source, correction: false, erreurs: [] });
  if (vue.provisoire?.positive) return confirmer(req, res, contexte, vue, `${req.path}?etape=motif`);
  return montrerEtape(req, res, contexte, parcours, { source: { ...source, etape: vue.avecPreuve ? 'preuve' : 'motif' }, correction: false, erreurs: [] });
}

async function afficher(req: Request, res: Response, contexte: Contexte, parcours: Parcours): Promise<void> {
  const sortie = await chercherSortie(contexte.base, parcours);
  const acte = champDe(req.query, 'acte');
  if (parcours.date_sortie && acte === 'annuler') return rendre(res, 'parcours/acte', pageAnnulation(parcours, req.path));
  if (parcours.date_sortie && acte !== 'corriger') return rendre(res, 'sorties/enregistree', pageSortieEnregistree(parcours, sortie, req.path, motifSansReclassement(parcours) === null));
  if (parcours.date_sortie && sortie?.origine === 'REPRISE') return rendre(res, 'parcours/acte', pageCorrectionReprise(parcours, req.path, null, []));
  const correction = parcours.date_sortie !== null;
  const commencee = ['etape', 'apres', 'motif_sortie'].some((nom) => champDe(req.query, nom));
  if (!correction && !commencee && !motifHorsParcours(parcours)) return proposer(req, res, contexte, parcours);
  return montrerEtape(req, res, contexte, parcours, { source: req.query, correction, erreurs: [] });
}

/** Saves what the last step showed (`confirmer`); `modifier` goes back to the one before, as typed. */
async function soumettreSortie(req: Request, res: Response, contexte: Contexte, parcours: Parcours, correction: boolean): Promise<void> {
  const corps = req.body as Record<string, unknown>;
  const montrer = (etape: string, erreurs: Erreur[]) => montrerEtape(req, res, contexte, parcours, { source: { ...corps, apres: '', etape }, correction, erreurs });
  if (champDe(corps, 'modifier')) return montrer('jour', []);
  const lu = lireSortie(corps, contexte);
  if (!lu.ok) return montrer('confirmer', lu.erreurs);
  if (!lu.valeur.confirmation) return montrer('confirmer', []);
  try {
    const fait = await enregistrerSortie(contexte, parcours.id, lu.valeur, correction);
    return await rediriger(res, `/personnes/${fait.personneId}`, phrase(correction ? 'corrigée' : 'enregistrée', fait));
  } catch (erreur) {
    if (!(erreur instanceof RegleEnfreinte)) throw erreur;
    return montrer('confirmer', erreur.erreurs);
  }
}

async function soumettreReclassement(req: Request, res: Response, contexte: Contexte, parcours: Parcours): Promise<void> {
  const id = idDuChemin(req);
  const nature = (parcours.motif_sortie && natureAttendue(parcours.motif_sortie)) ?? 'EMPLOI';
  const lu = lireReclassement(req.body, contexte, nature);
  let erreurs: Erreur[] = [];
  if (!lu.ok) {
    erreurs = lu.erreurs;
  } else if (!champDe(req.body, 'modifier')) {
    try {
      if (lu.valeur.confirmation) {
        const fait = await reclasserSortie(contexte, id, lu.valeur);
        return rediriger(res, `/personnes/${fait.personneId}`, phrase('reclassée', fait));
      }
      const classement = await apprecierReclassement(contexte, id, lu.valeur);
      return await rendre(res, 'sorties/confirmer', pageConfirmation({ parcours, classement, motif: parcours.motif_sortie!, adresse: req.path, saisie: lu.saisie, verdict: verdict(classement), demandee: classement.date, acte: 'reclasser', autre: null, jour: contexte.jour }));
    } catch (erreur) {
      if (!(erreur instanceof RegleEnfreinte)) throw erreur;
      erreurs = erreur.erreurs;
    }
  }
  const suivi = await chercherSuiviDeLaSortie(contexte.base, parcours, parcours.motif_sortie);
  if (erreurs.length) res.status(422);
  await rendre(res, 'parcours/acte', { ...pageReclassement({ parcours, suivi, jour: contexte.jour, adresse: req.path, saisie: lu.saisie, erreurs }, null), erreurs });
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: SORTIE, acte: 'sortie.enregistrer',
    traiter: async (req, res, contexte) => afficher(req, res, contexte, await lireParcours(contexte.base, contexte.acteur, idDuChemin(req))),
  },
  {
    methode: 'post', chemin: SORTIE, acte: 'sortie.enregistrer',
    async traiter(req, res, contexte) {
      const parcours = await lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
      const acte = champDe(req.body, 'acte');
      if (acte === 'annuler') {
        return soumettre(res, {
          lu: lireAnnulation(req.body, contexte),
          agir: (valeur) => annulerSortie(contexte, parcours.id, valeur),
          ensuite: (fait) => ({ adresse: `/personnes/${fait.personneId}`, message: 'La sortie est annulée : le parcours reprend.' }),
          vue: 'parcours/acte',
          reafficher: () => pageAnnulation(parcours, req.path),
        });
      }
      if (acte === 'corriger' && (await chercherSortie(contexte.base, parcours))?.origine === 'REPRISE') {
        return soumettre(res, {
          lu: lireCorrectionReprise(req.body, contexte),
          agir: (valeur) => corrigerSortieReprise(contexte, parcours.id, valeur),
          ensuite: (fait) => ({ adresse: `/personnes/${fait.personneId}`, message: phrase('corrigée', fait) }),
          vue: 'parcours/acte',
          reafficher: (saisie, erreurs) => pageCorrectionReprise(parcours, req.path, saisie, erreurs),
        });
      }
      return soumettreSortie(req, res, contexte, parcours, acte === 'corriger');
    },
  },
  {
    methode: 'get', chemin: `${SORTIE}/reclasser`, acte: 'sortie.enregistrer',
    async traiter(req, res, contexte) {
      const parcours = await lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
      const suivi = await chercherSuiviDeLaSortie(contexte.base, parcours, parcours.motif_sortie);
      await rendre(res, 'parcours/acte', pageReclassement({ parcours, suivi, jour: contexte.jour, adresse: req.path, saisie: null, erreurs: [] }, motifSansReclassement(parcours)));
    },
  },
  {
    methode: 'post', chemin: `${SORTIE}/reclasser`, acte: 'sortie.enregistrer',
    traiter: async (req, res, contexte) => soumettreReclassement(req, res, contexte, await lireParcours(contexte.base, contexte.acteur, idDuChemin(req))),
  },
  ...routesSuivi,
  ...routesSuivis,
];
