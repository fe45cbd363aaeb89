/** The page of the month. Pure: everything shown is prepared here. */
import { motifEchange } from '../../reports/tableau-de-suivi/colonnes';
import { ACTIONS, SITUATIONS, finDuPniAffichee, type CodeSituation } from '../../reports/tableau-de-suivi/situation';
import type { LigneDuTableau, Tableau } from '../../reports/tableau-de-suivi/tableau';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import { decalerMois, formaterDate, formaterMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, dansLaPhrase, formaterNombre, nomComplet } from '../lib/texte';
import type { Demande, Vue } from './form';
import { deMois, echeance, moisATraiter } from './rules';

const RUBRIQUE = { adresse: '/tableau-de-suivi', libelle: 'Tableau de suivi' };
const PAR_PAGE = 100;
/** Months offered in the list; the arrows go further. */
const MOIS_OFFERTS = 24;

/** The filters of the address; what goes without saying is left out of it. */
const filtres = ({ mois, vue, situation, action, sans }: Partial<Demande> & { mois: Mois }) => ({ mois, vue: vue === 'orientations' ? null : vue, situation, action, sans });
const adresseDe = (demande: Partial<Demande> & { mois: Mois }): string => adresseDeListe(RUBRIQUE.adresse, filtres(demande));
/** The same page, at its rows. */
const versLesLignes = (demande: Partial<Demande> & { mois: Mois }): string => `${adresseDe(demande)}#lignes`;

export function pageTableau(tableau: Tableau, demande: Demande, jour: DateCivile, convention: string | null, erreurs: Erreur[] = []) {
  const { mois } = tableau;
  const retenues = tableau.lignes.filter((l) => convient(l, demande));
  const total = { orientations: retenues.length, etapes: tableau.etapes.length, absences: tableau.absences.length }[demande.vue];
  const page = Math.min(demande.page, Math.max(1, Math.ceil(total / PAR_PAGE)));
  const tranche = <T>(lignes: readonly T[]): T[] => lignes.slice((page - 1) * PAR_PAGE, page * PAR_PAGE);
  return {
    titre: `Tableau de suivi ${deMois(mois)}`,
    rubrique: RUBRIQUE,
    choix: choixDuMois(mois, jour),
    echeance: phraseEcheance(mois, jour),
    convention,
    vide: tableau.lignes.length ? null : `Aucune orientation n'a bougé en ${formaterMois(mois)} et aucune n'est en cours à la fin du mois. Le tableau est vide.`,
    resume: `${accorder(tableau.lignes.length, 'orientation')} à transmettre, ${accorder(tableau.etapes.length, 'étape')} et ${accorder(tableau.absences.length, 'absence')}.`,
    actions: comptesDesActions(tableau, demande),
    situations: comptesDesSituations(tableau, demande),
    signalements: signalements(tableau, demande),
    telechargement: formulaireDeTelechargement(tableau, erreurs),
    onglets: onglets(tableau, demande),
    filtre: phraseDuFiltre(demande, retenues.length),
    orientations: demande.vue === 'orientations' ? tranche(retenues).map(ligneOrientation) : null,
    etapes: demande.vue === 'etapes' ? tranche(tableau.etapes).map((e) => ({ ...personne(e), type: e.libelle, debut: formaterDate(e.date_debut), fin: formaterDate(e.date_fin) || 'En cours' })) : null,
    absences: demande.vue === 'absences' ? tranche(tableau.absences).map((a) => ({ ...personne(a), date: formaterDate(a.date_convocation), excuse: a.excuse ? 'Excusé' : 'Non excusé' })) : null,
    pagination: paginer(RUBRIQUE.adresse, filtres(demande), page, PAR_PAGE, total),
    erreurs,
  };
}

export type PageTableau = ReturnType<typeof pageTableau>;

function convient(l: LigneDuTableau, { situation, action, sans }: Demande): boolean {
  return (!situation || l.situation === situation)
    && (!action || (action === 'AUCUNE' ? l.action === null : l.action === action))
    && (!sans || (sans === 'identifiant' ? !l.identifiant_pe : !l.agence_nom));
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

/** Once the next month is the one to work on, the day is only recalled: the table may well have been sent. */
function phraseEcheance(mois: Mois, jour: DateCivile): { ton: 'du' | 'retard' | 'neutre'; icone: string; texte: string } {
  const { date, etat, jours } = echeance(mois, jour);
  const le = `le ${formaterDate(date)}`;
  switch (etat) {
    case 'A_VENIR': return { ton: 'neutre', icone: 'calendrier', texte: `Le mois n'est pas terminé. Ce tableau est à envoyer ${le} au plus tard, dans ${accorder(jours, 'jour')}.` };
    case 'EN_COURS': return { ton: 'du', icone: 'horloge', texte: `À envoyer ${le} au plus tard : il reste ${accorder(jours, 'jour')}.` };
    case 'DERNIER_JOUR': return { ton: 'du', icone: 'horloge', texte: "À envoyer aujourd'hui : c'est le dernier jour avant le retard." };
    default: return mois === moisATraiter(jour)
      ? { ton: 'retard', icone: 'retard', texte: `Ce tableau était à envoyer ${le} au plus tard : s'il n'est pas parti, envoyez-le sans attendre.` }
      : { ton: 'neutre', icone: 'calendrier', texte: `Ce tableau était à envoyer ${le} au plus tard.` };
  }
}

function comptesDesActions({ lignes, mois }: Tableau, demande: Demande) {
  return [...ACTIONS, { code: 'AUCUNE' as const, libelle: "Rien n'est attendu" }].map(({ code, libelle: texte }) => compte(
    texte, lignes.filter((l) => (l.action ?? 'AUCUNE') === code).length, versLesLignes({ mois, action: code }), demande.action === code));
}

function comptesDesSituations({ lignes, mois }: Tableau, demande: Demande) {
  return SITUATIONS.map(({ code, libelle: texte }) => compte(texte, lignes.filter((l) => l.situation === code).length, versLesLignes({ mois, situation: code }), demande.situation === code));
}

const compte = (texte: string, nombre: number, adresse: string, choisi: boolean) => ({ libelle: texte, nombre: formaterNombre(nombre), adresse: nombre ? adresse : null, choisi });

/** What Pôle emploi will not be able to use; the row leaves all the same. */
function signalements({ lignes, mois }: Tableau, demande: Demande) {
  const sansIdentifiant = lignes.filter((l) => !l.identifiant_pe).length;
  const sansAgence = lignes.filter((l) => !l.agence_nom).length;
  const dire = (n: number, quoi: string) => `${accorder(n, 'ligne')} sans ${quoi}`;
  return [
    { nombre: sansIdentifiant, texte: dire(sansIdentifiant, 'identifiant Pôle emploi'), aide: "Pôle emploi ne pourra pas rapprocher la personne : complétez sa fiche.", adresse: versLesLignes({ mois, sans: 'identifiant' }), choisi: demande.sans === 'identifiant' },
    { nombre: sansAgence, texte: dire(sansAgence, 'agence'), aide: "Aucune agence ne saura que la ligne est pour elle : corrigez l'orientation.", adresse: versLesLignes({ mois, sans: 'agence' }), choisi: demande.sans === 'agence' },
  ].filter((s) => s.nombre);
}

function formulaireDeTelechargement({ mois }: Tableau, erreurs: Erreur[]) {
  const f = champs({}, erreurs);
  return {
    adresse: `/tableau-de-suivi/${mois}.xlsx`,
    champs: [f.motDePasse('mot_de_passe', 'Phrase de passe (facultative)', {
      aide: '12 caractères au moins. Le classeur sera chiffré et ne s\'ouvrira qu\'avec elle : donnez-la à Pôle emploi par un autre moyen que le fichier.',
      attributs: { autocomplete: 'new-password' },
    })],
    bouton: 'Télécharger le classeur',
  };
}

function onglets({ mois, lignes, etapes, absences }: Tableau, demande: Demande) {
  const onglet = (vue: Vue, texte: string, nombre: number) => ({ libelle: texte, nombre: formaterNombre(nombre), adresse: versLesLignes({ mois, vue }), courant: demande.vue === vue });
  return [onglet('orientations', 'Orientations', lignes.length), onglet('etapes', 'Étapes', etapes.length), onglet('absences', 'Absences', absences.length)];
}

/** The filter as a sentence, and the way out of it. */
function phraseDuFiltre({ mois, vue, situation, action, sans }: Demande, nombre: number): { texte: string; tout: string } | null {
  if (vue !== 'orientations') return null;
  const criteres = [
    situation && `en situation « ${SITUATIONS.find((s) => s.code === situation)!.libelle} »`,
    action && (action === 'AUCUNE' ? "pour lesquelles rien n'est attendu" : `dont l'action attendue est « ${ACTIONS.find((a) => a.code === action)!.libelle} »`),
    sans && (sans === 'identifiant' ? 'sans identifiant Pôle emploi' : 'sans agence'),
  ].filter(Boolean);
  return criteres.length ? { texte: `${accorder(nombre, 'orientation')} ${criteres.join(', ')}.`, tout: versLesLignes({ mois }) } : null;
}

const personne = (p: { personne_id: number; nom: string; prenom: string; identifiant_pe: string | null }) => ({ nom: nomComplet(p), adresse: `/personnes/${p.personne_id}`, identifiant: p.identifiant_pe });

const TONS: Partial<Record<CodeSituation, string>> = { ABSENT: 'du', EN_ATTENTE: 'du', REFUS: 'retard', INTEGRE: 'fait' };

function ligneOrientation(l: LigneDuTableau) {
  return {
    ...personne(l),
    agence: l.agence_nom,
    prescripteur: libelle('PRESCRIPTEURS', l.prescripteur),
    prescription: formaterDate(l.date_prescription),
    situation: SITUATIONS.find((s) => s.code === l.situation)!.libelle,
    ton: TONS[l.situation] ?? null,
    detail: detailDeLaSituation(l),
    pni: l.pni_debut ? { debut: formaterDate(l.pni_debut), fin: formaterDate(finDuPniAffichee(l)) } : null,
    accompagnateur: l.accompagnateur && nomComplet(l.accompagnateur),
    action: ACTIONS.find((a) => a.code === l.action)?.libelle ?? null,
  };
}

/** The date, and the motif of an end, as it is sent. */
function detailDeLaSituation(l: LigneDuTableau): string {
  switch (l.situation) {
    case 'SORTI': return `${formaterDate(l.date_sortie)}, ${dansLaPhrase(motifEchange(l.motif_sortie))}`;
    case 'REFUS': return `${formaterDate(l.date_refus)}, ${dansLaPhrase(libelle('MOTIFS_REFUS', l.motif_refus))}`;
    case 'INTEGRE':
    case 'EN_PARCOURS': return `depuis le ${formaterDate(l.date_integration)}`;
    case 'EN_DIAGNOSTIC': return `depuis le ${formaterDate(l.date_diagnostic)}`;
    case 'ACCUEILLI': return `le ${formaterDate(l.date_contact)}`;
    default: return '';
  }
}
