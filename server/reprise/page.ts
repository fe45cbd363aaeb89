/** The pages of the reprise. */
import { champs } from '../http/champs';
import { formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { ComptesDeFeuille } from './etat';
import type { EtatReprise, RepriseDeposee } from './queries-reprises';
import type { Remarque } from '../lib/classeur/comprendre';
import type { Colonne } from '../lib/classeur/colonnes';
import { decrireFormat, type ListesDuPlie } from './rules-format';

const RUBRIQUE = { adresse: '/reprise', libelle: 'Reprise' };

interface Etiquette { libelle: string; ton: '' | 'du' | 'fait' | 'retard'; icone: string }
const ETATS: Record<EtatReprise, Etiquette> = {
  A_LIRE: { libelle: 'Contrôle en cours', ton: 'du', icone: 'horloge' },
  LUE: { libelle: 'À confirmer', ton: 'du', icone: 'du' },
  A_IMPORTER: { libelle: 'Enregistrement en cours', ton: 'du', icone: 'horloge' },
  TERMINEE: { libelle: 'Enregistrée', ton: 'fait', icone: 'fait' },
  ECHOUEE: { libelle: 'Refusée', ton: 'retard', icone: 'alerte' },
  ANNULEE: { libelle: 'Annulée', ton: '', icone: 'refus' },
};

const QUI: Partial<Record<string, string>> = {
  Personnes: 'Une ligne par personne.',
  Orientations: "Une ligne par orientation, avec ce qu'elle est devenue : premier contact, diagnostic, refus ou intégration, PNI, sortie.",
  Étapes: 'Formations, ateliers, emplois… suivis pendant le parcours.',
  Entretiens: 'Une ligne par entretien tenu.',
  Absences: 'Une ligne par convocation manquée.',
  'Informations collectives': "Les sessions de Pôle emploi pour votre PLIE ; elles n'ont pas de référence.",
};

export function pageReprises(reprises: RepriseDeposee[], listes: ListesDuPlie, erreurs: Erreur[] = []) {
  return {
    titre: 'Reprise de données', rubrique: RUBRIQUE, erreurs,
    formulaire: {
      adresse: '/reprise', fichier: true, bouton: 'Contrôler ce fichier',
      champs: [champs({}, erreurs).fichier('fichier', 'Votre fichier', { obligatoire: true, aide: 'Un classeur Excel (.xlsx) ou une archive .zip de fichiers .csv, 10 Mo au plus.', attributs: { accept: '.xlsx,.zip,.csv' } })],
    },
    feuilles: Object.entries(decrireFormat(listes)).map(([nom, colonnes]) => ({
      nom, texte: QUI[nom] ?? '',
      colonnes: (Object.values(colonnes) as Colonne[]).map((c) => ({ titre: c.titre, obligatoire: c.obligatoire, aide: c.aide })),
    })),
    reprises: reprises.map((r) => ({ adresse: `/reprise/${r.id}`, nom: r.nom_fichier, le: formaterInstant(r.cree_le), par: nomComplet({ nom: r.auteur_nom, prenom: r.auteur_prenom }), etat: ETATS[r.etat], bilan: resumer(r) })),
  };
}

const somme = (feuilles: ComptesDeFeuille[], champ: Exclude<keyof ComptesDeFeuille, 'nom'>): number => feuilles.reduce((n, f) => n + f[champ], 0);

function resumer(r: RepriseDeposee): string {
  const feuilles = r.rapport?.feuilles;
  if (!feuilles) return '';
  const [nouvelles, refusees] = [somme(feuilles, 'nouvelles'), somme(feuilles, 'refusees')];
  const ecrites = r.etat === 'TERMINEE' ? accorder(nouvelles, 'ligne enregistrée', 'lignes enregistrées') : accorder(nouvelles, 'ligne nouvelle', 'lignes nouvelles');
  return refusees ? `${ecrites}, ${accorder(refusees, 'refusée')}` : ecrites;
}

interface Bandeau { ton: 'fait' | 'du' | 'retard'; icone: string; titre: string; texte: string }

export interface Ecran { uneSeuleConnexion: boolean }

export function pageReprise(r: RepriseDeposee, ecran: Ecran) {
  const rapport = r.rapport ?? {};
  const feuilles = rapport.feuilles ?? [];
  const [nouvelles, refusees] = [somme(feuilles, 'nouvelles'), somme(feuilles, 'refusees')];
  const enCours = r.etat === 'A_LIRE' || r.etat === 'A_IMPORTER';
  const erreurs = rapport.nombre_erreurs ?? 0;
  return {
    titre: `Reprise de « ${r.nom_fichier} »`, rubrique: RUBRIQUE, fil: [RUBRIQUE],
    le: formaterInstant(r.cree_le), par: nomComplet({ nom: r.auteur_nom, prenom: r.auteur_prenom }),
    etat: ETATS[r.etat],
    enCours: enCours && {
      titre: r.etat === 'A_LIRE' ? 'Votre fichier est lu et contrôlé' : 'Les lignes sont enregistrées',
      texte: r.etat === 'A_LIRE'
        ? 'Chaque ligne est vérifiée, puis comparée à ce que votre PLIE possède déjà. Rien n\'est enregistré pour l\'instant.'
        : ecran.uneSeuleConnexion
          ? "Tout est enregistré d'un seul tenant, ou rien ne l'est. Cette installation utilise la base embarquée : les autres pages attendent la fin, quelques secondes pour un petit fichier."
          : "Tout est enregistré d'un seul tenant, ou rien ne l'est. Vous pouvez quitter cette page, le travail continue.",
      avancement: r.avancement,
    },
    bandeau: enCours ? null : bandeau(r, nouvelles, refusees),
    feuilles: feuilles.map((f) => ({ nom: f.nom, lues: formaterNombre(f.lues), nouvelles: formaterNombre(f.nouvelles), inchangees: formaterNombre(f.inchangees), differentes: formaterNombre(f.differentes), refusees: formaterNombre(f.refusees), enFaute: f.refusees > 0 })),
    remarquesGenerales: [
      ...(rapport.comptes_crees ? [phraseDesComptes(rapport.comptes_crees, r.etat === 'TERMINEE')] : []),
      ...(rapport.courriels_ecartes ? [`${accorder(rapport.courriels_ecartes, 'courriel')} sans consentement : ${rapport.courriels_ecartes > 1 ? 'ils ne sont pas gardés' : "il n'est pas gardé"}.`] : []),
    ],
    erreursDuFichier: lister('À corriger', erreurs, rapport.erreurs ?? []),
    avertissements: lister('À vérifier', rapport.nombre_avertissements ?? 0, rapport.avertissements ?? []),
    apercus: (r.etat === 'LUE' ? (rapport.apercus ?? []) : []).map((a) => ({ ...a, texte: `Les premières lignes de « ${a.feuille} », telles qu'elles sont comprises` })),
    confirmer: r.etat === 'LUE' && nouvelles > 0 ? {
      adresse: `/reprise/${r.id}/importer`,
      ignorer: erreurs > 0,
      bouton: erreurs > 0 ? `Enregistrer les ${formaterNombre(nouvelles)} lignes justes` : `Enregistrer ${nouvelles > 1 ? `les ${formaterNombre(nouvelles)} lignes` : 'la ligne'}`,
    } : null,
    annuler: r.etat === 'LUE' || r.etat === 'A_LIRE' ? { adresse: `/reprise/${r.id}/annuler`, libelle: 'Annuler cette reprise' } : null,
    refus: r.a_refus ? { adresse: `/reprise/${r.id}/refus.xlsx`, libelle: `Télécharger ${refusees > 1 ? `les ${formaterNombre(refusees)} lignes refusées` : 'la ligne refusée'} (.xlsx)` } : null,
  };
}

function phraseDesComptes(n: number, faits: boolean): string {
  if (n > 1) return `${formaterNombre(n)} accompagnateurs inconnus : leurs comptes inactifs ${faits ? 'ont été' : 'seront'} créés ; l'administrateur les invitera.`;
  return `1 accompagnateur inconnu : son compte inactif ${faits ? 'a été' : 'sera'} créé ; l'administrateur l'invitera.`;
}

function bandeau(r: RepriseDeposee, nouvelles: number, refusees: number): Bandeau {
  const phrase = r.rapport?.phrase;
  const lignes = (n: number) => accorder(n, 'ligne');
  switch (r.etat) {
    case 'TERMINEE':
      return { ton: 'fait', icone: 'fait', titre: nouvelles ? `${accorder(nouvelles, 'ligne enregistrée', 'lignes enregistrées')}` : 'Reprise terminée', texte: refusees ? `${lignes(refusees)} n'${refusees > 1 ? 'ont' : 'a'} pas été ${refusees > 1 ? 'prises' : 'prise'} : corrigez-${refusees > 1 ? 'les' : 'la'} dans le classeur ci-dessous, puis envoyez-le.` : 'Envoyer de nouveau ce fichier ne changerait rien : les références sont gardées.' };
    case 'ECHOUEE':
      return { ton: 'retard', icone: 'alerte', titre: "Rien n'a été enregistré", texte: phrase ?? 'Des lignes sont à corriger. Corrigez-les, puis envoyez le fichier de nouveau.' };
    case 'ANNULEE':
      return { ton: 'du', icone: 'refus', titre: "Reprise annulée : rien n'a été enregistré", texte: 'Le fichier a été effacé.' };
    default:
      if (r.rapport?.nombre_erreurs) return { ton: 'retard', icone: 'alerte', titre: `${accorder(refusees, 'ligne')} à corriger, ${accorder(nouvelles, 'ligne')} ${nouvelles > 1 ? 'justes' : 'juste'}`, texte: "Rien n'est encore enregistré. Corrigez votre fichier et envoyez-le de nouveau, ou enregistrez dès maintenant les lignes justes : celles qui dépendent d'une ligne refusée attendront avec elle." };
      if (!nouvelles) return { ton: 'fait', icone: 'fait', titre: "Rien de nouveau dans ce fichier", texte: 'Toutes ses lignes sont déjà dans l\'application.' };
      return { ton: 'fait', icone: 'fait', titre: `Aucune erreur : ${accorder(nouvelles, 'ligne prête', 'lignes prêtes')} à être ${nouvelles > 1 ? 'enregistrées' : 'enregistrée'}`, texte: "Rien n'est encore enregistré. Vérifiez les comptes et les premières lignes, puis confirmez." };
  }
}

function lister(titre: string, nombre: number, remarques: Remarque[]) {
  if (!nombre) return null;
  return { titre, nombre: formaterNombre(nombre), suite: nombre > remarques.length ? `Les ${formaterNombre(remarques.length)} premières sur ${formaterNombre(nombre)}.` : '', lignes: remarques.map((r) => ({ ...r, ou: r.ligne ? formaterNombre(r.ligne) : '' })) };
}
