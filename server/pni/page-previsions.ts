/** The forecast: what ends month by month, and the orientations that the year's objective still needs. Pure. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { champs } from '../http/champs';
import { dernierJourAnnee, formaterDate, formaterMois, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre, formaterTaux } from '../lib/texte';
import type { FinsDuMois, FluxDuPlie, Objectif } from './queries-previsions';
import { RUBRIQUE } from './rules';
import { douzeDerniersMois, orientationsNecessaires } from './rules-previsions';

const adresseObjectif = (annee: number): string => `/pni/objectif?annee=${annee}`;

export interface PreparationPrevisions { mois: FinsDuMois[]; flux: FluxDuPlie; objectif: Objectif | null; annee: number; acteur: Acteur; jour: DateCivile }

const avancement = (titre: string, objectif: number, acquis: number) =>
  ({ titre, fait: `${formaterNombre(acquis)} sur ${formaterNombre(objectif)}`, part: `${Math.min(100, Math.round((100 * acquis) / objectif))}%` });

/** What is missing is what is still to be received. */
function mesureDesOrientations(objectif: number, acquis: number, annee: number) {
  const manque = Math.max(0, objectif - acquis);
  return {
    ...avancement('Orientations de Pôle emploi', objectif, acquis), chiffre: formaterNombre(manque), formule: null,
    phrase: manque ? `${manque === 1 ? 'orientation' : 'orientations'} de Pôle emploi à recevoir encore d'ici le ${formaterDate(dernierJourAnnee(annee))}.` : "L'objectif est atteint.",
  };
}

function versMesure(titre: string, objectif: number, acquis: number, flux: FluxDuPlie, annee: number, jour: DateCivile) {
  const besoin = orientationsNecessaires(objectif, acquis, flux, jour);
  const avance = avancement(titre, objectif, acquis);
  if (!besoin.connu) return { ...avance, chiffre: 'n.d.', phrase: `Il manque ${formaterNombre(besoin.manque)}. Les orientations nécessaires ne se calculent pas : ${besoin.raison}.`, formule: null };
  if (!besoin.manque) return { ...avance, chiffre: '0', phrase: "L'objectif est atteint : aucune orientation de plus n'est nécessaire.", formule: null };
  return {
    ...avance, chiffre: formaterNombre(besoin.reste),
    phrase: `${besoin.reste === 1 ? 'orientation' : 'orientations'} à recevoir encore d'ici le ${formaterDate(dernierJourAnnee(annee))}.`,
    formule: `Il manque ${formaterNombre(besoin.manque)}. ${formaterNombre(besoin.manque)} ÷ ${formaterTaux(flux.integrations, flux.orientations)} = ${accorder(besoin.total, 'orientation')}, dont ${accorder(Math.min(besoin.total, flux.en_attente), 'déjà reçue et en attente', 'déjà reçues et en attente')} d'une décision.`,
  };
}

export function pagePrevisions({ mois, flux, objectif, annee, acteur, jour }: PreparationPrevisions) {
  const plusGrand = Math.max(1, ...mois.map((m) => m.fins));
  const { debut, fin } = douzeDerniersMois(jour);
  const fixer = peut(acteur, 'objectif.fixer');
  return {
    titre: 'Prévisions', rubrique: RUBRIQUE, fil: [RUBRIQUE],
    mois: mois.map((m) => ({ libelle: formaterMois(m.mois), fins: formaterNombre(m.fins), cumul: formaterNombre(m.cumul), largeur: `${Math.round((100 * m.fins) / plusGrand)}%`, adresse: m.fins ? `/pni?etat=ACTIF&fin=${m.mois}` : null })),
    aucune: mois.every((m) => m.fins === 0),
    annee: String(annee),
    mesures: objectif ? [
      ...(objectif.orientations ? [mesureDesOrientations(objectif.orientations, flux.orientations_annee, annee)] : []),
      ...(objectif.integrations ? [versMesure('Intégrations', objectif.integrations, flux.integrations_annee, flux, annee, jour)] : []),
      ...(objectif.participants ? [versMesure('Personnes accompagnées', objectif.participants, flux.participants_annee, flux, annee, jour)] : []),
    ] : [],
    fixer: fixer ? { adresse: adresseObjectif(annee), libelle: objectif ? "Modifier l'objectif" : `Fixer l'objectif ${annee}` } : null,
    sansObjectif: objectif ? null : fixer ? `Aucun objectif n'est fixé pour ${annee}. Fixez-le : les orientations nécessaires en seront déduites.` : `Aucun objectif n'est fixé pour ${annee}. L'équipe d'animation peut le fixer.`,
    taux: flux.orientations ? `Taux du PLIE du ${formaterDate(debut)} au ${formaterDate(fin)}, tous prescripteurs : ${accorder(flux.integrations, 'intégration')} ÷ ${accorder(flux.orientations, 'orientation')} = ${formaterTaux(flux.integrations, flux.orientations)}. Chaque fait compte à sa propre date, comme au bilan.` : null,
  };
}

export function pageObjectif({ objectif, annee, annees, saisie, erreurs }: { objectif: Objectif | null; annee: number; annees: number[]; saisie: Saisie | null; erreurs: Erreur[] }) {
  const ecrit = (n: number | null | undefined) => (n ? String(n) : '');
  const actuel: Saisie = { orientations: ecrit(objectif?.orientations), integrations: ecrit(objectif?.integrations), participants: ecrit(objectif?.participants) };
  const f = champs(saisie ?? actuel, erreurs);
  const nombre = { attributs: { inputmode: 'numeric', autocomplete: 'off', size: '6' } };
  return {
    titre: `Objectif ${annee}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: '/pni/previsions', libelle: 'Prévisions' }],
    autres: annees.filter((a) => a !== annee).map((a) => ({ adresse: adresseObjectif(a), libelle: `Objectif ${a}` })),
    formulaire: {
      adresse: adresseObjectif(annee), bouton: "Enregistrer l'objectif", annuler: '/pni/previsions',
      champs: [
        f.cache('annee', annee), ...(objectif ? [f.cache('version', [saisie?.version ?? String(objectif.version)].flat()[0]!)] : []),
        f.texte('orientations', "Orientations de Pôle emploi dans l'année", { ...nombre, aide: 'Prescrites du 1er janvier au 31 décembre, sur le flux ou par information collective.' }),
        f.texte('integrations', 'Intégrations dans l\'année', { ...nombre, aide: "Contrats d'engagement signés du 1er janvier au 31 décembre." }),
        f.texte('participants', "Personnes accompagnées dans l'année", { ...nombre, aide: 'En parcours un jour au moins de l\'année, chacune comptée une fois.' }),
      ],
    },
  };
}
