/** What a PLIE's convention answers: the form of one party, then both side by side and what was agreed. Pure. */
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import type { Case, LignePlie, Partie } from '../../reports/bilan-qualitatif/tableau';
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder } from '../lib/texte';
import { adresseDuPlie, RUBRIQUE } from './page';
import type { Enquete, PlieInterroge } from './queries';
import type { AccordDonne, ReponseDonnee } from './queries-reponses';
import { ARGUMENT_MAX, aConvenir, avancement, divergences, etatDePartie, libelleReponse, PARTIES, repondues, resumeDEnquete } from './rules';

interface Contexte { enquete: Enquete; plie: PlieInterroge; jour: DateCivile }

export interface PourRepondre extends Contexte { partie: Partie; reponses: ReponseDonnee[]; anneeAReprendre: number | null }

const saisieDe = (reponses: ReponseDonnee[]): Saisie => Object.fromEntries(reponses.flatMap((r): [string, string][] => [[`reponse_${r.question}`, r.reponse ?? ''], [`argument_${r.question}`, r.argument ?? '']]));

export function pageRepondre(p: PourRepondre, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const { enquete, plie, partie, reponses, jour } = p;
  const f = champs(saisie ?? saisieDe(reponses), erreurs);
  const faites = reponses.filter((r) => r.reponse && !r.reprise).length;
  const aConfirmer = reponses.filter((r) => r.reprise).length;
  const soi = adresseDuPlie(enquete.id, plie.id, '/repondre');
  return {
    titre: `Répondre à l'enquête ${enquete.annee}`, rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs,
    chapeau: `${plie.nom} · réponses ${partie === 'PLIE' ? 'du PLIE' : 'de Pôle emploi'}`,
    resume: resumeDEnquete(enquete, jour), avancement: avancement(faites),
    aConfirmer: aConfirmer ? `${accorder(aConfirmer, 'réponse reprise', 'réponses reprises')} à confirmer` : '',
    adresse: soi, adresseVoir: adresseDuPlie(enquete.id, plie.id), maximum: String(ARGUMENT_MAX),
    reprendre: p.anneeAReprendre !== null && reponses.filter((r) => r.reponse).length < QUESTIONS.length ? { adresse: adresseDuPlie(enquete.id, plie.id, '/reprendre'), annee: String(p.anneeAReprendre) } : null,
    questions: QUESTIONS.map(({ numero, libelle: question }) => {
      const r = reponses.find((x) => x.question === numero);
      const enConflit = erreurs.some((e) => e.champ === `reponse_${numero}`);
      // After a conflict the next sending is meant; after any other error the version that was shown still counts.
      const version = saisie && !enConflit ? String(saisie[`version_${numero}`] ?? r?.version ?? 0) : String(r?.version ?? 0);
      return {
        numero: String(numero), version, reprise: r?.reprise ?? false,
        reponse: f.choix(`reponse_${numero}`, `${numero}. ${question}`, LISTES.REPONSES_ENQUETE),
        argument: f.zone(`argument_${numero}`, 'Argument', { attributs: { rows: '2', maxlength: String(ARGUMENT_MAX) } }),
        confirme: f.coche(`confirme_${numero}`, `Je confirme cette réponse pour ${enquete.annee}`, { aide: `Reprise de ${p.anneeAReprendre ?? 'l\'an passé'} : elle ne compte pas encore. La changer la confirme aussi.` }),
      };
    }),
  };
}

export interface PourComparer extends Contexte {
  ligne: LignePlie; accords: AccordDonne[];
  /** The party of the reader; null for the region. */
  partie: Partie | null;
  peutConvenir: boolean;
}

const NOMS: Record<Partie, string> = { PLIE: 'PLIE', POLE_EMPLOI: 'Pôle emploi' };

/** What the line of the regional table keeps of a question, and why. */
function retenue(c: Case): string {
  if (c.divergente) return c.accord ? `convenue au comité du ${formaterDate(c.accord.date)}` : 'celle du PLIE, faute d\'accord';
  if (!c.retenue) return '';
  return PARTIES.every((p) => c.avis[p].reponse) ? 'les deux réponses concordent' : `${c.avis.PLIE.reponse ? 'le PLIE' : 'Pôle emploi'} seul a répondu`;
}

export function pageReponses(p: PourComparer, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const { enquete, plie, ligne, partie, jour } = p;
  const ouverte = !enquete.close_le;
  const [differentes, reste] = [divergences(ligne.cases), aConvenir(ligne.cases)];
  const f = champs(saisie ?? { date_comite: '', ...Object.fromEntries(p.accords.map((a) => [`reponse_${a.question}`, a.reponse])) }, erreurs);
  const cachee = (c: Case, de: Partie): boolean => ouverte && partie !== null && partie !== de && c.avis[partie].reponse === null;
  return {
    titre: `${plie.nom}, enquête ${enquete.annee}`, rubrique: RUBRIQUE, fil: partie ? [RUBRIQUE] : [RUBRIQUE, { adresse: `/enquete/${enquete.id}`, libelle: `Enquête ${enquete.annee}` }], erreurs,
    resume: resumeDEnquete(enquete, jour),
    parties: PARTIES.map((de) => ({ nom: NOMS[de], ...(partie && partie !== de && ouverte ? { texte: 'Se montre question par question, après la vôtre', ton: '', icone: 'fleche' } : etatDePartie(ligne.cases, de, enquete, jour)) })),
    bilan: differentes.length ? `${accorder(differentes.length, 'divergence')}, ${reste.length === differentes.length ? 'sans accord' : reste.length ? `dont ${reste.length} sans accord` : differentes.length > 1 ? 'toutes convenues' : 'convenue'}` : 'Aucune divergence',
    divergente: reste.length > 0,
    repondre: partie && ouverte ? { adresse: adresseDuPlie(enquete.id, plie.id, '/repondre'), libelle: repondues(ligne.cases, partie) ? 'Compléter ou changer nos réponses' : 'Répondre' } : null,
    questions: QUESTIONS.map(({ numero, libelle: question }) => {
      const c = ligne.cases[numero - 1]!;
      return {
        numero: String(numero), question, divergente: c.divergente, convenue: c.divergente && c.accord !== null,
        avis: PARTIES.map((de) => ({ nom: NOMS[de], reponse: cachee(c, de) ? 'Se montre après votre réponse' : libelleReponse(c.avis[de].reponse), argument: c.avis[de].argument ?? '', discret: c.avis[de].reponse === null })),
        retenue: c.retenue ? { reponse: libelleReponse(c.retenue), pourquoi: retenue(c) } : null,
      };
    }),
    accord: p.peutConvenir && ouverte && differentes.length ? {
      adresse: adresseDuPlie(enquete.id, plie.id, '/accord'), bouton: 'Enregistrer les réponses convenues',
      champs: [
        f.date('date_comite', 'Jour du comité de pilotage', { obligatoire: true }),
        ...differentes.flatMap((c) => {
          const n = c.question;
          const enConflit = erreurs.some((e) => e.champ === `reponse_${n}`);
          const version = p.accords.find((a) => a.question === n)?.version ?? 0;
          return [
            f.choix(`reponse_${n}`, `${n}. ${QUESTIONS[n - 1]!.libelle}`, LISTES.REPONSES_ENQUETE, { aide: PARTIES.map((de) => `${NOMS[de]} : ${libelle('REPONSES_ENQUETE', c.avis[de].reponse).toLocaleLowerCase('fr')}`).join(' · ') }),
            f.cache(`version_${n}`, saisie && !enConflit ? String(saisie[`version_${n}`] ?? version) : version),
          ];
        }),
      ],
    } : null,
  };
}
