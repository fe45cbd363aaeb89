/** The lists of the follow-up: contacts to make (with their entry on the line), exits to confirm, proofs to obtain. */
import type { Choix } from '../orientations/queries';
import { libelle } from '../codes/listes';
import { adresseDeListe, paginer } from '../http/pagination';
import { formaterDate, joursEntre, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import { TOUS, type FiltresSuivis } from './form';
import type { SortieSansPreuve, SuiviOuvert } from './queries-suivis';
import type { Situation } from './regle';
import { rangDuMois } from './rules';
import { listerContacts, preuvesAObtenir, sortiesAConfirmer } from './rules-suivis';

export const PAR_PAGE = 50;
export const RUBRIQUE = { adresse: '/suivis', libelle: 'Suivis et sorties' };

export interface VueSuivis {
  filtres: FiltresSuivis;
  suivis: SuiviOuvert[];
  sorties: SortieSansPreuve[];
  accompagnateurs: Choix[];
  jour: DateCivile;
}

/** « CDI depuis le 16/05/2025 », « Titre professionnel depuis le … ». */
export function decrireSituation(s: Situation): string {
  const quoi = s.nature === 'EMPLOI' ? libelle('CONTRATS', s.contrat) : s.titre && s.titre !== 'AUCUN' ? `Formation : ${dansLaPhrase(libelle('TITRES_FORMATION', s.titre))}` : 'Formation';
  return `${quoi} ${s.date_fin_prevue ? `du ${formaterDate(s.date_debut)} au ${formaterDate(s.date_fin_prevue)}` : `depuis le ${formaterDate(s.date_debut)}`}`;
}

const parametres = (f: FiltresSuivis): Record<string, string | null> => ({ accompagnateur: f.accompagnateur === null ? TOUS : String(f.accompagnateur), tous: f.tous ? 'oui' : null });
/** The address of a list with the filters of another, so that a tab or an entry on a line keeps them. */
export const adresseDesSuivis = (chemin: string, f: FiltresSuivis): string => adresseDeListe(chemin, { ...parametres(f), page: f.page > 1 ? String(f.page) : null });

/** What the three lists have in common: their tabs, with what each holds, and the filter by référent. */
function cadre(v: VueSuivis, chemin: string, titre: string, legende: string, lignes: unknown[]) {
  const f = { ...v.filtres, tous: false, page: 1 };
  const onglets = [
    { chemin: '/suivis', libelle: 'Contacts à faire', nombre: listerContacts(v.suivis, v.jour).aFaire.length },
    { chemin: '/suivis/sorties', libelle: 'Sorties à confirmer', nombre: sortiesAConfirmer(v.suivis, v.jour).length },
    { chemin: '/suivis/preuves', libelle: 'Preuves à obtenir', nombre: preuvesAObtenir(v.sorties, v.jour).length },
  ];
  const qui = v.accompagnateurs.find((a) => a.code === String(v.filtres.accompagnateur))?.libelle;
  return {
    titre, rubrique: RUBRIQUE, fil: chemin === RUBRIQUE.adresse ? [] : [RUBRIQUE],
    onglets: onglets.map((o) => ({ libelle: o.libelle, nombre: o.nombre, adresse: adresseDesSuivis(o.chemin, f), courant: o.chemin === chemin })),
    filtre: { adresse: chemin, accompagnateurs: [{ code: TOUS, libelle: 'tous' }, ...v.accompagnateurs].map((a) => ({ ...a, choisi: a.code === (v.filtres.accompagnateur === null ? TOUS : String(v.filtres.accompagnateur)) })), tous: v.filtres.tous },
    legende: qui ? `${legende}, personnes suivies par ${qui}` : legende,
    pagination: paginer(chemin, parametres(v.filtres), v.filtres.page, PAR_PAGE, lignes.length),
  };
}
const pageDe = <T>(lignes: T[], page: number): T[] => lignes.slice((page - 1) * PAR_PAGE, page * PAR_PAGE);
const fiche = (x: { personne_id: number; orientation_id: number; nom: string; prenom: string; accompagnateur: string | null }) =>
  ({ nom: nomComplet(x), adresse: `/personnes/${x.personne_id}?orientation=${x.orientation_id}`, accompagnateur: x.accompagnateur ?? '' });

const TONS = { EN_RETARD: 'retard', DU: 'du', A_VENIR: '' } as const;

/** `saisie` and `erreurs`: of the line last sent, when it was refused. */
export function pageContacts(v: VueSuivis, saisie: Saisie | null, erreurs: Erreur[]) {
  const { tous, aFaire } = listerContacts(v.suivis, v.jour);
  const lignes = v.filtres.tous ? tous : aFaire;
  const texte = v.filtres.tous ? accorder(lignes.length, 'contact à faire ou à venir', 'contacts à faire ou à venir') : accorder(lignes.length, 'contact à faire', 'contacts à faire');
  const enRetard = lignes.filter((l) => l.attendu.etat === 'EN_RETARD').length;
  return {
    ...cadre(v, '/suivis', 'Contacts de suivi', enRetard ? `${texte}, dont ${accorder(enRetard, 'en retard', 'en retard')}` : texte, lignes),
    erreurs,
    basculer: v.filtres.tous
      ? { libelle: 'Les contacts à faire seulement', adresse: adresseDesSuivis('/suivis', { ...v.filtres, tous: false, page: 1 }) }
      : { libelle: 'Voir aussi les contacts à venir', adresse: adresseDesSuivis('/suivis', { ...v.filtres, tous: true, page: 1 }) },
    vide: v.suivis.length ? 'Aucun contact à faire pour le moment. Chaque contact paraît ici quinze jours avant sa date.' : "Personne n'est suivi dans l'emploi ou en formation. Un suivi s'ouvre depuis la fiche d'une personne.",
    retour: [...Object.entries(parametres(v.filtres)), ['page', String(v.filtres.page)] as const].flatMap(([nom, valeur]) => (valeur ? [{ nom, valeur }] : [])),
    lignes: pageDe(lignes, v.filtres.page).map(({ suivi, attendu }) => {
      const mien = saisie !== null && String(saisie.suivi) === String(suivi.id);
      const champ = (nom: string, defaut: string) => ({ valeur: mien ? String(saisie[nom] ?? '') : defaut, erreur: mien ? (erreurs.find((e) => e.champ === nom)?.message ?? null) : null });
      const emploi = suivi.nature === 'EMPLOI';
      const ecart = joursEntre(attendu.echeance, v.jour);
      return {
        ...fiche(suivi), orientation: suivi.orientation_id, suivi: suivi.id, mois: attendu.mois,
        situation: decrireSituation(suivi), adresseSuivi: `/orientations/${suivi.orientation_id}/suivi-emploi`,
        contact: `${rangDuMois(attendu.mois)} mois`, pour: formaterDate(attendu.echeance), ton: TONS[attendu.etat as keyof typeof TONS],
        etat: ecart > 0 ? `En retard de ${accorder(ecart, 'jour')}` : ecart === 0 ? "Aujourd'hui" : attendu.etat === 'DU' ? 'À faire' : 'À venir',
        present: emploi ? 'Toujours en emploi' : 'Toujours en formation', absent: emploi ? "Ne l'est plus" : "N'y est plus",
        perte: emploi ? "Premier jour sans l'emploi" : 'Premier jour sans la formation',
        // The summary of errors links to the fields of the line refused.
        ids: mien && saisie.en_poste === 'non' ? { present: `present-${suivi.id}`, absent: 'champ-date_contact', perte: 'champ-date_perte' }
          : { present: mien ? 'champ-date_contact' : `present-${suivi.id}`, absent: `absent-${suivi.id}`, perte: `perte-${suivi.id}` },
        ouvert: mien && saisie.en_poste === 'non',
        date_contact: champ('date_contact', formaterDate(v.jour)), date_perte: champ('date_perte', ''),
      };
    }),
  };
}

export function pageSortiesAConfirmer(v: VueSuivis) {
  const lignes = sortiesAConfirmer(v.suivis, v.jour);
  return {
    ...cadre(v, '/suivis/sorties', 'Sorties à confirmer', accorder(lignes.length, 'sortie positive à confirmer', 'sorties positives à confirmer'), lignes),
    vide: "Aucune sortie positive à confirmer. Elles paraissent ici quand les six mois sont accomplis, ou la formation validée.",
    colonnes: ['Suivi', 'Sortie au', 'Classement', 'Il manque'],
    lignes: pageDe(lignes, v.filtres.page).map(({ suivi, proposition }) => ({
      ...fiche(suivi),
      cellules: [decrireSituation(suivi), formaterDate(proposition.classement.date), libelle('NATURES_SORTIE', proposition.classement.nature)],
      etat: proposition.preuveManquante ? { texte: 'Une preuve', ton: 'du' } : { texte: 'Rien', ton: 'fait' },
      acte: { libelle: proposition.preuveManquante ? 'Indiquer la preuve' : 'Confirmer', adresse: `/orientations/${suivi.orientation_id}/sortie` },
    })),
  };
}

export function pagePreuves(v: VueSuivis) {
  const lignes = preuvesAObtenir(v.sorties, v.jour);
  return {
    ...cadre(v, '/suivis/preuves', 'Preuves à obtenir', accorder(lignes.length, 'sortie en emploi ou en formation sans preuve', 'sorties en emploi ou en formation sans preuve'), lignes),
    vide: "Aucune preuve à obtenir : les sorties en emploi ou en formation de cette année et de la précédente sont classées, ou ne peuvent pas devenir positives.",
    colonnes: ['Contrat ou formation', 'Sortie le', 'Classée', 'Attente'],
    lignes: pageDe(lignes, v.filtres.page).map(({ sortie, pretes, attente }) => ({
      ...fiche(sortie),
      cellules: [sortie.situation ? decrireSituation(sortie.situation) : libelle('MOTIFS_SORTIE', sortie.motif_sortie), formaterDate(sortie.date_sortie), libelle('NATURES_SORTIE', sortie.nature_sortie)],
      etat: { texte: attente, ton: pretes ? 'du' : '' },
      acte: { libelle: 'Reclasser', adresse: `/orientations/${sortie.orientation_id}/sortie/reclasser` },
    })),
  };
}
