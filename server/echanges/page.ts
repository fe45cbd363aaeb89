/** The page of the month: where its table stands, what is missing, what it says, what was sent. Pure. */
import type { Correction } from '../../reports/tableau-de-suivi/corrections';
import { ACTIONS, SITUATIONS, periodeDuMois } from '../../reports/tableau-de-suivi/situation';
import { direNonExportees } from '../acces/rules-limitation';
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { decalerMois, formaterDate, formaterInstant, formaterMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, formaterNombre } from '../lib/texte';
import { classer, RUBRIQUE as CONTROLES, type Controle } from '../controles/rules';
import type { MoisLu } from './actions-mois';
import type { Demande, Vue } from './form';
import { lignesCorrections } from './page-corrections';
import { ADRESSE, adresseDe, pageAbsences, pageEtapes, pageOrientations, versLesLignes, type Comparaison } from './page-lignes';
import type { TableauSuivi } from './queries';
import type { Envoi } from './queries-envois';
import type { Raison } from './queries-raisons';
import { deMois, echeance, moisATraiter } from './rules';
import { comparerTableaux, compterFaits, lignesVues, type LigneVue } from './rules-comparaison';
import { ponctualite } from './rules-envoi';
import { empechementDeValider, estValide, rangDeLEtape } from './rules-etapes';

export const RUBRIQUE = { adresse: ADRESSE, libelle: 'Tableau de suivi' };
/** Months offered in the list; the arrows go further. */
const MOIS_OFFERTS = 24;

export interface VueDuMois {
  lu: MoisLu;
  /** The last table validated before that one. */
  precedent: { mois: Mois; lignes: LigneVue[] } | null;
  corrections: Correction[];
  raisons: Raison[];
  envois: Envoi[];
  /** What the checks say today; empty once the table is validated. */
  controles: Controle[];
  /** Why nothing can be sent. */
  empechement: string | null;
}

export function pageMois(v: VueDuMois, demande: Demande, jour: DateCivile, erreurs: Erreur[] = []) {
  const { mois } = demande;
  const { contenu, suivi } = v.lu;
  const periode = periodeDuMois(mois);
  const lignes = lignesVues(contenu.feuilles.ORIENTATIONS);
  const comparaison: Comparaison | null = v.precedent && { mois: v.precedent.mois, evolution: comparerTableaux(v.precedent.lignes, lignes) };
  const vide = contenu.feuilles.ORIENTATIONS.length === 0;
  return {
    titre: `Tableau de suivi ${deMois(mois)}`, rubrique: RUBRIQUE,
    choix: choixDuMois(mois, jour),
    frise: frise(suivi),
    echeance: phraseEcheance(mois, jour, v.envois, suivi),
    empechement: v.empechement,
    nonExportees: direNonExportees(v.lu.limitees),
    onglets: onglets(v, demande),
    mois: demande.vue === 'mois' ? {
      faire: aFaire(v, mois, jour),
      vide: vide ? `Aucune orientation n'a bougé en ${formaterMois(mois)} et aucune n'est en cours à la fin du mois. Le tableau est vide.` : null,
      resume: `${accorder(contenu.feuilles.ORIENTATIONS.length, 'orientation')} à transmettre, ${accorder(contenu.feuilles.ETAPES.length, 'étape')} et ${accorder(contenu.feuilles.ABSENCES.length, 'absence')}.`,
      controles: comptesDesControles(v.controles, suivi, mois),
      actions: [...ACTIONS, { code: 'AUCUNE' as const, libelle: "Rien n'est attendu" }].map(({ code, libelle: texte }) => compte(texte, lignes.filter((l) => (l.action ?? 'AUCUNE') === code).length, versLesLignes({ mois, action: code }))),
      situations: SITUATIONS.map(({ code, libelle: texte }) => compte(texte, lignes.filter((l) => l.situation === code).length, versLesLignes({ mois, situation: code }))),
      evolution: evolution(comparaison, mois, v.corrections.length),
      envois: v.envois.map((e) => ligneEnvoi(e, mois)),
      copie: { adresse: `${ADRESSE}/${mois}.xlsx`, champs: [], bouton: 'Télécharger une copie de travail' },
      empreinte: suivi?.empreinte ?? null,
    } : null,
    orientations: demande.vue === 'orientations' ? pageOrientations(lignes, demande, periode, compterFaits(contenu), comparaison) : null,
    etapes: demande.vue === 'etapes' ? pageEtapes(contenu.feuilles.ETAPES, demande) : null,
    absences: demande.vue === 'absences' ? pageAbsences(contenu.feuilles.ABSENCES, demande) : null,
    corrections: demande.vue === 'corrections' ? { lignes: lignesCorrections(v.corrections, v.raisons), avant: v.precedent !== null } : null,
    erreurs,
  };
}

function choixDuMois(mois: Mois, jour: DateCivile) {
  const courant = moisDe(jour);
  const offerts = Array.from({ length: MOIS_OFFERTS }, (_, i) => decalerMois(courant, -i));
  if (!offerts.includes(mois)) offerts.push(mois);
  const lien = (m: Mois) => ({ adresse: adresseDe({ mois: m }), libelle: formaterMois(m) });
  return {
    mois: offerts.map((m) => ({ valeur: m, libelle: formaterMois(m), choisi: m === mois })),
    precedent: lien(decalerMois(mois, -1)),
    suivant: mois < courant ? lien(decalerMois(mois, 1)) : null,
  };
}

/** The six steps: done, with when and who; the next one; those to come. */
function frise(suivi: TableauSuivi | null) {
  const faites = suivi ? rangDeLEtape(suivi.etape) + 1 : 0;
  const detail = (nom: 'prepare' | 'controle' | 'valide' | 'transmis' | 'importe' | 'traite') => ({ le: suivi?.[`${nom}_le`] ?? null, par: suivi?.[`${nom}_par`] ?? null });
  return LISTES.ETAPES_TABLEAU.map(({ code, libelle: nom }, i) => {
    const { le, par } = detail(code.toLowerCase() as 'prepare');
    const recu = code === 'IMPORTE' && suivi?.recu_le ? `reçu le ${formaterDate(suivi.recu_le)}${suivi.recu_par ? ` par ${suivi.recu_par}` : ''}` : null;
    const etat = i < faites ? 'faite' as const : i === faites ? 'suivante' as const : 'avenir' as const;
    return { nom, etat, mot: { faite: 'fait', suivante: 'étape suivante', avenir: 'à venir' }[etat], quand: le && i < faites ? formaterInstant(le) : '', par: i < faites ? [recu, par && (recu ? `noté par ${par}` : `par ${par}`)].filter(Boolean).join(', ') : '' };
  });
}

/** Days left until the 6th; once sent, on time or late. */
function phraseEcheance(mois: Mois, jour: DateCivile, envois: readonly Envoi[], suivi: TableauSuivi | null): { ton: 'du' | 'retard' | 'neutre' | 'fait'; icone: string; texte: string } {
  const { date, etat, jours } = echeance(mois, jour);
  const le = `le ${formaterDate(date)}`;
  const [envoye] = envois.flatMap((e) => e.date_envoi ?? []).sort();
  if (envoye) {
    const { aTemps, texte } = ponctualite(mois, envoye);
    return { ton: aTemps ? 'fait' : 'retard', icone: aTemps ? 'fait' : 'retard', texte: `Envoyé le ${formaterDate(envoye)}, ${texte} (à envoyer ${le} au plus tard).` };
  }
  if (suivi?.importe_le) return { ton: 'fait', icone: 'fait', texte: `Pôle emploi a ce tableau depuis le ${formaterInstant(suivi.importe_le)}.` };
  switch (etat) {
    case 'A_VENIR': return { ton: 'neutre', icone: 'calendrier', texte: `Le mois n'est pas terminé. Ce tableau est à envoyer ${le} au plus tard, dans ${accorder(jours, 'jour')}.` };
    case 'EN_COURS': return { ton: 'du', icone: 'horloge', texte: `À envoyer ${le} au plus tard : il reste ${accorder(jours, 'jour')}.` };
    case 'DERNIER_JOUR': return { ton: 'du', icone: 'horloge', texte: "À envoyer aujourd'hui : c'est le dernier jour avant le retard." };
    default: return suivi || mois === moisATraiter(jour)
      ? { ton: 'retard', icone: 'retard', texte: `Ce tableau était à envoyer ${le} au plus tard : il a ${accorder(jours, 'jour')} de retard.` }
      : { ton: 'neutre', icone: 'calendrier', texte: `Ce tableau était à envoyer ${le} au plus tard.` };
  }
}

function onglets({ lu: { contenu: { feuilles } } }: VueDuMois, { mois, vue }: Demande) {
  const onglet = (nom: Vue, texte: string, nombre: number | null) => ({ libelle: texte, nombre: nombre === null ? null : formaterNombre(nombre), adresse: adresseDe({ mois, vue: nom }), courant: vue === nom });
  return [onglet('mois', 'Le mois', null), onglet('orientations', 'Orientations', feuilles.ORIENTATIONS.length), onglet('etapes', 'Étapes', feuilles.ETAPES.length), onglet('absences', 'Absences', feuilles.ABSENCES.length), onglet('corrections', 'Corrections', feuilles.CORRECTIONS.length)];
}

/** The next act, and what stands in its way. */
function aFaire({ lu: { suivi, empreinte }, controles, envois, empechement }: VueDuMois, mois: Mois, jour: DateCivile) {
  const formulaire = (etape: string, bouton: string, plus: Record<string, string> = {}) => ({ adresse: `${ADRESSE}/${mois}/${etape}`, bouton, champs: Object.entries({ ...(suivi ? { version: String(suivi.version) } : {}), ...plus }).map(([nom, valeur]) => champs({}).cache(nom, valeur)) });
  const lien = (suite: string, texte: string) => ({ adresse: `${ADRESSE}/${mois}/${suite}`, libelle: texte });
  const rien = { texte: '', alerte: null as string | null, formulaire: null as ReturnType<typeof formulaire> | null, second: null as ReturnType<typeof formulaire> | null, lien: null as ReturnType<typeof lien> | null };
  switch (suivi?.etape) {
    case undefined: return { ...rien, titre: 'À préparer', texte: 'Le tableau suit vos saisies. Quand celles du mois sont faites, préparez-le : les contrôles disent ce qui manque encore.', formulaire: formulaire('preparer', 'Préparer le tableau') };
    case 'PREPARE': return { ...rien, titre: 'À contrôler', texte: 'Regardez ce que disent les contrôles, faites compléter ce qui manque, puis enregistrez-les.', formulaire: formulaire('controler', 'Enregistrer les contrôles') };
    case 'CONTROLE': {
      const raison = empechementDeValider('CONTROLE', mois, jour, controles);
      return { ...rien, titre: 'À valider', texte: "Une fois validé, le tableau ne change plus : ce qui changera ensuite partira en correction avec le tableau suivant.", alerte: raison, formulaire: raison ? null : formulaire('valider', 'Valider le tableau', { empreinte }), second: formulaire('controler', 'Contrôler de nouveau') };
    }
    case 'VALIDE': {
      const attente = envois.find((e) => e.etat === 'PREPARE');
      if (empechement) return { ...rien, titre: 'À envoyer' };
      return attente
        ? { ...rien, titre: 'Envoi à confirmer', texte: `Un fichier chiffré est prêt depuis le ${formaterInstant(attente.prepare_le)} pour ${attente.destinataire}. Envoyez-le, puis dites-le.`, lien: lien('envoi', "Continuer l'envoi") }
        : { ...rien, titre: 'À envoyer', texte: "Le tableau est figé. Préparez le fichier chiffré : sa phrase de passe vous est montrée une seule fois.", lien: lien('envoi', "Préparer l'envoi") };
    }
    case 'TRANSMIS': return { ...rien, titre: 'Envoyé', texte: "L'étape « Importé » se note seule quand Pôle emploi travaille dans Passerelle. Sinon, notez la réception quand on vous la confirme.", lien: lien('reception', 'Noter la réception') };
    case 'IMPORTE': return { ...rien, titre: 'Reçu par Pôle emploi', texte: 'Pôle emploi a le tableau. Il ne reste rien à faire ici.' };
    case 'TRAITE': return { ...rien, titre: 'Traité par Pôle emploi', texte: 'Pôle emploi a fait tout ce que ce tableau demandait.' };
  }
}

function comptesDesControles(controles: readonly Controle[], suivi: TableauSuivi | null, mois: Mois) {
  const tous = { adresse: `${CONTROLES.adresse}?mois=${mois}`, libelle: 'Qui doit compléter quoi, et l\'évolution' };
  if (suivi && estValide(suivi.etape)) {
    const signales = (suivi.controles ?? []).filter((c) => c.nombre > 0);
    return { tous, lignes: [], phrase: signales.length ? `Validé avec ${accorder(signales.length, 'contrôle non bloquant', 'contrôles non bloquants')} au-dessus de zéro.` : 'Validé avec tous les contrôles à zéro.' };
  }
  const presents = classer(controles.filter((c) => c.nombre > 0));
  const nuls = controles.length - presents.length;
  return {
    tous,
    lignes: presents.map((c) => ({ phrase: c.phrase, adresse: c.adresse, bloquant: c.bloquant })),
    phrase: presents.length ? (nuls ? `${accorder(nuls, 'autre contrôle', 'autres contrôles')} à zéro.` : '') : 'Tous les contrôles sont à zéro.',
  };
}

const compte = (texte: string, nombre: number, adresse: string) => ({ libelle: texte, nombre: formaterNombre(nombre), adresse: nombre ? adresse : null });

function evolution(comparaison: Comparaison | null, mois: Mois, corrections: number) {
  const lignes = comparaison ? [
    compte('Nouvelles lignes', comparaison.evolution.nouvelles.size, versLesLignes({ mois, changement: 'NOUVELLES' })),
    compte('Lignes changées', comparaison.evolution.changees.size, versLesLignes({ mois, changement: 'CHANGEES' })),
    compte("Lignes qui n'y sont plus", comparaison.evolution.parties.length, versLesLignes({ mois, changement: 'PARTIES' })),
    compte('Corrections de tableaux déjà validés', corrections, adresseDe({ mois, vue: 'corrections' })),
  ] : [];
  return { titre: comparaison ? `Depuis le tableau ${deMois(comparaison.mois)}` : 'Depuis le tableau précédent', lignes, vide: comparaison ? null : "Aucun tableau antérieur n'a été validé : il n'y a rien à comparer." };
}

/** A row of the register. */
export function ligneEnvoi(e: Envoi, mois: Mois) {
  const envoye = e.date_envoi && ponctualite(mois, e.date_envoi);
  return {
    id: e.id, etat: libelle('ETATS_AVIS', e.etat), ton: e.etat === 'ECHEC' ? 'retard' : e.etat === 'PREPARE' ? 'du' : 'fait',
    precision: e.erreur ?? (envoye ? `le ${formaterDate(e.date_envoi)}, ${envoye.texte}` : ''),
    prepare: formaterInstant(e.prepare_le), par: e.par ?? '', destinataire: e.destinataire,
    fichier: libelle('CANAUX_FICHIER', e.canal_fichier), cle: libelle('CANAUX', e.canal_cle), empreinte: e.empreinte,
  };
}
