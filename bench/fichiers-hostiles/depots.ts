/** The routes that take a file: who sends what, what comes of it, and how to tell that what was confirmed is whole. */
import { randomUUID } from 'node:crypto';
import { setTimeout as attendre } from 'node:timers/promises';
import type { Connexion } from '../../server/lib/db';
import type { Reponse, Visiteur } from './serveur';
import { MOT_DE_PASSE, chiffres, reprise, retour, tableauDeSuivi, type Format, type Modele } from './semences';
import { compter, type Territoire } from './territoire';

/** `faute`: null when all went as it should. */
export type Issue =
  | { genre: 'refus'; phrases: string[] }
  /** Shown, and nothing to confirm. */
  | { genre: 'lu'; faute: string | null }
  | { genre: 'attend'; confirmer: () => Promise<string | null>; abandonner: () => Promise<string | null> };

export interface Depot {
  nom: string;
  adresse: string;
  qui: 'animation' | 'referent';
  /** What goes with the file; `rang`: its number. */
  champs: (chiffre: boolean, rang: number) => Record<string, string>;
  formats: readonly Format[];
  modele: Modele;
  suivre: (visiteur: Visiteur, reponse: Reponse) => Promise<Issue>;
}

const mots = (html: string): string => html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#34;', '"').replace(/\s+/g, ' ').trim();

/** How an upload may be refused: an error of the form, a file too big, a stale token, a request that no browser makes. */
const REFUS = [400, 403, 413, 422];

/** The sentences by which a page refuses: its summary of errors, or the page of an error. */
function refus({ statut, texte }: Reponse): Issue {
  if (!REFUS.includes(statut)) return { genre: 'lu', faute: `${statut} : ${mots(texte).slice(0, 300)}` };
  const resume = /<div class="resume-erreurs"[\s\S]*?<\/div>/.exec(texte)?.[0];
  const phrases = resume ? [...resume.matchAll(/<li>([\s\S]*?)<\/li>/g)].map((m) => mots(m[1]!)) : [mots(/<h1>[\s\S]*?<\/h1>\s*<p>([\s\S]*?)<\/p>/.exec(texte)?.[1] ?? '')];
  return { genre: 'refus', phrases };
}

const surIssue = (attendu: number, r: Reponse): string | null => (r.statut === attendu ? null : `${r.statut} au lieu de ${attendu} : ${mots(r.texte).slice(0, 300)}`);

/** Counts before and after a confirmation: what was announced is there, all of it. */
async function verifier(connexion: Connexion, tables: readonly string[], agir: () => Promise<Reponse>, annonces: () => Promise<number[]>): Promise<string | null> {
  const avant = await compter(connexion, tables);
  const reponse = await agir();
  const apres = await compter(connexion, tables);
  // Refused in French at the confirmation: then nothing at all is written.
  if ([409, 422].includes(reponse.statut)) return apres.every((n, i) => n === avant[i]) ? null : `refusé à la confirmation, mais écrit : ${tables.join(', ')}`;
  if (reponse.statut !== 303) return surIssue(303, reponse);
  const attendus = await annonces();
  const ajoutes = apres.map((n, i) => n - avant[i]!);
  return ajoutes.every((n, i) => n === attendus[i]) ? null : `écrit en partie : ${tables.map((t, i) => `${t} ${ajoutes[i]} pour ${attendus[i]}`).join(', ')}`;
}

const TABLES_REPRISES = ['personnes', 'orientations', 'etapes', 'entretiens', 'informations_collectives'];

export async function listerDepots(connexion: Connexion, { plieId, plieCode }: Territoire): Promise<Depot[]> {
  const { base } = connexion;
  const abandon = (v: Visiteur, adresse: string) => async () => surIssue(303, await v.poster(adresse, { _cle: randomUUID() }));
  const secret = (chiffre: boolean): Record<string, string> => (chiffre ? { mot_de_passe: MOT_DE_PASSE } : {});
  return [
    {
      nom: 'tableau', adresse: '/tableaux-recus', qui: 'referent', formats: ['xlsx', 'xlsx-partage', 'csv', 'zip', 'chiffre'], modele: await tableauDeSuivi(plieCode),
      champs: (chiffre) => ({ plie_id: String(plieId), mois_du_tableau: '2025-05', ...secret(chiffre) }),
      async suivre(v, reponse) {
        if (reponse.statut !== 303) return refus(reponse);
        const page = await v.lire(reponse.adresse);
        if (page.statut !== 200) return { genre: 'lu', faute: surIssue(200, page) };
        const importation_id = Number(reponse.adresse.split('/').at(-1));
        const { examen } = (await base('importation_contenus').where({ importation_id }).first<{ examen: { comptes: Record<string, { NOUVELLE: number }>; retires: { etapes: number; absences: number } } }>('examen'));
        const version = /name="version" value="(\d+)"/.exec(page.texte)?.[1] ?? '';
        return {
          genre: 'attend', abandonner: abandon(v, `${reponse.adresse}/abandonner`),
          confirmer: () => verifier(connexion, ['dossiers_pe', 'dossier_etapes', 'dossier_absences'], () => v.poster(`${reponse.adresse}/confirmer`, { version, _cle: randomUUID() }), async () => ['Tableau de suivi', 'Étapes', 'Absences'].map((f) => examen.comptes[f]!.NOUVELLE)),
        };
      },
    },
    {
      nom: 'retour', adresse: '/retours/import', qui: 'animation', formats: ['xlsx', 'xlsx-partage', 'csv', 'zip', 'chiffre'], modele: retour, champs: secret,
      async suivre(v, reponse) {
        if (reponse.statut !== 303) return refus(reponse);
        const page = await v.lire(reponse.adresse);
        if (page.statut !== 200) return { genre: 'lu', faute: surIssue(200, page) };
        const version = /name="version" value="(\d+)"/.exec(page.texte)?.[1] ?? '';
        const id = Number(reponse.adresse.split('/').at(-1));
        return {
          genre: 'attend', abandonner: abandon(v, `${reponse.adresse}/annuler`),
          confirmer: () => verifier(connexion, ['retours_pe'], () => v.poster(`${reponse.adresse}/confirmer`, { version, _cle: randomUUID() }), async () => { const { nouveaux, modifies } = (await base('classeurs_retour').where({ id }).first<{ nouveaux: number; modifies: number }>('nouveaux', 'modifies')); return [nouveaux + modifies]; }),
        };
      },
    },
    {
      nom: 'reprise', adresse: '/reprise', qui: 'animation', formats: ['xlsx', 'xlsx-partage', 'csv', 'zip'], modele: reprise, champs: () => ({}),
      async suivre(v, reponse) {
        if (reponse.statut !== 303) return refus(reponse);
        let page = await v.lire(reponse.adresse);
        for (; page.rafraichir; page = await v.lire(reponse.adresse)) await attendre(150);
        if (page.statut !== 200) return { genre: 'lu', faute: surIssue(200, page) };
        const id = Number(reponse.adresse.split('/').at(-1));
        const lue = (await base('reprises').where({ id }).first<{ etat: string; rapport: { phrase?: string } }>('etat', 'rapport'));
        if (lue.etat === 'ECHOUEE') return { genre: 'refus', phrases: [lue.rapport.phrase ?? ''] };
        const abandonner = abandon(v, `${reponse.adresse}/annuler`);
        if (!page.texte.includes(`${reponse.adresse}/importer`)) return { genre: 'lu', faute: await abandonner() };
        return {
          genre: 'attend', abandonner,
          confirmer: () => verifier(connexion, TABLES_REPRISES, async () => {
            let confirmee = await v.poster(`${reponse.adresse}/importer`, { ignorer_les_erreurs: 'oui', _cle: randomUUID() });
            for (let p = await v.lire(reponse.adresse); p.rafraichir; p = await v.lire(reponse.adresse)) await attendre(150);
            if ((await base('reprises').where({ id }).first<{ etat: string }>('etat')).etat === 'ECHOUEE') confirmee = { ...confirmee, statut: 422 };
            return confirmee;
          }, async () => {
            const { feuilles } = (await base('reprises').where({ id }).first<{ rapport: { feuilles: { nom: string; nouvelles: number }[] } }>('rapport')).rapport;
            return ['Personnes', 'Orientations', 'Étapes', 'Entretiens', 'Informations collectives'].map((nom) => feuilles.find((f) => f.nom === nom)?.nouvelles ?? 0);
          }),
        };
      },
    },
    {
      nom: 'chiffres', adresse: `/chiffres-pe/${plieId}/importer?annee=2025`, qui: 'animation', formats: ['xlsx', 'xlsx-partage', 'csv', 'zip'], modele: chiffres, champs: () => ({}),
      // Written at once: the counts were taken before (index.ts puts the database back after each file).
      async suivre(v, reponse) {
        if (reponse.statut !== 303) return refus(reponse);
        const { texte } = await v.lire(reponse.adresse);
        const annonce = /Classeur importé : ([\d\s]+) lignes? ajoutée/.exec(mots(texte));
        const ecrites = (await compter(connexion, ['informations_collectives', 'services_pe'])).reduce((a, b) => a + b);
        return { genre: 'lu', faute: annonce && Number(annonce[1]!.replace(/\s/g, '')) === ecrites ? null : `${ecrites} lignes écrites : ${annonce?.[0] ?? mots(texte).slice(0, 200)}` };
      },
    },
    {
      nom: 'comparaison', adresse: '/comparaison', qui: 'animation', formats: ['xlsx', 'xlsx-partage', 'csv', 'zip', 'chiffre'], modele: retour,
      champs: (chiffre, rang) => ({ sortie: rang % 2 ? 'ECRAN' : 'CLASSEUR', ...secret(chiffre) }),
      suivre: async (_v, reponse) => (reponse.statut === 200 ? { genre: 'lu', faute: null } : refus(reponse)),
    },
  ];
}
