/** Retention, as texts ready to show. */
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { chercherDateIso, formaterDate, formaterMois, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { Archive, Certificat, ContenuDArchive, Politique, Suspension } from './queries';
import type { OuvertAuDela, Prevision, Prochaine } from './queries-echeances';
import type { LigneDeCertificat } from './queries-effacer';
import { BORNES, JOURS_D_AVERTISSEMENT, LIMITATION, MOTIFS_OFFERTS, phraseDesDurees, type Durees, type Limite } from './rules';

export const RUBRIQUE = { adresse: '/conservation', libelle: 'Conservation' };
export const ARCHIVE = { adresse: '/conservation/archive', libelle: 'Archive restreinte' };
export const PLAFOND = 200;

/** What a PLIE's own team and data-protection officer see to; null for those who read the policies of a territory. */
interface Tenue { previsions: Prevision[]; prochaines: Prochaine[]; ouverts: OuvertAuDela[]; suspensions: Suspension[]; certificats: Certificat[]; archives: number }
interface Vue { politiques: Politique[]; tenue: Tenue | null; territoire: string; voitLesNoms: boolean; saisie?: Saisie; erreurs?: Erreur[] }

const lignesDeCertificat = (contenu: readonly LigneDeCertificat[]): string[] =>
  contenu.map(({ genre, regle, nombre }) => `${libelle('GENRES_EFFACEMENT', genre)} : ${formaterNombre(nombre)} (${libelle('REGLES_EFFACEMENT', regle).toLowerCase()})`);

function pageTenue({ previsions, prochaines, ouverts, suspensions, certificats, archives }: Tenue, voitLesNoms: boolean, f: ReturnType<typeof champs>) {
  return {
    prochaines: prochaines.length ? `${prochaines.length >= PLAFOND ? `Les ${PLAFOND} premières personnes effacées` : accorder(prochaines.length, 'personne sera effacée', 'personnes seront effacées')} dans les ${JOURS_D_AVERTISSEMENT} jours.` : `Personne n'est à effacer dans les ${JOURS_D_AVERTISSEMENT} jours.`,
    quiPart: prochaines.map((p) => ({ nom: voitLesNoms ? nomComplet(p) : `Fiche n° ${p.personne_id}`, adresse: voitLesNoms ? `/personnes/${p.personne_id}` : null, le: formaterDate(p.due), regle: libelle('REGLES_EFFACEMENT', p.regle), suite: p.archive ? 'Archive restreinte' : 'Effacement' })),
    ouverts: ouverts.map((o) => ({ nom: voitLesNoms ? nomComplet(o) : `Fiche n° ${o.personne_id}`, adresse: voitLesNoms ? `/orientations/${o.orientation_id}` : null, integration: formaterDate(o.date_integration), limite: formaterDate(o.limite) })),
    previsions: previsions.map((p) => ({ mois: formaterMois(p.mois as Mois), nombre: formaterNombre(p.nombre), archives: p.archives ? `dont ${formaterNombre(p.archives)} vers l'archive restreinte` : '' })),
    suspensions: suspensions.map((s) => ({ fiche: `Fiche n° ${s.personne_id}`, adresse: voitLesNoms ? `/personnes/${s.personne_id}` : null, motif: libelle('MOTIFS_SUSPENSION', s.motif), depuis: formaterDate(s.debut), par: s.par ?? '', lever: `${RUBRIQUE.adresse}/suspensions/${s.id}/lever`, limitation: s.motif === LIMITATION ? `/demandes-de-droits/limitations/${s.id}` : null })),
    suspendre: {
      adresse: `${RUBRIQUE.adresse}/suspensions`, bouton: "Suspendre l'effacement",
      champs: [
        f.texte('personne_id', 'Numéro de la fiche', { obligatoire: true, aide: "Dans l'adresse de la page de la personne : /personnes/123 est la fiche 123.", attributs: { inputmode: 'numeric', autocomplete: 'off' } }),
        f.choix('motif', 'Motif', MOTIFS_OFFERTS, { obligatoire: true }),
      ],
    },
    certificats: certificats.map((c) => ({ date: formaterDate(c.le), lignes: lignesDeCertificat(c.contenu), empreinte: c.empreinte.slice(0, 16), adresse: `${RUBRIQUE.adresse}/certificats/${c.id}` })),
    archive: { adresse: ARCHIVE.adresse, texte: accorder(archives, 'personne') },
  };
}

export function pageConservation({ politiques, tenue, territoire, voitLesNoms, saisie = {}, erreurs = [] }: Vue) {
  return {
    titre: 'Conservation des données', rubrique: RUBRIQUE, erreurs: erreurs.length ? erreurs : undefined,
    lecture: tenue ? '' : `Vous lisez la politique de chaque convention de votre territoire (${territoire}). L'équipe d'animation de chaque PLIE et son délégué à la protection des données la décident, suspendent un effacement et ouvrent l'archive restreinte : les fiches ne se voient que là.`,
    vide: tenue ? "Aucune convention n'est enregistrée pour votre PLIE. Demandez à l'administrateur de l'enregistrer : sans elle, rien ne dit combien de temps garder, et rien n'est effacé." : `Aucune convention n'est enregistrée sur votre territoire (${territoire}).`,
    politiques: politiques.map((p) => ({
      convention: `${p.plie_nom} et ${p.agence_nom}`, dates: `du ${formaterDate(p.date_debut)} au ${formaterDate(p.date_fin)}`, modele: libelle('MODELES_CONSERVATION', p.modele), durees: phraseDesDurees(p),
      version: p.numero ? `Version ${p.numero}, décidée le ${formaterDate(p.decidee_le)}${p.par ? ` par ${p.par}` : ''}` : "Durées du modèle : rien n'a encore été décidé pour cette convention",
      changer: tenue ? `${RUBRIQUE.adresse}/conventions/${p.convention_id}` : null,
    })),
    tenue: tenue && pageTenue(tenue, voitLesNoms, champs(saisie, erreurs)),
  };
}

const LIMITES: readonly Limite[] = ['jours_apres_refus', 'mois_apres_sortie', 'mois_apres_integration', 'mois_apres_convention', 'annees_archive'];

/** The template first: its own limits are then typed. */
export function pagePolitique(p: Politique, saisie: Saisie | null, erreurs: Erreur[] = []) {
  const modele = LISTES.MODELES_CONSERVATION.find((m) => m.code === saisie?.modele)?.code ?? p.modele;
  const presentes: Durees = p;
  const f = champs(saisie ?? { modele, ...Object.fromEntries(LIMITES.map((l) => [l, presentes[l] === null ? '' : String(presentes[l])])) }, erreurs);
  return {
    titre: 'Politique de conservation', rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs: erreurs.length ? erreurs : undefined,
    convention: `${p.plie_nom} et ${p.agence_nom}, du ${formaterDate(p.date_debut)} au ${formaterDate(p.date_fin)}`,
    formulaire: {
      adresse: `${RUBRIQUE.adresse}/conventions/${p.convention_id}`, bouton: 'Décider cette politique', annuler: RUBRIQUE.adresse,
      champs: [
        f.cache('numero', p.numero),
        f.choix('modele', 'Modèle de convention', LISTES.MODELES_CONSERVATION, { obligatoire: true }),
        ...LIMITES.map((l) => {
          const bornes = Object.entries(BORNES).flatMap(([m, b]) => (b[l] ? [{ modele: libelle('MODELES_CONSERVATION', m), borne: b[l] }] : []));
          const [premiere] = bornes;
          return f.texte(l, premiere!.borne.libelle, {
            attributs: { inputmode: 'numeric', autocomplete: 'off' },
            aide: bornes.every((b) => b.borne.max === premiere!.borne.max && b.borne.min === premiere!.borne.min)
              ? `Entre ${premiere!.borne.min} et ${premiere!.borne.max} (${premiere!.borne.clause}).${bornes.length < LISTES.MODELES_CONSERVATION.length ? ` Pour : ${bornes.map((b) => b.modele).join(' ; ')}. Vide sinon.` : ''}`
              : `${bornes.map((b) => `${b.modele} : ${b.borne.max} au plus`).join(' ; ')}.`,
          });
        }),
      ],
    },
  };
}

export const pageCertificat = (c: Certificat) => ({
  titre: `Certificat de destruction n° ${c.id}`, rubrique: RUBRIQUE, fil: [RUBRIQUE], organisation: c.plie_nom, date: formaterDate(c.le), lignes: lignesDeCertificat(c.contenu), empreinte: c.empreinte,
});

/** The list of reasons on the row of an archive. */
export const champDe = (id: number): string => `raison-${id}`;

/** `tient`: false for who reads a territory, where no archive is kept. */
export const pageArchives = (archives: Archive[], tient: boolean, erreurs: Erreur[] = []) => ({
  titre: 'Archive restreinte', rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs: erreurs.length ? erreurs : undefined,
  vide: tient ? "L'archive est vide : aucune personne d'une convention financée par le FSE n'est encore arrivée au terme de sa période active." : "L'archive restreinte se tient dans chaque PLIE : votre organisation n'en a pas.",
  plafond: archives.length >= PLAFOND ? `Les ${PLAFOND} dernières.` : '',
  archives: archives.map((a) => ({ id: a.id, fiche: `Fiche n° ${a.personne_id}`, le: formaterDate(a.archive_le), adresse: `${ARCHIVE.adresse}/${a.id}`, fautive: erreurs.some((e) => e.champ === champDe(a.id)) })),
  raisons: LISTES.RAISONS_ARCHIVE,
});

const CHAMPS: Record<string, string> = {
  nom: 'Nom', prenom: 'Prénom', date_naissance: 'Date de naissance', sexe: 'Sexe', adresse: 'Adresse', code_postal: 'Code postal', commune: 'Commune', identifiant_pe: 'Identifiant Pôle emploi', minimum_social: 'Minimum social', rqth: 'RQTH', deld: 'DELD',
};
const valeur = (champ: string, v: string | boolean): string => {
  if (typeof v === 'boolean') return v ? 'Oui' : 'Non';
  if (champ === 'minimum_social') return libelle('MINIMA_SOCIAUX', v);
  if (champ === 'sexe') return libelle('SEXES', v);
  const date = chercherDateIso(v);
  return date ? formaterDate(date) : v;
};

export function pageArchive({ personne_id, archive_le, contenu }: { personne_id: number; archive_le: DateCivile; contenu: ContenuDArchive }) {
  return {
    titre: `Archive de la fiche n° ${personne_id}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, ARCHIVE], depuis: formaterDate(archive_le),
    couples: Object.entries(CHAMPS).flatMap(([champ, nom]) => (contenu.personne[champ] === undefined ? [] : [{ terme: nom, valeur: valeur(champ, contenu.personne[champ]) }])),
    parcours: contenu.parcours.map((p) => ({
      texte: `Prescription par ${libelle('PRESCRIPTEURS', p.prescripteur)} le ${formaterDate(p.date_prescription)}, intégration le ${formaterDate(p.date_integration)}${p.date_sortie ? `, sortie le ${formaterDate(p.date_sortie)} (${libelle('NATURES_SORTIE', p.nature_sortie)}, ${libelle('MOTIFS_SORTIE', p.motif_sortie).toLowerCase()})` : ''}.`,
      justificatifs: (p.justificatifs ?? []).map((j) => `${libelle('JUSTIFICATIFS', j.type)}, vu le ${formaterDate(j.date_vue)}`),
    })),
  };
}
