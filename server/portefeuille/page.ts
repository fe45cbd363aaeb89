/** What the list of a portfolio and the page of the team show. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { libelle } from '../codes/listes';
import { adresseDeListe } from '../http/pagination';
import { decalerMois, formaterDate, formaterMois, joursEntre, moisDe, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, dansLaPhrase, deQui, formaterNombre, nomComplet } from '../lib/texte';
import { ACTES } from '../orientations/rules';
import { echeances, type Echeance } from '../orientations/rules-echeances';
import { entretienDuMois, periodeDeSuivi, type EntretienDuMois } from '../parcours/rules';
import { avertissementPni, etatPni, pniEnCours } from '../parcours/rules-pni';
import { FAITS } from './form';
import type { Charge, LignePortefeuille, Titulaire } from './queries';
import { apprecierCharge, classer, PORTEFEUILLE_MAX, PORTEFEUILLE_MIN, prochainEntretien, retenirEnPlace, urgenceDe, type Urgence } from './rules';

export const RUBRIQUE = { adresse: '/portefeuille', libelle: 'Portefeuille' };
export const EQUIPE = '/portefeuille/equipe';

/** One's own has an address without a number. */
export const adresseDuPortefeuille = (acteur: Acteur, utilisateurId: number): string => (acteur.role === 'ACCOMPAGNATEUR' && acteur.utilisateurId === utilisateurId ? RUBRIQUE.adresse : `${RUBRIQUE.adresse}/${utilisateurId}`);

/** A portfolio's size in words and as a bar of 0 to 100 persons on which 45 to 65 is marked. */
export function jauge(personnes: number) {
  const { charge, ecart } = apprecierCharge(personnes);
  const repere = `${PORTEFEUILLE_MIN} à ${PORTEFEUILLE_MAX}`;
  return {
    personnes: accorder(personnes, 'personne suivie', 'personnes suivies'),
    texte: { DANS_LE_REPERE: `dans le repère de ${repere}`, AU_DESSUS: `${formaterNombre(ecart)} au-dessus du repère de ${repere}`, EN_DESSOUS: `${formaterNombre(ecart)} en dessous du repère de ${repere}` }[charge],
    ton: { DANS_LE_REPERE: 'fait', AU_DESSUS: 'retard', EN_DESSOUS: 'du' }[charge],
    barre: { rempli: Math.min(personnes, 100), de: PORTEFEUILLE_MIN, largeur: PORTEFEUILLE_MAX - PORTEFEUILLE_MIN },
  };
}

/** Parts of a portfolio, kept in the address. */
const VUES = [
  { code: 'tout', libelle: 'Toutes' },
  { code: 'retard', libelle: 'En retard' },
  { code: 'entretien', libelle: 'Entretien à tenir' },
  { code: 'pni', libelle: 'PNI à suivre' },
] as const;
export type VuePortefeuille = (typeof VUES)[number]['code'];
export const lireVue = (texte: unknown): VuePortefeuille => VUES.find((v) => v.code === texte)?.code ?? 'tout';

type Ligne = LignePortefeuille & { suivie: boolean; echeances: Echeance[]; urgence: Urgence; prochain: DateCivile | null; mois: EntretienDuMois };

function situer(l: LignePortefeuille, jour: DateCivile): Ligne {
  const suivie = l.suivis.some((s) => !s.date_perte);
  const periodes = [...l.etapes, ...l.suivis.map(periodeDeSuivi)];
  const dues = echeances({ etat: suivie ? 'SUIVI_EMPLOI' : 'EN_PARCOURS', dates: l, phaseDiagnostic: false, absencesPremierContact: [], pni: l.pni, entretiens: l.dernier ? [...l.entretiens, l.dernier] : l.entretiens, etapes: l.etapes, suivis: l.suivis }, jour);
  return Object.assign(l, {
    suivie,
    echeances: dues,
    urgence: urgenceDe(dues, jour),
    prochain: prochainEntretien(l, l.entretiens, periodes, jour),
    mois: entretienDuMois(l, moisDe(jour), l.entretiens, periodes, jour),
  });
}

const CHIPS_DU_MOIS: Record<EntretienDuMois, { texte: string; ton: string } | null> = {
  FAIT: { texte: 'Fait', ton: 'fait' }, DISPENSE: { texte: 'Dispensé', ton: '' }, A_FAIRE: { texte: 'À faire', ton: 'du' }, MANQUANT: { texte: 'Manquant', ton: 'retard' }, NON_DU: null,
};
const TONS_PNI: Record<30 | 60 | 90, string> = { 30: 'retard', 60: 'du', 90: '' };

function pniEnMots(l: Ligne, jour: DateCivile): { texte: string; note: string; ton: string } {
  const pni = pniEnCours(l.pni, jour);
  if (!pni) return { texte: l.pni.length ? 'terminé ou levé' : 'aucun', note: '', ton: '' };
  const etat = etatPni(pni, jour);
  if (etat === 'DEMANDE') return { texte: `demandé le ${formaterDate(pni.date_demande)}`, note: '', ton: '' };
  const seuil = avertissementPni(pni, jour);
  const reste = joursEntre(jour, pni.date_fin!);
  return { texte: formaterDate(pni.date_fin), note: etat === 'ECHU' ? 'échu' : seuil === null ? '' : reste === 0 ? "finit aujourd'hui" : `dans ${accorder(reste, 'jour')}`, ton: etat === 'ECHU' ? 'retard' : seuil ? TONS_PNI[seuil] : '' };
}

const estEnCours = (e: LignePortefeuille['etapes'][number], jour: DateCivile): boolean => e.date_debut <= jour && (!e.date_fin || e.date_fin >= jour) && !e.resultat;

/** The entretien and the PNI have columns of their own. */
const DITES_AILLEURS: readonly Echeance['code'][] = ['ENTRETIEN', 'PNI_FIN', 'PNI_ECHU'];

/** What was sent from a line, or has just been recorded on it. */
export interface RetourDeLigne {
  id: number;
  /** The line that followed it. */
  avant: number | null;
  /** One sentence on what was recorded. */
  message: string | null;
  /** What was typed, when it was refused. */
  date: string | null;
  erreurs: Erreur[];
}

function versLigne(l: Ligne, { jour, retour, suivante, action }: { jour: DateCivile; retour: RetourDeLigne | null; suivante: number | null; action: (id: number, suivante: number | null) => string }) {
  const ici = retour?.id === l.id ? retour : null;
  const pni = pniEnMots(l, jour);
  const enCours = l.etapes.filter((e) => estEnCours(e, jour));
  const [chip, manque] = [CHIPS_DU_MOIS[l.mois], l.echeances.some((e) => e.code === 'ENTRETIEN' && e.enRetard)];
  return {
    id: l.id, nom: nomComplet(l), adresse: `/personnes/${l.personne_id}?orientation=${l.id}`, urgence: { RETARD: 'retard', PROCHE: 'proche', ATTENTE: 'plus-tard', PLUS_TARD: 'plus-tard', RIEN: 'plus-tard' }[l.urgence],
    etat: l.suivie ? libelle('ETATS', 'SUIVI_EMPLOI') : `${libelle('ETATS', 'EN_PARCOURS')} depuis le ${formaterDate(l.date_integration)}`,
    dernier: formaterDate(l.dernier) || 'aucun',
    prochain: l.prochain ? `d'ici au ${formaterDate(l.prochain)}` : l.suivie ? 'contacts de suivi' : 'dispensé, sans fin connue',
    aTenir: l.mois === 'A_FAIRE',
    mois: chip && { texte: chip.texte, ton: manque ? 'retard' : chip.ton, note: manque ? `manqué en ${formaterMois(decalerMois(moisDe(jour), -1)).split(' ')[0]}` : '' },
    etape: enCours.map((e) => e.libelle).join(', '),
    finEtape: enCours.map((e) => (e.date_fin ? `jusqu'au ${formaterDate(e.date_fin)}` : `depuis le ${formaterDate(e.date_debut)}`)).join(', '),
    pni,
    dues: l.echeances.filter((e) => !DITES_AILLEURS.includes(e.code)).map((e) => ({ libelle: e.libelle, retard: e.enRetard, adresse: `/orientations/${l.id}/${ACTES.find((a) => a.code === e.acte)!.chemin}`, date: e.date ? `le ${formaterDate(e.date)}` : '' })),
    action: action(l.id, suivante),
    // Twelve digits: the end of a form's one-time key, one per line.
    cle: l.id.toString(16).padStart(12, '0'),
    date: ici?.date ?? formaterDate(jour),
    message: ici?.message ?? null,
    erreur: ici && ici.erreurs.length ? ici.erreurs.map((e) => e.message).join(' ') : null,
    corriger: `/orientations/${l.id}/entretien`,
  };
}

/** « L'entretien du 12/06/2025 est enregistré. » */
export const messageDeLigne = (fait: (typeof FAITS)[number]['code'], date: DateCivile): string =>
  `${{ ENTRETIEN: "L'entretien", ABSENCE: "L'absence", EXCUSEE: "L'absence excusée" }[fait]} du ${formaterDate(date)} est enregistré${fait === 'ENTRETIEN' ? '' : 'e'}.`;

export interface PreparationPortefeuille { acteur: Acteur; titulaire: Titulaire; lignes: LignePortefeuille[]; jour: DateCivile; vue: VuePortefeuille; retour: RetourDeLigne | null; /** Answers of Pôle emploi that wait for me; 0 on somebody else's. */ retours: number }

export function pagePortefeuille({ acteur, titulaire, lignes, jour, vue, retour, retours }: PreparationPortefeuille) {
  const toutes = classer(lignes.map((l) => situer(l, jour)));
  const dans: Record<VuePortefeuille, (l: Ligne) => boolean> = {
    tout: () => true,
    retard: (l) => l.urgence === 'RETARD',
    entretien: (l) => l.mois === 'A_FAIRE',
    pni: (l) => l.echeances.some((e) => e.code.startsWith('PNI_')),
  };
  const montrees = retenirEnPlace(toutes.filter((l) => dans[vue](l) || l.id === retour?.id), retour?.id ?? null, retour?.avant ?? null);
  const chemin = adresseDuPortefeuille(acteur, titulaire.id);
  const moi = titulaire.id === acteur.utilisateurId;
  const action = (id: number, suivante: number | null) => `${adresseDeListe(`/portefeuille/saisie/${id}`, { accompagnateur: String(titulaire.id), voir: vue === 'tout' ? null : vue, avant: suivante === null ? null : String(suivante) })}#ligne-${id}`;
  return {
    titre: chemin === RUBRIQUE.adresse ? 'Mon portefeuille' : `Portefeuille ${deQui(titulaire)}`,
    rubrique: RUBRIQUE,
    fil: chemin === RUBRIQUE.adresse ? [] : [{ adresse: EQUIPE, libelle: 'Portefeuilles du PLIE' }],
    liens: [
      ...(chemin === RUBRIQUE.adresse ? [{ adresse: EQUIPE, libelle: "Portefeuilles de l'équipe", icone: 'personne' }] : []),
      ...(peut(acteur, 'parcours.tenir') ? [{ adresse: adresseDeListe('/portefeuille/groupe', { accompagnateur: moi ? null : String(titulaire.id) }), libelle: 'Saisie de groupe', icone: 'plus' }] : []),
      ...(!moi && peut(acteur, 'orientation.attribuer') ? [{ adresse: `/portefeuilles/reattribuer?de=${titulaire.id}`, libelle: 'Réattribuer ces personnes', icone: 'personne' }] : []),
    ],
    jauge: jauge(toutes.length),
    retours: moi && retours ? { adresse: '/retours', texte: accorder(retours, 'réponse de Pôle emploi à traiter', 'réponses de Pôle emploi à traiter') } : null,
    inactif: titulaire.actif ? null : "Ce compte est désactivé : les personnes qu'il suit sont à confier à un autre référent.",
    vues: VUES.map((v) => ({ libelle: v.libelle, nombre: formaterNombre(toutes.filter(dans[v.code]).length), adresse: adresseDeListe(chemin, { voir: v.code === 'tout' ? null : v.code }), courante: v.code === vue })),
    legende: `${VUES.find((v) => v.code === vue)!.libelle}, le plus pressant d'abord`,
    tenir: peut(acteur, 'parcours.tenir'), faits: FAITS,
    lignes: montrees.map((l, i) => versLigne(l, { jour, retour, suivante: montrees[i + 1]?.id ?? null, action })),
    vide: montrees.length ? null : toutes.length ? 'Personne dans cette partie du portefeuille : tout y est à jour.' : moi ? 'Votre portefeuille est vide. Les personnes dont vous êtes le référent unique paraîtront ici, dès leur intégration.' : 'Ce portefeuille est vide : ce compte ne suit personne.',
    erreurs: retour?.erreurs ?? [],
    // The refused line is not in this portfolio (any more): its sentences stand above the list.
    horsListe: retour !== null && !montrees.some((l) => l.id === retour.id),
  };
}

export function pageEquipe({ acteur, charges, sansReferent }: { acteur: Acteur; charges: Charge[]; sansReferent: number }) {
  const suivies = charges.reduce((n, c) => n + c.personnes, 0);
  return {
    titre: 'Portefeuilles du PLIE', rubrique: RUBRIQUE,
    legende: `${accorder(charges.length, 'portefeuille')}, ${accorder(suivies, 'personne suivie', 'personnes suivies')} ; le repère est de ${PORTEFEUILLE_MIN} à ${PORTEFEUILLE_MAX} personnes par accompagnateur`,
    lignes: charges.map((c) => ({
      nom: nomComplet(c), adresse: adresseDuPortefeuille(acteur, c.id), fonction: [c.role === 'ACCOMPAGNATEUR' ? '' : dansLaPhrase(libelle('ROLES', 'ANIMATION')), c.actif ? '' : 'compte désactivé'].filter(Boolean).join(', '),
      personnes: formaterNombre(c.personnes), jauge: jauge(c.personnes), entretien: formaterNombre(c.entretien), pniFin: formaterNombre(c.pni_fin), pniEchu: c.pni_echu ? formaterNombre(c.pni_echu) : '',
      // Only who accompanies is measured against the range.
      mesure: c.role === 'ACCOMPAGNATEUR' && c.actif,
    })),
    sansReferent: sansReferent ? { texte: accorder(sansReferent, 'parcours sans référent unique', 'parcours sans référent unique'), adresse: '/orientations?a_faire=sans-referent' } : null,
    groupe: peut(acteur, 'parcours.tenir') ? '/portefeuille/groupe' : null,
    reattribuer: peut(acteur, 'orientation.attribuer') ? '/portefeuilles/reattribuer' : null,
  };
}
