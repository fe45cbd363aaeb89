/** Contacts and countries, as texts ready to show. Pure. */
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase } from '../lib/texte';
import { CHANGEMENTS } from './form';
import type { Organisation } from './queries';
import { designation, estActuel, manques, trouverActuel, type Correspondant, type Domaine, type Hebergement } from './rules';

export const RUBRIQUE = { adresse: '/correspondants-et-hebergement', libelle: 'Correspondants et hébergement' };
const TYPES: Record<Organisation['type'], string> = { PLIE: 'PLIE', AGENCE: 'Agence Pôle emploi', REGION: 'Région' };
/** How a domain stands in an address. */
export const CHEMINS: Record<Domaine, string> = { DONNEES_PERSONNELLES: 'donnees-personnelles', SECURITE: 'securite' };
/** The data-protection officer first: the one most asked for. */
const DOMAINES = [...LISTES.DOMAINES_D_ORGANISATION].reverse();

export const adresseDe = (o: Pick<Organisation, 'id'>): string => `${RUBRIQUE.adresse}/${o.id}`;
const adresseDuDomaine = (o: Pick<Organisation, 'id'>, domaine: Domaine): string => `${adresseDe(o)}/correspondants/${CHEMINS[domaine]}`;
const enCours = (o: Organisation): Hebergement[] => o.hebergements.filter(estActuel);
const titreDe = (o: Organisation): string => `Correspondants et pays : ${o.nom}`;

const carte = (c: Correspondant) => ({ designation: designation(c), telephone: c.telephone, courriel: c.courriel, depuis: formaterDate(c.depuis_le) });

/** Who runs the tool itself, as its settings say. */
export interface Exploitant { editeur?: string; hebergeur?: string; contact?: string }

export function pageListe(organisations: readonly Organisation[], { editeur, hebergeur, contact }: Exploitant) {
  const incompletes = organisations.filter((o) => o.partie && manques(o).length).length;
  return {
    titre: 'Correspondants et hébergement', rubrique: RUBRIQUE,
    resume: `${accorder(organisations.length, 'organisation')}, ${incompletes ? `dont ${accorder(incompletes, 'à compléter', 'à compléter')}` : 'toutes complètes'}`,
    lignes: organisations.map((o) => ({
      nom: o.nom, type: [TYPES[o.type], o.departement].filter(Boolean).join(', '), adresse: adresseDe(o),
      domaines: DOMAINES.map((d) => {
        const actuel = trouverActuel(o.correspondants, d.code);
        return { libelle: d.libelle, carte: actuel && carte(actuel), nommer: !actuel && o.tenue ? adresseDuDomaine(o, d.code) : null };
      }),
      pays: [...new Set(enCours(o).map((h) => libelle('PAYS_UE', h.pays)))].join(', '),
      declarer: !enCours(o).length && o.tenue ? `${adresseDe(o)}/pays/nouveau` : null,
    })),
    outil: [['Éditeur', editeur], ['Hébergeur', hebergeur], ['Contact', contact]].map(([nom, valeur]) => ({ nom, valeur })),
  };
}

export function pageOrganisation(o: Organisation) {
  const tenir = (adresse: string): string | null => (o.tenue ? adresse : null);
  const pays = (h: Hebergement) => ({
    usage: libelle('USAGES_HEBERGEMENT', h.usage), prestataire: h.prestataire, pays: libelle('PAYS_UE', h.pays), depuis: formaterDate(h.depuis_le), jusqu: formaterDate(h.jusqu_au),
    corriger: tenir(`${adresseDe(o)}/pays/${h.id}`), cesser: tenir(`${adresseDe(o)}/pays/${h.id}/cesser`), version: h.version,
  });
  return {
    titre: titreDe(o), rubrique: RUBRIQUE, fil: [RUBRIQUE], type: [TYPES[o.type], o.departement].filter(Boolean).join(', '),
    manques: o.partie ? manques(o).map((m) => `${m}.`) : [], tenue: o.tenue,
    domaines: DOMAINES.map((d) => {
      const actuel = trouverActuel(o.correspondants, d.code);
      return {
        libelle: d.libelle, carte: actuel && carte(actuel), tenir: tenir(adresseDuDomaine(o, d.code)),
        anciens: o.correspondants.filter((c) => c.domaine === d.code && !estActuel(c)).map((c) => ({ ...carte(c), jusqu: formaterDate(c.jusqu_au) })),
      };
    }),
    pays: enCours(o).map(pays), anciens: o.hebergements.filter((h) => !estActuel(h)).map(pays),
    ajouter: tenir(`${adresseDe(o)}/pays/nouveau`), document: `${adresseDe(o)}/pays.pdf`,
  };
}

export function pageCorrespondant(o: Organisation, domaine: Domaine, jour: DateCivile, saisie?: Saisie, erreurs: Erreur[] = []) {
  const actuel = trouverActuel(o.correspondants, domaine);
  const f = champs(saisie ?? (actuel ? { nom: actuel.nom ?? '', fonction: actuel.fonction ?? '', courriel: actuel.courriel ?? '', telephone: actuel.telephone ?? '', depuis_le: formaterDate(actuel.depuis_le) } : { depuis_le: formaterDate(jour) }), erreurs);
  const sans = { autocomplete: 'off' };
  return {
    titre: `${libelle('DOMAINES_D_ORGANISATION', domaine)} : ${o.nom}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: adresseDe(o), libelle: o.nom }], erreurs: erreurs.length ? erreurs : undefined,
    regle: domaine === 'DONNEES_PERSONNELLES'
      ? "À qui l'autre partie écrit quand des données sont touchées, et à qui les personnes s'adressent pour leurs droits. Son adresse et son téléphone sont publics, jamais son nom."
      : "À qui l'autre partie écrit quand la sécurité d'un système est en cause, et avec qui suspendre les échanges.",
    formulaire: {
      adresse: adresseDuDomaine(o, domaine), annuler: adresseDe(o), bouton: actuel ? 'Enregistrer' : 'Nommer ce correspondant',
      champs: [
        f.cache('version', String(actuel?.version ?? 0)),
        ...(actuel ? [f.choix('changement', 'Ce que vous enregistrez', CHANGEMENTS, { obligatoire: true })] : []),
        f.texte('nom', 'Prénom et nom', { aide: 'Peut rester vide si un service répond : indiquez alors sa fonction.', attributs: sans }), f.texte('fonction', 'Fonction ou service', { attributs: sans }),
        f.texte('courriel', 'Courriel', { obligatoire: true, aide: 'De préférence une adresse relevée aussi quand quelqu\'un est absent : le délai de 36 heures court la nuit et le dimanche.', attributs: { type: 'email', ...sans } }),
        f.texte('telephone', 'Téléphone', { attributs: { type: 'tel', ...sans } }), f.date('depuis_le', 'Depuis le', { obligatoire: true }),
      ],
    },
  };
}

/** `hebergement`: the line to correct; null for a new one. */
export function pagePays(o: Organisation, hebergement: Hebergement | null, jour: DateCivile, saisie?: Saisie, erreurs: Erreur[] = []) {
  const h = hebergement;
  const f = champs(saisie ?? (h ? { usage: h.usage, prestataire: h.prestataire, pays: h.pays, depuis_le: formaterDate(h.depuis_le) } : { pays: 'FR', depuis_le: formaterDate(jour) }), erreurs);
  return {
    titre: h ? `Corriger : ${dansLaPhrase(libelle('USAGES_HEBERGEMENT', h.usage))}, ${h.prestataire}` : `Ajouter un pays : ${o.nom}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: adresseDe(o), libelle: o.nom }], erreurs: erreurs.length ? erreurs : undefined,
    regle: "Une ligne par usage et par prestataire. Les données d'une convention restent dans l'Union européenne, accès à distance compris.",
    formulaire: {
      adresse: h ? `${adresseDe(o)}/pays/${h.id}` : `${adresseDe(o)}/pays/nouveau`, annuler: adresseDe(o), bouton: h ? 'Enregistrer la correction' : 'Ajouter à la liste',
      champs: [
        f.cache('version', String(h?.version ?? 0)), f.choix('usage', 'Ce qui y est fait', LISTES.USAGES_HEBERGEMENT, { obligatoire: true }), f.texte('prestataire', 'Par qui', { obligatoire: true, aide: 'Le prestataire, ou votre propre service.', attributs: { autocomplete: 'off' } }),
        f.liste('pays', 'Pays', [...LISTES.PAYS_UE, ...LISTES.PAYS_HORS_UE], { obligatoire: true }), f.date('depuis_le', 'Depuis le', { obligatoire: true }),
      ],
    },
  };
}
