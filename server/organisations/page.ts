/** The screens of organisations, as texts ready to show. */
import type { TypeOrganisation } from '../acces/acteur';
import { chercherDepartement, nomDeRegion, REGIONS } from '../codes/territoires';
import { champs } from '../http/champs';
import { formaterDate } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre } from '../lib/texte';
import { CHOIX_DEPARTEMENTS } from './form';
import type { Departement, Organisation, OrganisationListee, Rattachement } from './queries';
import { libelleType, TYPES_ORGANISATION } from './rules';

export const RUBRIQUE = { adresse: '/administration', libelle: 'Administration' };
const FIL = [RUBRIQUE, { adresse: '/administration/organisations', libelle: 'Organisations' }];

const territoire = (o: { departement_code: string | null; departement_nom: string | null; region_nom: string | null }): string =>
  [o.departement_code && `${o.departement_nom} (${o.departement_code})`, o.region_nom].filter(Boolean).join(', ');

export function pageOrganisations(organisations: OrganisationListee[], filtre: { type: TypeOrganisation | null; departement: string | null }, tous: OrganisationListee[]) {
  const presents = new Set(tous.map((o) => o.departement_code));
  const f = champs({ type: filtre.type ?? undefined, departement: filtre.departement ?? undefined });
  const decrire = (o: OrganisationListee): string => {
    if (o.type === 'PLIE') return o.rattachements ? `${accorder(o.rattachements, 'agence')}, référence : ${o.reference_nom ?? 'à désigner'}` : '';
    return o.type === 'AGENCE' && o.rattachements ? accorder(o.rattachements, 'PLIE', 'PLIE') : '';
  };
  return {
    titre: 'Organisations', rubrique: RUBRIQUE, fil: [RUBRIQUE], onglet: 'organisations',
    filtres: [f.liste('type', 'Type', TYPES_ORGANISATION, { vide: 'Tous' }), f.liste('departement', 'Département', CHOIX_DEPARTEMENTS.filter((d) => presents.has(d.code)), { vide: 'Tous' })],
    filtre: filtre.type !== null || filtre.departement !== null,
    aucune: tous.length === 0,
    resume: accorder(organisations.length, 'organisation'),
    lignes: organisations.map((o) => ({
      adresse: `/administration/organisations/${o.id}`, nom: o.nom, code: o.code, type: libelleType(o.type), territoire: o.departement_code ? `${o.departement_nom} (${o.departement_code})` : (o.region_nom ?? ''), rattachements: decrire(o),
      sansAgence: o.type === 'PLIE' && o.rattachements === 0,
      convention: o.convention_jusqu_au ? `jusqu'au ${formaterDate(o.convention_jusqu_au)}` : '',
      sansConvention: o.type === 'PLIE' && o.active && !o.convention_jusqu_au,
      comptes: o.comptes, active: o.active,
    })),
  };
}

const TITRE_AJOUT: Record<TypeOrganisation, string> = { PLIE: 'Ajouter un PLIE', AGENCE: 'Ajouter une agence', REGION: 'Ajouter une région' };

/** The fields of the two forms; a code is chosen once. */
function champsOrganisation(type: TypeOrganisation, saisie: Saisie, erreurs: Erreur[], nouvelle: boolean) {
  const f = champs(saisie, erreurs);
  const exemple = { PLIE: 'VALMORIN', AGENCE: 'TILLEULS', REGION: 'PACA' }[type];
  return [
    f.texte('nom', 'Nom', { obligatoire: true, attributs: { maxlength: '120', autocomplete: 'off' } }),
    ...(nouvelle ? [f.texte('code', 'Code', { obligatoire: true, aide: `Court, sans accent, par exemple ${exemple}. Il figure dans le nom des fichiers et les commandes, et ne change plus ensuite.`, attributs: { maxlength: '30', autocomplete: 'off' } })] : []),
    ...(type === 'REGION' && nouvelle ? [f.liste('region_code', 'Région', REGIONS, { obligatoire: true })] : []),
    ...(type === 'REGION' ? [] : [f.liste('departement_code', 'Département', CHOIX_DEPARTEMENTS, { obligatoire: type === 'PLIE', aide: type === 'PLIE' ? 'Les bilans sont regroupés par département, puis par région.' : undefined })]),
    f.texte('adresse', 'Adresse', { attributs: { maxlength: '200', autocomplete: 'off' } }),
    f.texte('telephone', 'Téléphone', { attributs: { type: 'tel', autocomplete: 'off' } }),
    f.texte('courriel', 'Courriel', { attributs: { type: 'email', autocomplete: 'off' } }),
  ];
}

export function pageNouvelle(type: TypeOrganisation, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  return {
    titre: TITRE_AJOUT[type], rubrique: RUBRIQUE, fil: FIL, onglet: 'organisations',
    formulaire: {
      adresse: `/administration/organisations/nouvelle?type=${type}`, annuler: '/administration/organisations', bouton: TITRE_AJOUT[type],
      champs: champsOrganisation(type, saisie, erreurs, true),
    },
  };
}

export function pageModifier(o: Organisation, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const lue: Saisie = saisie ?? { nom: o.nom, departement_code: o.departement_code ?? '', adresse: o.adresse ?? '', telephone: o.telephone ?? '', courriel: o.courriel ?? '' };
  return {
    titre: `Modifier ${o.nom}`, rubrique: RUBRIQUE, fil: [...FIL, { adresse: `/administration/organisations/${o.id}`, libelle: o.nom }], onglet: 'organisations',
    formulaire: {
      adresse: `/administration/organisations/${o.id}/modifier`, annuler: `/administration/organisations/${o.id}`, bouton: 'Enregistrer les modifications',
      champs: [...champsOrganisation(o.type, lue, erreurs, false), champs({}).cache('version', String(saisie?.version ?? o.version))],
    },
  };
}

interface Fiche {
  organisation: Organisation & { departement_nom: string | null; region_nom: string | null };
  rattachements: Rattachement[];
  agences: Organisation[];
  /** From the slice of conventions, ready to show. */
  conventions: unknown[];
  comptes: number;
}

export function pageOrganisation({ organisation: o, rattachements, agences, conventions, comptes }: Fiche, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const dejaLa = new Set(rattachements.map((r) => r.organisation_id));
  const libres = agences.filter((a) => !dejaLa.has(a.id)).map((a) => ({ code: String(a.id), libelle: `${a.nom} (${a.code})` }));
  const adresse = `/administration/organisations/${o.id}`;
  return {
    titre: o.nom, rubrique: RUBRIQUE, fil: FIL, onglet: 'organisations', erreurs,
    adresse, active: o.active, estPlie: o.type === 'PLIE', estAgence: o.type === 'AGENCE',
    faits: [
      ['Type', libelleType(o.type)], ['Code', o.code], [o.type === 'REGION' ? 'Région' : 'Territoire', territoire(o) || 'Non indiqué'], ['Adresse', o.adresse], ['Téléphone', o.telephone], ['Courriel', o.courriel],
    ].filter(([, valeur]) => valeur),
    rattachements: rattachements.map((r) => ({ id: r.organisation_id, adresse: `/administration/organisations/${r.organisation_id}`, nom: r.nom, code: r.code, active: r.active, reference: r.reference })),
    sansReference: o.type === 'PLIE' && rattachements.length > 0 && !rattachements.some((r) => r.reference),
    rattacher: o.type === 'PLIE' && libres.length ? champs(saisie, erreurs).liste('agence_id', 'Rattacher une autre agence', libres) : null,
    conventions,
    ajouterConvention: o.type === 'PLIE' && o.active ? `/administration/conventions/nouvelle?plie=${o.id}` : null,
    comptes: accorder(comptes, 'compte actif', 'comptes actifs'),
    voirComptes: `/administration/utilisateurs?organisation=${o.id}`,
    inviter: o.active ? `/administration/utilisateurs/nouveau?organisation=${o.id}` : null,
  };
}

const DEPARTEMENTS_ET_REGIONS = { adresse: '/administration/organisations/departements', libelle: 'Départements et régions' };

export function pageDepartements(departements: Departement[]) {
  return {
    titre: DEPARTEMENTS_ET_REGIONS.libelle, rubrique: RUBRIQUE, fil: FIL, onglet: 'organisations',
    resume: accorder(departements.length, 'département'),
    lignes: departements.map((d) => ({
      nom: `${d.nom} (${d.code})`, region: d.region_nom ?? 'Non indiquée', habituelle: horsHabitude(d),
      plies: formaterNombre(d.plies), agences: formaterNombre(d.agences), changer: `${DEPARTEMENTS_ET_REGIONS.adresse}/${d.code}`,
    })),
  };
}

/** The région in which a département usually is, when it has been moved to another one. */
function horsHabitude(d: Departement): string | null {
  const habituelle = chercherDepartement(d.code)?.region;
  return habituelle && habituelle !== d.region_code ? nomDeRegion(habituelle) : null;
}

export function pageDepartement(d: Departement, regions: readonly { code: string; libelle: string }[], saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const f = champs(saisie ?? { region_code: d.region_code ?? '' }, erreurs);
  return {
    titre: `Région du département ${d.nom} (${d.code})`, rubrique: RUBRIQUE, fil: [...FIL, DEPARTEMENTS_ET_REGIONS], onglet: 'organisations',
    avertissement: d.plies
      ? `${accorder(d.plies, 'PLIE', 'PLIE')} dans ce département. Dans tous les bilans, années passées comprises, ${d.plies > 1 ? 'ils seront comptés' : 'il sera compté'} avec la région choisie ; le correspondant de cette région ${d.plies > 1 ? 'les' : 'le'} verra, celui de l'ancienne ne ${d.plies > 1 ? 'les' : 'le'} verra plus.`
      : undefined,
    formulaire: {
      adresse: `${DEPARTEMENTS_ET_REGIONS.adresse}/${d.code}`, annuler: DEPARTEMENTS_ET_REGIONS.adresse, bouton: 'Enregistrer la région',
      champs: [f.liste('region_code', 'Région', regions, { obligatoire: true, aide: horsHabitude(d) ? `Habituellement : ${horsHabitude(d)}.` : undefined }), f.cache('region_actuelle', typeof saisie?.region_actuelle === 'string' ? saisie.region_actuelle : (d.region_code ?? ''))],
    },
  };
}
