/** The page of the deadlines: what is late, what is due and when, who must act, and why. Pure. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { formaterDate, formaterJour, type DateCivile } from '../lib/dates';
import { accorder, formaterNombre } from '../lib/texte';
import { aLeChoix, bandeDe, ordonner, REGLES, type Bande, type Vue, type Echeance } from './rules';
import { regrouper } from './rules-personnes';
import { APPARENCES, direDelai, reunirLesPlies, type EcheanceReunie } from './rules-presentation';

export const RUBRIQUE = { adresse: '/echeances', libelle: 'Échéances' };

const BANDES: { code: Bande; titre: string; compteur: string; ton: 'retard' | 'du' | '' | 'fait' }[] = [
  { code: 'RETARD', titre: 'En retard', compteur: 'en retard', ton: 'retard' },
  { code: 'SEMAINE', titre: 'Dans les sept jours', compteur: 'dans les sept jours', ton: 'du' },
  { code: 'MOIS', titre: 'Dans les trente jours', compteur: 'dans les trente jours', ton: '' },
  { code: 'PLUS_TARD', titre: 'Plus tard', compteur: 'plus tard', ton: '' },
  { code: 'FAIT', titre: 'Fait ces trente derniers jours', compteur: '', ton: 'fait' },
];

function versLigne(e: EcheanceReunie, plusieurs: boolean, jour: DateCivile) {
  const nommes = plusieurs ? (e.plies.length > 1 ? `${accorder(e.plies.length, 'PLIE', 'PLIE')} : ${e.plies.join(', ')}.` : `${e.plies[0]}.`) : '';
  return {
    libelle: e.libelle, adresse: e.adresse, detail: [nommes, e.detail].filter(Boolean).join(' '),
    jour: formaterJour(e.date), delai: e.etat === 'FAIT' ? '' : direDelai(e.date, jour),
    ton: APPARENCES[e.etat].ton, qui: REGLES[e.code].qui, regle: REGLES[e.code].regle, acte: e.acte, pour: `${e.libelle}, ${formaterDate(e.date)}`,
  };
}

const VIDES: Partial<Record<Acteur['role'], string>> = {
  ACCOMPAGNATEUR: "Rien n'arrive à échéance dans votre portefeuille : aucune fin de PNI, aucun contact de suivi, aucun premier contact d'ici trois mois.",
  ANIMATION: "Aucune échéance. Elles naissent de la convention de votre PLIE et des personnes suivies : demandez à l'administrateur d'enregistrer la convention.",
  REFERENT_PE: "Aucune échéance : aucun PLIE de votre agence n'a de convention enregistrée.",
  CORRESPONDANT_REGIONAL: "Aucune échéance : aucun PLIE de votre région n'a de convention en cours.",
  ADMINISTRATEUR: 'Aucune convention ne finit dans les six mois.',
  DPO: "Rien n'arrive à échéance : aucune convention ne finit dans les six mois, personne n'est à effacer dans les trente jours, aucun parcours n'est ouvert au-delà de sa limite.",
};

const TERRITOIRES: Partial<Record<string, string>> = { PLIE: 'Tout mon PLIE', AGENCE: 'Mon agence', REGION: 'Ma région' };

export function pageEcheances(echeances: readonly Echeance[], vue: Vue, acteur: Acteur, jour: DateCivile) {
  const accompagnateur = acteur.role === 'ACCOMPAGNATEUR' && vue === 'MIENNES' ? acteur.utilisateurId : null;
  const lignes = reunirLesPlies(ordonner(regrouper(echeances, accompagnateur, jour)));
  const plusieurs = acteur.organisation?.type !== 'PLIE' || !peut(acteur, 'personne.lire');
  const bandes = BANDES.map((b) => ({ ...b, id: b.code.toLowerCase().replace('_', '-'), lignes: lignes.filter((e) => bandeDe(e, jour) === b.code).map((e) => versLigne(e, plusieurs, jour)) }));
  return {
    titre: 'Échéances', rubrique: RUBRIQUE,
    jour: formaterJour(jour),
    vues: aLeChoix(acteur.role) ? ([
      { code: 'MIENNES', libelle: acteur.role === 'ACCOMPAGNATEUR' ? 'Mon portefeuille' : "Ce que l'animation doit faire" }, { code: 'TOUTES', libelle: TERRITOIRES[acteur.organisation?.type ?? ''] ?? 'Tout' },
    ] as const).map((v) => ({ libelle: v.libelle, adresse: `/echeances?vue=${v.code.toLowerCase()}`, courant: v.code === vue })) : [],
    compteurs: bandes.filter((b) => b.code !== 'FAIT').map((b) => ({ nombre: formaterNombre(b.lignes.length), libelle: b.compteur, adresse: `#${b.id}`, ton: b.lignes.length && b.ton ? `compteur-${b.ton}` : '', vide: b.lignes.length === 0 })),
    bandes: bandes.filter((b) => b.lignes.length),
    vide: VIDES[acteur.role] ?? 'Aucune échéance.',
    registre: peut(acteur, 'jalon.tenir'),
  };
}
