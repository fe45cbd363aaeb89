/** The year of a PLIE: where its bilan is, the next act, what the checks say, what was validated and why it was opened again. Pure. */
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { numeroLisible } from '../../reports/indicateur';
import { chiffresDe, type Chiffres } from '../../reports/figer';
import type { Ligne } from '../../reports/moteur';
import { peut } from '../acces/droits';
import type { Acteur } from '../acces/acteur';
import { LISTES, libelle } from '../codes/listes';
import type { Declaration } from '../chiffres-pe/queries';
import { classer } from '../controles/rules';
import { champs, type Champ } from '../http/champs';
import { anneeDe, formaterInstant, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import { registreDesEnvois } from './page-envoi';
import type { BilanSuivi, EtapeFranchie, Plie, VersionFigee } from './queries';
import type { EnvoiDeBilan } from './queries-envois';
import { adresseDuBilan, empechementDeCommencer, empechementDeValider, estFige, estRendu, peutPasser, phraseEcheance, PREMIERE_ANNEE, RUBRIQUE, type Attendu, type EtapeBilan } from './rules';
import type { ControleBilan } from './rules-controles';
import { comparer, reglagesEnClair, texteDuChiffre } from './rules-differences';

export interface VueDuBilan {
  acteur: Acteur;
  plie: Plie;
  annee: number;
  suivi: BilanSuivi | null;
  /** Whether the correspondents await it. */
  attendu: Attendu;
  etapes: EtapeFranchie[];
  versions: VersionFigee[];
  /** The figures of today and their checksum; null once validated. */
  duJour: { ligne: Ligne; empreinte: string } | null;
  /** What the checks say today; those of the validation once validated. */
  controles: ControleBilan[];
  /** What the PLIE decided of the blocking of each check. */
  reglages: ReadonlyMap<string, { version: number }>;
  /** Pôle emploi's side: each agency, and what it declares of its figures of that year. */
  agences: readonly { id: number; nom: string }[];
  declarations: readonly Declaration[];
  envois: readonly EnvoiDeBilan[];
  /** The version whose differences with what followed are asked for. */
  comparee: number | null;
  jour: DateCivile;
}

/** Which of the forms came back with errors. */
export type FormulaireRefuse = 'valider' | 'rouvrir' | 'accepter' | 'renvoyer' | null;

/** Shown in the year at a glance. */
const EN_BREF = ['1', '2', '3', '7', '9bis', '10', '12', '16'];

export function pageDuBilan(v: VueDuBilan, refuse: FormulaireRefuse = null, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const { acteur, plie, annee, suivi, jour } = v;
  const etape = suivi?.etape ?? null;
  const derniere = v.versions.at(-1) ?? null;
  const chiffres: Chiffres | null = v.duJour ? chiffresDe(v.duJour.ligne) : (derniere?.chiffres ?? null);
  const autre = (a: number) => ({ adresse: adresseDuBilan(plie.id, a), libelle: String(a) });
  return {
    titre: `Bilan ${annee} – ${plie.nom}`, rubrique: RUBRIQUE, erreurs,
    fil: peut(acteur, 'bilan.recevoir') ? [{ adresse: `${RUBRIQUE.adresse}?annee=${annee}`, libelle: `Suivi des bilans ${annee}` }] : [{ adresse: RUBRIQUE.adresse, libelle: RUBRIQUE.libelle }],
    annees: { precedente: annee > PREMIERE_ANNEE ? autre(annee - 1) : null, suivante: annee < anneeDe(jour) ? autre(annee + 1) : null },
    frise: frise(etape, v.etapes),
    echeance: etape === 'VALIDE' && peut(acteur, 'bilan.recevoir') ? { ton: 'du' as const, icone: 'fichier', texte: 'Le PLIE vous a remis ce bilan : il attend votre lecture.' } : phraseEcheance(annee, v.attendu, jour),
    retour: etape === 'RENVOYE' ? dernierMot(v.etapes, 'RENVOYE') : etape !== null && !estFige(etape) && suivi!.numero ? dernierMot(v.etapes, 'BROUILLON') : null,
    faire: aFaire(v, refuse, saisie, erreurs),
    chiffres: {
      phrase: derniere && estFige(etape) ? `Chiffres validés le ${formaterInstant(derniere.valide_le)}${derniere.par ? ` par ${derniere.par}` : ''} : version ${derniere.numero}, ils ne changent plus.` : 'Chiffres du jour : ils suivent les saisies tant que le bilan n\'est pas validé.',
      lignes: chiffres ? EN_BREF.map((numero) => ({ colonne: numeroLisible(numero), libelle: LIBELLES.get(numero)!, texte: texteDuChiffre(chiffres, numero) })) : [],
      reglages: chiffres ? reglagesEnClair(chiffres) : [],
      liens: [
        { adresse: `/bilan?annee=${annee}&territoire=plie:${plie.code}`, libelle: 'Le tableau entier' },
        { adresse: `/bilan/evolution?annee=${annee}&territoire=plie:${plie.code}`, libelle: `Comparer à ${annee - 1} et aux objectifs` },
        { adresse: `/bilan/document?annee=${annee}&territoire=plie:${plie.code}`, libelle: 'Document pour le comité (PDF)' },
        { adresse: `/bilan/classeur?annee=${annee}&territoire=plie:${plie.code}`, libelle: 'Classeur' },
      ],
      empreinte: estFige(etape) ? (derniere?.empreinte ?? null) : null,
    },
    sources: {
      lignes: v.agences.flatMap((a) => LISTES.CHIFFRES_PE.map((c) => sourceDe(a, c, v.declarations))),
      lien: peut(acteur, 'informations_collectives.lire') ? `/chiffres-pe?plie=${plie.id}&annee=${annee}` : null,
    },
    registre: registreDesEnvois(v.envois, peut(acteur, 'bilan.tenir')),
    envoyer: peut(acteur, 'bilan.tenir') && estRendu(etape) ? `${adresseDuBilan(plie.id, annee)}/envoi` : null,
    controles: controlesMontres(v),
    differences: differences(v),
    versions: v.versions.map((x) => ({ numero: x.numero, le: formaterInstant(x.valide_le), par: x.par ?? '', definitions: x.definitions, empreinte: x.empreinte, adresse: v.versions.length > 1 || !estFige(etape) ? `${adresseDuBilan(plie.id, annee)}?comparer=${x.numero}#differences` : null })),
    etapes: v.etapes.toReversed().map((e) => ({ libelle: e.etape === 'BROUILLON' && e.numero ? 'Rouvert' : libelle('ETAPES_BILAN', e.etape), le: formaterInstant(e.le), par: e.par ?? '', commentaire: e.commentaire ?? '', version: e.numero ? `version ${e.numero}` : '' })),
  };
}

const LIBELLES = new Map(BILAN_QUANTITATIF.indicateurs.map((i) => [i.numero, i.libelle]));

/** Missing, or declared: by whom, and when. */
function sourceDe(agence: { id: number; nom: string }, chiffre: { code: string; libelle: string }, declarations: readonly Declaration[]) {
  const d = declarations.find((x) => x.agence_id === agence.id && x.chiffre === chiffre.code);
  return { agence: agence.nom, chiffre: chiffre.libelle, etat: d ? libelle('ETATS_DECLARATION_PE', d.etat) : 'Pas déclaré', ton: d ? 'fait' : 'du', quand: d ? `le ${formaterInstant(d.declare_le)}${d.nom ? `, ${nomComplet({ nom: d.nom, prenom: d.prenom ?? '' })}` : ''}` : '' };
}

/** The last comment said with that step. */
function dernierMot(etapes: readonly EtapeFranchie[], etape: EtapeBilan) {
  const e = etapes.findLast((x) => x.etape === etape && x.commentaire);
  return e ? { titre: etape === 'RENVOYE' ? 'Renvoyé par les correspondants régionaux' : 'Rouvert', texte: e.commentaire!, quand: `le ${formaterInstant(e.le)}${e.par ? `, ${e.par}` : ''}` } : null;
}

/** The five steps: done, with when and who; the next one; those to come. A returned bilan is back before its validation. */
function frise(etape: EtapeBilan | null, etapes: readonly EtapeFranchie[]) {
  const chemin = LISTES.ETAPES_BILAN.filter((e) => e.code !== 'RENVOYE');
  const faites = etape === null ? 0 : chemin.findIndex((e) => e.code === (etape === 'RENVOYE' ? 'VALIDE' : etape)) + 1;
  return chemin.map(({ code, libelle: nom }, i) => {
    const faite = etapes.findLast((e) => e.etape === code);
    const etat = i < faites ? 'faite' as const : i === faites ? 'suivante' as const : 'avenir' as const;
    return { nom, etat, mot: { faite: 'fait', suivante: 'étape suivante', avenir: 'à venir' }[etat], quand: faite && i < faites ? formaterInstant(faite.le) : '', par: faite?.par && i < faites ? `par ${faite.par}` : '' };
  });
}

/** `replie`: behind its title, open when it comes back with an error. */
interface Formulaire { titre: string; adresse: string; champs: Champ[]; bouton: string; secondaire: boolean; replie: boolean; ouvert: boolean }

/** The next acts of this actor, and what stands in their way. */
function aFaire({ acteur, plie, annee, suivi, duJour, controles, jour }: VueDuBilan, refuse: FormulaireRefuse, saisie: Saisie, erreurs: Erreur[]) {
  const etape = suivi?.etape ?? null;
  const formulaire = (acte: string, bouton: string, plus: (f: ReturnType<typeof champs>) => Champ[] = () => [], titre = ''): Formulaire => {
    const f = champs(refuse === acte ? saisie : {}, refuse === acte ? erreurs : []);
    return { titre, adresse: `${adresseDuBilan(plie.id, annee)}/${acte}`, bouton, secondaire: false, replie: false, ouvert: refuse === acte, champs: [...(suivi ? [f.cache('version', suivi.version)] : []), ...plus(f)] };
  };
  const second = (f: Formulaire): Formulaire => ({ ...f, secondaire: true, replie: f.titre !== '' });
  const mot = (nom: string, texte: string, obligatoire: boolean) => (f: ReturnType<typeof champs>) => [f.zone(nom, texte, { obligatoire, attributs: { rows: '3', maxlength: '2000' } })];
  const rouvrir = formulaire('rouvrir', 'Rouvrir le bilan', mot('commentaire', 'Pourquoi le rouvrir', true), 'Rouvrir le bilan');
  const rien = { titre: '', texte: '', alerte: null as string | null, formulaires: [] as Formulaire[] };

  if (peut(acteur, 'bilan.tenir')) {
    switch (etape) {
      case null: {
        const raison = empechementDeCommencer(annee, jour);
        return { ...rien, titre: 'À commencer', texte: 'Le bilan suit vos saisies. Commencez-le pour voir ce qui manque avant de le valider.', alerte: raison, formulaires: raison ? [] : [formulaire('commencer', `Commencer le bilan ${annee}`)] };
      }
      case 'BROUILLON': return { ...rien, titre: 'À contrôler', texte: 'Regardez ce que disent les contrôles, faites compléter ce qui manque, puis enregistrez-les.', formulaires: [formulaire('controler', 'Enregistrer les contrôles')] };
      case 'CONTROLE': {
        const raison = empechementDeValider('CONTROLE', annee, jour, controles);
        const valider = formulaire('valider', 'Valider et remettre aux correspondants', (f) => [f.cache('empreinte', duJour!.empreinte), f.zone('remarque', 'Remarque pour les correspondants', { aide: "Ce qui explique un écart, un taux au-delà de 100 % ou une source absente. N'y nommez personne.", attributs: { rows: '3', maxlength: '2000' } })]);
        return { ...rien, titre: 'À valider', texte: 'Une fois validé, le bilan ne change plus et les correspondants régionaux le reçoivent. Le rouvrir demandera une raison.', alerte: raison, formulaires: [...(raison ? [] : [valider]), second(formulaire('controler', 'Contrôler de nouveau'))] };
      }
      case 'VALIDE': return { ...rien, titre: 'Chez les correspondants régionaux', texte: 'Ils le lisent, puis l\'acceptent ou vous le renvoient. Si vous y voyez une erreur, rouvrez-le.', formulaires: [second(rouvrir)] };
      case 'RENVOYE': return { ...rien, titre: 'À reprendre', texte: 'Rouvrez le bilan, corrigez ce qui est demandé, puis validez-le de nouveau : les deux versions resteront lisibles.', formulaires: [rouvrir] };
      default: return { ...rien, titre: etape === 'CLOS' ? 'Année close' : 'Accepté', texte: 'Il n\'y a plus rien à faire. Pour le corriger, demandez aux correspondants régionaux de vous le renvoyer.' };
    }
  }
  if (peut(acteur, 'bilan.recevoir') && etape !== null && peutPasser('RENVOYER', etape)) {
    const renvoyer = formulaire('renvoyer', 'Renvoyer au PLIE', mot('commentaire', 'Ce que le PLIE doit regarder ou corriger', true), 'Renvoyer au PLIE');
    return etape === 'VALIDE'
      ? { ...rien, titre: 'À relire', texte: 'Lisez les chiffres, les contrôles et la remarque du PLIE, puis acceptez ce bilan ou renvoyez-le.', formulaires: [formulaire('accepter', 'Accepter ce bilan', mot('mot', 'Un mot au PLIE', false), 'Accepter'), second(renvoyer)] }
      : { ...rien, titre: etape === 'CLOS' ? 'Année close' : 'Accepté', texte: 'Si une erreur apparaît, renvoyez-le au PLIE : il pourra le rouvrir.', formulaires: [second(renvoyer)] };
  }
  return null;
}

function controlesMontres({ acteur, annee, plie, suivi, controles, reglages }: VueDuBilan) {
  const fige = estFige(suivi?.etape ?? null);
  const presents = classer(controles.filter((c) => c.nombre > 0));
  const peutOuvrir = peut(acteur, 'bilan.tenir');
  const peutRegler = peut(acteur, 'controle.regler') && !fige;
  const nuls = controles.length - presents.length;
  return {
    titre: fige ? 'Contrôles à la validation' : 'Contrôles',
    lignes: presents.map((c) => ({
      phrase: c.phrase, precision: c.precision, remede: c.remede, adresse: peutOuvrir ? c.adresse : null, bloquant: c.bloquant,
      reglage: peutRegler ? { adresse: `${adresseDuBilan(plie.id, annee)}/controles/${c.code}`, version: reglages.get(c.code)?.version ?? null, valeur: c.bloquant ? 'non' : 'oui', libelle: c.bloquant ? 'Ne plus bloquer' : 'Rendre bloquant' } : null,
    })),
    phrase: !controles.length ? 'Les contrôles seront faits par le PLIE avant de valider.' : presents.length ? (nuls ? `${accorder(nuls, 'autre contrôle', 'autres contrôles')} à zéro.` : '') : 'Tous les contrôles sont à zéro.',
  };
}

/** Between the version asked for and what followed it; by default, between the last two. */
function differences({ versions, duJour, comparee, suivi }: VueDuBilan) {
  if (!versions.length || (versions.length === 1 && !duJour)) return null;
  const rang = comparee === null ? -1 : versions.findIndex((x) => x.numero === comparee);
  const avant = rang >= 0 ? versions[rang]! : duJour ? versions.at(-1)! : versions.at(-2)!;
  const suivante = versions.find((x) => x.numero === avant.numero + 1);
  const apres = suivante?.chiffres ?? (duJour ? chiffresDe(duJour.ligne) : null);
  if (!apres) return null;
  const nom = suivante ? `la version ${suivante.numero}` : 'les chiffres du jour';
  const lignes = comparer(avant.chiffres, apres);
  return {
    titre: `De la version ${avant.numero} à ${nom}`, lignes,
    vide: lignes.length ? null : `Aucun chiffre n'a changé entre la version ${avant.numero} et ${nom}.`,
    ...(suivante && suivante.definitions !== avant.definitions ? { definitions: `Les définitions ont changé aussi : ${avant.definitions}, puis ${suivante.definitions}.` } : { definitions: null }),
    rouverte: suivi !== null && !estFige(suivi.etape),
  };
}
