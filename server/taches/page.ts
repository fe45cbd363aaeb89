/** The worklist: what waits by kind, one line per person with what is needed to act at Pôle emploi. Pure. */
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import { chercherMois, formaterDate, formaterMois, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, formaterNombre, nomComplet } from '../lib/texte';
import type { Choix, ComptesTaches, FiltresTaches, LigneTache } from './queries';
import { genreDe, GENRES, RUBRIQUE, type GenreDeTache } from './rules';

export const PAR_PAGE = 50;
const CHEMIN = RUBRIQUE.adresse;

export interface PreparationTaches {
  filtres: FiltresTaches;
  comptes: ComptesTaches;
  options: { plies: Choix[]; agences: Choix[] };
  lignes: LigneTache[];
  jour: DateCivile;
  saisie: Saisie | null;
  erreurs: Erreur[];
  /** Answers that wait for the workbook of a PLIE that is elsewhere. */
  enRoute: number;
  /** What was recorded although some lines were refused. */
  message: string | null;
}

const parametres = (f: FiltresTaches) => ({ action: f.faites ? null : f.action, voir: f.faites ? 'faites' : null, agence: f.agence && String(f.agence), plie: f.plie && String(f.plie) }) as Record<string, string | null>;
export const adresseDesTaches = (f: FiltresTaches): string => adresseDeListe(CHEMIN, parametres(f));
export const adresseDuDossier = (id: number): string => `${CHEMIN}/dossiers/${id}`;

const moisEnMots = (mois: string): string => { const lu = chercherMois(mois); return lu ? formaterMois(lu) : mois; };
const periode = (debut: DateCivile | null, fin: DateCivile | null): string => (debut ? `du ${formaterDate(debut)}${fin ? ` au ${formaterDate(fin)}` : ''}` : '');
/** A code of ours as its label; what another installation wrote, as it wrote it. */
const motif = (liste: 'MOTIFS_REFUS' | 'MOTIFS_SORTIE', code: string | null): string => (code ? dansLaPhrase(libelle(liste, code)) : '');

/** What the table says, and what makes the task to be done: the fact, then its detail. */
export function raisonDe(t: LigneTache): { texte: string; detail: string } {
  switch (t.action) {
    case 'POSER_PNI': return { texte: `Intégrée le ${formaterDate(t.date_integration)}`, detail: t.en_route ? 'Déjà posé : la réponse est en route vers le PLIE.' : '' };
    case 'LEVER_PNI': return { texte: `Sortie le ${formaterDate(t.date_sortie)}${t.motif_sortie ? `, ${motif('MOTIFS_SORTIE', t.motif_sortie)}` : ''}`, detail: t.pni_debut ? `PNI ${periode(t.pni_debut, t.pni_fin)}` : '' };
    case 'REPRENDRE': return { texte: `Refusée le ${formaterDate(t.date_refus)}`, detail: motif('MOTIFS_REFUS', t.motif_refus) };
    case 'ABSENCE': return { texte: t.absences.map((a) => `Absente le ${formaterDate(a.date_convocation)}${a.excuse ? ', excusée' : ''}`).join(' ; ') || 'Absence', detail: '' };
    default: return { texte: t.etapes.map((e) => `${e.type} ${periode(e.date_debut, e.date_fin)}`).join(' ; ') || 'Étape', detail: t.ppae_actualise_le ? `PPAE actualisé le ${formaterDate(t.ppae_actualise_le)}` : '' };
  }
}

export function identite(d: { nom: string; prenom: string; date_naissance: DateCivile; identifiant_pe: string | null }) {
  return { nom: nomComplet(d), naissance: formaterDate(d.date_naissance), identifiant: d.identifiant_pe };
}

function ligne(t: LigneTache, p: PreparationTaches) {
  const erreur = p.erreurs.find((e) => e.champ === `date-${t.id}`)?.message ?? null;
  const coche = (p.saisie?.taches as string[] | undefined)?.includes(String(t.id)) ?? false;
  const date = p.saisie?.[`date-${t.id}`];
  return {
    id: t.id, ...identite(t), adresse: adresseDuDossier(t.dossier_id), mois: moisEnMots(t.mois), ...raisonDe(t),
    agence: t.agence ?? 'agence non indiquée', plie: t.plie,
    accompagnateur: t.accompagnateur ?? '', telephone: t.accompagnateur_telephone ?? '', appel: t.accompagnateur_telephone?.replace(/[^+\d]/g, '') ?? '',
    coche, date: typeof date === 'string' ? date : '', erreur,
    refuser: t.action === 'POSER_PNI' ? `${CHEMIN}/${t.id}/refuser` : null,
  };
}

/** What was done today, and may still be undone. */
function ligneFaite(t: LigneTache) {
  const genre = genreDe(t.action);
  return {
    id: t.id, ...identite(t), adresse: adresseDuDossier(t.dossier_id), plie: t.plie,
    fait: t.etat === 'REFUSEE' ? `PNI refusé le ${formaterDate(t.date_acte)}` : `${genre.fait[0][0]!.toUpperCase()}${genre.fait[0].slice(1)} ${t.action === 'POSER_PNI' ? 'à compter du' : 'le'} ${formaterDate(t.date_acte)}`,
    motif: t.motif ? dansLaPhrase(libelle('MOTIFS_CLOTURE_PNI', t.motif)) : '', par: t.par ?? '',
    annuler: { adresse: `${CHEMIN}/${t.id}/annuler`, libelle: 'Annuler', aria: `Annuler : ${nomComplet(t)}` },
  };
}

export function pageTaches(p: PreparationTaches) {
  const { filtres: f, comptes, options, lignes, jour } = p;
  const genre = genreDe(f.action);
  const cartes = GENRES.map((g) => ({ libelle: g.nom[comptes[g.code] >= 2 ? 1 : 0], nombre: formaterNombre(comptes[g.code]), ton: comptes[g.code] ? 'du' : '', courant: !f.faites && g.code === f.action, adresse: adresseDesTaches({ ...f, action: g.code, faites: false }) }));
  const total = f.faites ? comptes.FAITES : comptes[f.action];
  const enTout = GENRES.reduce((n, g) => n + comptes[g.code], 0);
  const choix = (liste: Choix[], valeur: number | null) => liste.map((c) => ({ ...c, choisi: c.code === String(valeur) }));
  const fc = champs(p.saisie ?? { date: formaterDate(jour), motif: 'SORTIE' }, p.erreurs);
  return {
    titre: 'À traiter', rubrique: RUBRIQUE, erreurs: p.erreurs, message: p.message,
    cartes: [...cartes, { libelle: comptes.FAITES >= 2 ? "faites aujourd'hui" : "faite aujourd'hui", nombre: formaterNombre(comptes.FAITES), ton: '', courant: f.faites, adresse: adresseDesTaches({ ...f, faites: true }) }],
    enRoute: p.enRoute ? formaterNombre(p.enRoute) : '',
    filtres: { action: f.faites ? null : f.action, faites: f.faites, plies: choix(options.plies, f.plie), agences: choix(options.agences, f.agence), effacer: f.agence || f.plie ? adresseDesTaches({ ...f, agence: null, plie: null }) : null },
    plusieursPlies: options.plies.length > 1, plusieursAgences: options.agences.length > 1,
    legende: f.faites ? `${accorder(comptes.FAITES, 'réponse donnée', 'réponses données')} aujourd'hui` : accorder(total, genre.nom[0], genre.nom[1]),
    chapeau: f.faites ? "Une erreur s'annule le jour même : la tâche revient dans la liste, et le dossier du PLIE est remis comme il était." : genre.aide,
    formulaire: f.faites ? null : {
      action: adresseDesTaches(f), bouton: genre.bouton, acte: genre.acte,
      date: fc.date('date', genre.jour, { obligatoire: true, aide: 'Pour toutes les lignes cochées qui n\'ont pas leur propre jour. « hier » et « j-3 » sont compris.' }),
      motif: genre.code === 'LEVER_PNI' ? fc.liste('motif', 'Motif de la levée', LISTES.MOTIFS_CLOTURE_PNI, { obligatoire: true }) : null,
      erreurTaches: p.erreurs.find((e) => e.champ === 'taches')?.message ?? null,
    },
    lignes: f.faites ? [] : lignes.map((t) => ligne(t, p)),
    faites: f.faites ? lignes.map(ligneFaite) : [],
    vide: lignes.length ? null : f.faites ? "Aucune réponse n'a été donnée aujourd'hui."
      : f.agence || f.plie ? 'Rien de ce genre ne répond à ces filtres.'
        : enTout ? `Rien de ce genre n'attend : ${accorder(0, genre.nom[0], genre.nom[1])}.` : "Rien ne vous attend : chaque tableau importé d'un PLIE met ici ce qu'il demande.",
    pagination: paginer(CHEMIN, parametres(f), f.page, PAR_PAGE, total),
  };
}

/** « 3 PNI posés. » */
export const messageDuTraitement = (genre: GenreDeTache, faites: number): string => `${accorder(faites, genre.fait[0], genre.fait[1])}.`;
