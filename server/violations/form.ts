/** What the forms of the register of breaches send. */
import { LISTES, type CodeDe } from '../codes/listes';
import { formaterDate, formaterInstant, instantAParis, minutesEntre, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { code, codes, datePassee, entier, heure, identifiant, lireFormulaire, obligatoire, texteLong, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import type { ViolationSaisie } from './actions';
import type { NouvelleAnnonce, Partie, Violation } from './queries';
import type { Delai } from './rules';

export const TEXTE_MAX = 2000;
const version = obligatoire(entier(1, 2 ** 31), 'Rechargez la page, puis recommencez.');

const auMoinsUn = <T>(lecteur: Lecteur<T[]>, demande: string): Lecteur<T[]> => (brut, lecture) => {
  const lu = lecteur(brut, lecture);
  return lu.ok && !lu.valeur.length ? { ok: false, erreur: demande } : lu;
};

const nommerPartie = (p: Partie): string => `${p.nom} (convention du ${formaterDate(p.date_debut)} au ${formaterDate(p.date_fin)})`;
export const choixDeParties = (parties: readonly Partie[]) => parties.map((p) => ({ code: String(p.convention_id), libelle: nommerPartie(p) }));

/** A day and an hour in Paris as one instant, not to come; or the error to show at the hour. */
function instantPasse(jour: DateCivile, h: string, maintenant: string): { instant: string } | { erreur: Erreur } {
  const instant = instantAParis(jour, h);
  if (!instant) return { erreur: { champ: 'heure', message: `Il n'a jamais été ${h} ce jour-là : l'heure d'été commence. Donnez l'heure que montrait la pendule, par exemple 03:00.` } };
  return minutesEntre(instant, maintenant) < 0 ? { erreur: { champ: 'heure', message: `Il n'est pas encore ${h}. Indiquez une heure passée.` } } : { instant };
}

const DECOUVERTE = {
  date: obligatoire(datePassee, 'Indiquez le jour de la découverte.'), heure: obligatoire(heure, "Indiquez l'heure de la découverte : les délais se comptent depuis elle."),
  nature: obligatoire(code(LISTES.NATURES_VIOLATION), "Dites ce qui s'est passé."), personnes: auMoinsUn(codes(LISTES.PERSONNES_VIOLATION), 'Cochez au moins une catégorie de personnes.'),
  donnees: auMoinsUn(codes(LISTES.DONNEES_VIOLATION), 'Cochez au moins une catégorie de données.'), nombre: entier(0, 10_000_000), mesures: codes(LISTES.MESURES_VIOLATION), mesures_texte: texteLong(TEXTE_MAX),
  risque: obligatoire(code(LISTES.RISQUES_VIOLATION), 'Dites quel est le risque pour les personnes.'), raison_sans_risque: code(LISTES.RAISONS_SANS_RISQUE),
};

export interface LectureDuRegistre extends Lecture { maintenant: string; parties: readonly Partie[] }

/** Whoever is a party to a convention says which one is concerned. */
function lire<S extends { version?: typeof version; alerte?: typeof identifiant }>(plus: S, corps: unknown, { jour, maintenant, parties }: LectureDuRegistre) {
  const conventions = codes(choixDeParties(parties));
  const lu = lireFormulaire({ ...DECOUVERTE, ...plus, conventions: parties.length ? auMoinsUn(conventions, 'Cochez au moins une convention.') : conventions }, corps, { jour });
  if (!lu.ok) return lu;
  const { date, heure: h, raison_sans_risque: raison, conventions: choisies, ...reste } = lu.valeur;
  const decouverte = instantPasse(date, h, maintenant);
  const erreurs: Erreur[] = [
    ...('erreur' in decouverte ? [decouverte.erreur] : []),
    ...(reste.risque === 'AUCUN' && !raison ? [{ champ: 'raison_sans_risque', message: "Sans risque, la CNIL n'est pas à informer : dites pourquoi il n'y en a pas." }] : []),
    ...(reste.risque !== 'AUCUN' && raison ? [{ champ: 'raison_sans_risque', message: "Cette raison ne vaut que sans risque : choisissez « Aucun » comme risque, ou effacez la raison." }] : []),
    ...(reste.mesures.includes('AUTRE') && !reste.mesures_texte ? [{ champ: 'mesures_texte', message: 'Dites en quelques mots quelle autre mesure a été prise, sans aucun nom.' }] : []),
  ];
  if (erreurs.length || 'erreur' in decouverte) return { ok: false as const, saisie: lu.saisie, erreurs };
  return { ok: true as const, saisie: lu.saisie, valeur: { ...reste, decouverte_le: decouverte.instant, raison_sans_risque: raison, conventions: choisies.map(Number) } };
}

/** `alerte`: the alert of abnormal use that it comes from. */
export const lireNouvelle = (corps: unknown, lecture: LectureDuRegistre): Formulaire<ViolationSaisie & { alerte: number | null }> => lire({ alerte: identifiant }, corps, lecture);
export const lireComplement = (corps: unknown, lecture: LectureDuRegistre): Formulaire<ViolationSaisie & { version: number }> => lire({ version }, corps, lecture);
export const lireVersion = (corps: unknown, lecture: Lecture): Formulaire<{ version: number }> => lireFormulaire({ version }, corps, lecture);

export const lireSansObjet = (corps: unknown, lecture: Lecture): Formulaire<{ version: number; motif: CodeDe<'MOTIFS_SANS_OBJET'> }> =>
  lireFormulaire({ version, motif: obligatoire(code(LISTES.MOTIFS_SANS_OBJET), 'Dites pourquoi cette ligne est sans objet.') }, corps, lecture);

/** How a form names somebody to tell. */
export const codeDuDestinataire = ({ destinataire, convention_id }: Pick<Delai, 'destinataire' | 'convention_id'>): string => (convention_id === null ? destinataire : `${destinataire}-${convention_id}`);

/** Whom a line may be about: each other party, the regulator and the persons, be they due or not. */
export const destinatairesPossibles = (v: Pick<Violation, 'parties'>): (Pick<Delai, 'destinataire' | 'convention_id'> & { code: string; libelle: string })[] => [
  ...v.parties.map((p) => ({ destinataire: 'AUTRE_PARTIE' as const, convention_id: p.convention_id, libelle: nommerPartie(p) })),
  ...(['CNIL', 'PERSONNES'] as const).map((destinataire) => ({ destinataire, convention_id: null, libelle: LISTES.DESTINATAIRES_ANNONCE.find((d) => d.code === destinataire)!.libelle })),
].map((d) => ({ ...d, code: codeDuDestinataire(d) }));

/** What was told: after the discovery, and not to come. */
export function lireAnnonce(corps: unknown, { jour, maintenant }: Lecture & { maintenant: string }, violation: Violation): Formulaire<NouvelleAnnonce & { version: number }> {
  const possibles = destinatairesPossibles(violation);
  const lu = lireFormulaire({
    version, destinataire: obligatoire(code(possibles), "Dites à qui l'information a été donnée."), objet: obligatoire(code(LISTES.OBJETS_ANNONCE), "Dites si c'est la première information ou un complément."),
    date: obligatoire(datePassee, 'Indiquez le jour.'), heure: obligatoire(heure, "Indiquez l'heure."), canal: obligatoire(code(LISTES.CANAUX_ANNONCE), 'Dites par quel moyen.'),
  }, corps, { jour });
  if (!lu.ok) return lu;
  const { date, heure: h, destinataire: choisi, ...reste } = lu.valeur;
  const dite = instantPasse(date, h, maintenant);
  if ('erreur' in dite) return { ok: false, saisie: lu.saisie, erreurs: [dite.erreur] };
  if (minutesEntre(violation.decouverte_le, dite.instant) < 0) return { ok: false, saisie: lu.saisie, erreurs: [{ champ: 'heure', message: `La violation a été découverte le ${formaterInstant(violation.decouverte_le)} : ce qui en a été dit vient après.` }] };
  const { destinataire, convention_id } = possibles.find((p) => p.code === choisi)!;
  return { ok: true, saisie: lu.saisie, valeur: { ...reste, destinataire, convention_id, dite_le: dite.instant, notee_le: maintenant, adresses: null } };
}
