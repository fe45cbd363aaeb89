/** The pages of a new orientation: the search, the persons who look like the one sought, the fiche de liaison. */
import type { Brouillon } from '../brouillons/queries';
import { decrireBrouillons, quand } from '../brouillons/rules';
import { LISTES, libelle } from '../codes/listes';
import { champs, type Champ } from '../http/champs';
import { analyserDate, age, formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import type { Candidat, Personne } from '../personnes/queries';
import { champsCoordonnees, champsIdentite, champsSituation } from '../personnes/rules-fiche';
import { RUBRIQUE } from './page';
import type { Agent, Choix } from './queries';

const TITRE = 'Nouvelle orientation';
const FIL = [RUBRIQUE];
export const CHEMIN = '/orientations/nouvelle';
const une = (saisie: Saisie, nom: string): string => { const v = saisie[nom]; return Array.isArray(v) ? v.join(';') : (v ?? ''); };

/** Fields that a step hands on to the next, unseen. */
const transmettre = (saisie: Saisie, noms: readonly string[]): Champ[] => noms.filter((n) => une(saisie, n)).map((n) => champs({}).cache(n, une(saisie, n)));
const RECHERCHES = ['plie_id', 'nom', 'prenom', 'date_naissance', 'identifiant_pe'] as const;

export function pageRecherche(plies: Choix[], brouillons: Brouillon[], saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(saisie, erreurs);
  return {
    titre: TITRE, rubrique: RUBRIQUE, fil: FIL, brouillons: decrireBrouillons(brouillons, CHEMIN),
    champs: [
      ...(plies.length > 1 ? [f.liste('plie_id', 'PLIE auquel vous adressez la personne', plies, { obligatoire: true })] : plies.map((p) => f.cache('plie_id', p.code))),
      ...champsIdentite(f).map((c) => ({ ...c, obligatoire: false })),
    ],
  };
}

const RAISONS: Record<Candidat['ressemblance'], string> = { IDENTIFIANT: 'Même identifiant Pôle emploi', MEME_NOM: 'Même nom, même date de naissance', NOM_PROCHE: 'Nom proche, même date de naissance' };

export function pageCandidats(candidats: Candidat[], alertes: string[], saisie: Saisie, jour: DateCivile) {
  return {
    titre: 'Cette personne est peut-être déjà connue', rubrique: RUBRIQUE, fil: [...FIL, { adresse: '/orientations/nouvelle', libelle: TITRE }],
    recherche: [nomComplet({ nom: une(saisie, 'nom'), prenom: une(saisie, 'prenom') }), une(saisie, 'date_naissance') && `né(e) le ${une(saisie, 'date_naissance')}`, une(saisie, 'identifiant_pe')].filter(Boolean).join(' · '),
    alertes,
    candidats: candidats.map((c) => ({
      nom: nomComplet(c),
      adresse: `/orientations/nouvelle?personne=${c.id}`,
      fiche: `/personnes/${c.id}`,
      raison: RAISONS[c.ressemblance],
      connu: [`Né(e) le ${formaterDate(c.date_naissance)}, ${age(c.date_naissance, jour)} ans`, c.identifiant_pe ? `Identifiant ${c.identifiant_pe}` : 'Sans identifiant Pôle emploi', c.commune].filter(Boolean) as string[],
      ouverte: c.ouverte && (c.ouverte.date_integration ? `Parcours ouvert depuis le ${formaterDate(c.ouverte.date_integration)}` : `Orientation en cours, prescrite le ${formaterDate(c.ouverte.date_prescription)}`),
    })),
    // The same identifiant cannot be two persons': a new one is then no choice. Nor can a person be made without a name.
    nouvelle: candidats.some((c) => c.ressemblance === 'IDENTIFIANT') ? null : [...transmettre(saisie, RECHERCHES), champs({}).cache('nouvelle', 'oui'), champs({}).cache('ecartes', candidats.map((c) => c.id).join(';'))],
  };
}

/** What the fiche is made from: a known person (their present values are proposed), or one to be created. */
export interface PreparationFiche {
  plieId: number;
  nomPlie: string;
  personne: Personne | null;
  agences: Choix[];
  /** For an agency's conseiller: the account, whose agency prescribes. */
  agent: Agent | null;
  prescripteurFixe: boolean;
  alertes: string[];
  jour: DateCivile;
  /** The key of its draft; `repris`: what is shown comes from a draft, of that instant, made on that version of the person. */
  brouillon: { cle: string; repris: { instant: string; version: string } | null };
  /** Other drafts on the same person. */
  autresBrouillons: Brouillon[];
}

const ouiOuNon = (v: boolean | null): string => (v === null ? '' : v ? 'oui' : 'non');

/** Values proposed at the first showing; what was typed always wins. */
function propositions({ personne: p, agent, agences, prescripteurFixe, jour }: PreparationFiche): Saisie {
  return {
    date_prescription: formaterDate(jour),
    agence_id: prescripteurFixe || agences.length === 1 ? agences[0]?.code : '',
    prescripteur: prescripteurFixe ? 'POLE_EMPLOI' : '',
    agent_nom: agent?.nom, agent_prenom: agent?.prenom, agent_fonction: agent?.fonction ?? '', agent_telephone: agent?.telephone ?? '', agent_courriel: agent?.courriel,
    ...(p ? {
      adresse: p.adresse ?? '', code_postal: p.code_postal ?? '', commune: p.commune ?? '', telephone: p.telephone ?? '', identifiant_caf: p.identifiant_caf ?? '',
      consentement_courriel: p.consentement_courriel ? 'oui' : '', courriel: p.courriel ?? '',
      minimum_social: p.minimum_social ?? '', rqth: ouiOuNon(p.rqth), deld: ouiOuNon(p.deld), freins: p.freins,
    } : {}),
  };
}

export function pageFiche(preparation: PreparationFiche, saisie: Saisie, erreurs: Erreur[]) {
  const { personne: p, agences, prescripteurFixe, alertes } = preparation;
  const { cle, repris } = preparation.brouillon;
  // A box left unticked is not in a draft: nothing is proposed over it.
  const f = champs(erreurs.length || repris ? saisie : { ...propositions(preparation), ...saisie }, erreurs);
  const qui = p ?? { nom: une(saisie, 'nom'), prenom: une(saisie, 'prenom') };
  return {
    titre: 'Fiche de liaison', rubrique: RUBRIQUE, fil: [...FIL, { adresse: '/orientations/nouvelle', libelle: TITRE }],
    personne: {
      nom: nomComplet(qui),
      naissance: p ? formaterDate(p.date_naissance) : formaterDate(analyserDate(une(saisie, 'date_naissance'), preparation.jour)) || une(saisie, 'date_naissance'),
      identifiant: p ? (p.identifiant_pe ?? '') : une(saisie, 'identifiant_pe'),
      connue: p !== null,
      plie: preparation.nomPlie,
    },
    alertes,
    brouillon: { cle, adresse: `${CHEMIN}/brouillon` },
    repris: repris && `Brouillon du ${quand(repris.instant)}.${p && String(p.version) !== repris.version ? ' La fiche de la personne a changé depuis : vérifiez ses coordonnées et sa situation avant d\'enregistrer.' : ''}`,
    brouillons: decrireBrouillons(preparation.autresBrouillons, CHEMIN),
    caches: [
      ...(p ? [f.cache('personne_id', p.id), f.cache('version', (!repris && une(saisie, 'version')) || p.version)] : transmettre(saisie, RECHERCHES)),
      f.cache('plie_id', preparation.plieId),
      ...transmettre(saisie, ['ecartes']),
    ].filter((c, i, tous) => tous.findIndex((d) => d.nom === c.nom) === i),
    sections: [
      {
        titre: 'Prescription',
        champs: [
          ...(prescripteurFixe ? [] : [f.liste('prescripteur', 'Prescripteur', LISTES.PRESCRIPTEURS, { obligatoire: true })]),
          f.choix('mode_orientation', prescripteurFixe ? "Mode d'orientation" : `Mode d'orientation, pour ${libelle('PRESCRIPTEURS', 'POLE_EMPLOI')}`, LISTES.MODES_ORIENTATION, { obligatoire: prescripteurFixe }),
          ...(prescripteurFixe ? [] : [f.liste('agence_id', 'Agence Pôle emploi', agences, { aide: 'Obligatoire quand Pôle emploi prescrit.' })]),
          f.date('date_prescription', 'Date de prescription', { obligatoire: true }),
        ],
      },
      {
        titre: 'Agent qui prescrit',
        champs: [
          f.texte('agent_nom', 'Nom de l\'agent', { attributs: { autocomplete: 'off' } }),
          f.texte('agent_prenom', 'Prénom de l\'agent', { attributs: { autocomplete: 'off' } }),
          f.texte('agent_fonction', 'Fonction', { attributs: { autocomplete: 'off' } }),
          f.texte('agent_telephone', 'Téléphone de l\'agent', { attributs: { type: 'tel', autocomplete: 'off' } }),
          f.texte('agent_courriel', 'Courriel de l\'agent', { attributs: { type: 'email', autocomplete: 'off' } }),
        ],
      },
      { titre: 'Situation à ce jour', champs: champsSituation(f) },
      { titre: 'Coordonnées', champs: [...(p && !p.identifiant_pe ? champsIdentite(f).filter((c) => c.nom === 'identifiant_pe') : []), ...champsCoordonnees(f)] },
      {
        titre: 'Information de la personne',
        champs: [f.date('date_information', "Date à laquelle la personne a pris connaissance de la notice d'information", { aide: 'La notice au pied de la fiche dit à quoi servent ses données, combien de temps elles sont gardées et quels sont ses droits.' })],
      },
      ...(alertes.length || erreurs.some((e) => e.champ === 'confirmation') ? [{ titre: 'Vérification', champs: [f.coche('confirmation', "J'ai lu l'alerte et je confirme cette orientation")] }] : []),
    ],
  };
}
