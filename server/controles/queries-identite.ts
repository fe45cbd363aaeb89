/** Checks on who the person is, and on whom Pôle emploi has before it. */
import { listerPaires } from '../doublons/queries';
import { sql } from '../lib/db/sql';
import { EN_PARCOURS_AILLEURS } from '../personnes/queries';
import { duTableau, LA_PERSONNE, orientations, type Definition } from './queries-definition';

const SANS_IDENTIFIANT: Definition = {
  code: 'SANS_IDENTIFIANT',
  singulier: 'orientation sans identifiant Pôle emploi', pluriel: 'orientations sans identifiant Pôle emploi',
  gravite: 'GRAVE', bloquant: false,
  remede: "Demandez l'identifiant à la personne ou à son agence, puis complétez sa fiche : sans lui, Pôle emploi ne sait pas de qui parle la ligne.",
  depuis: 'Prescrite le', acte: 'personne.modifier',
  liens: ({ personne_id }) => [{ adresse: `/personnes/${personne_id}/modifier`, libelle: "Compléter l'identité" }],
  population: (d) => orientations(d, sql`p.identifiant_pe is null and ${duTableau(d)}`, { jointure: LA_PERSONNE }),
};

const SANS_AGENCE: Definition = {
  code: 'SANS_AGENCE',
  singulier: 'orientation sans agence Pôle emploi', pluriel: 'orientations sans agence Pôle emploi',
  gravite: 'GRAVE', bloquant: false,
  remede: "Corrigez l'orientation et choisissez l'agence : sinon l'agence de référence reçoit la ligne, sans savoir si elle est pour elle.",
  depuis: 'Prescrite le', acte: 'fait.corriger',
  liens: ({ orientation_id }) => [{ adresse: `/orientations/${orientation_id}/corriger`, libelle: "Choisir l'agence" }],
  population: (d) => orientations(d, sql`o.agence_id is null and ${duTableau(d)}`),
};

const DOUBLON: Definition = {
  code: 'DOUBLON',
  singulier: 'doublon possible', pluriel: 'doublons possibles',
  gravite: 'GRAVE', bloquant: false,
  remede: "Comparez les deux fiches : fusionnez-les, ou dites que ce sont deux personnes. Sinon Pôle emploi peut recevoir la même personne deux fois.",
  depuis: 'Prescrite le', detail: 'Ressemble à', acte: 'doublon.traiter',
  liens: ({ personne_id, objet_id }) => [{ adresse: `/doublons/${Math.min(personne_id, objet_id!)}/${Math.max(personne_id, objet_id!)}`, libelle: 'Comparer les fiches' }],
  // A pair counts once, by the newest of its orientations in the table. Whether two persons look alike is not for SQL to say.
  async population(d) {
    const paires = await listerPaires(d.contexte);
    return sql`select distinct on (d.premiere, d.seconde) o.plie_id, o.id as orientation_id, q.id as objet_id, o.date_prescription as depuis, q.prenom || ' ' || upper(q.nom) as detail
      from unnest(${paires.map((x) => x.premiere_id)}::bigint[], ${paires.map((x) => x.seconde_id)}::bigint[]) as d (premiere, seconde)
      join orientations o on o.plie_id = ${d.plieId} and o.personne_id in (d.premiere, d.seconde)
      join personnes q on q.plie_id = o.plie_id and q.id = case when o.personne_id = d.premiere then d.seconde else d.premiere end
      where ${duTableau(d)} order by d.premiere, d.seconde, o.date_prescription desc, o.id desc`;
  },
};

const SUIVIE_AILLEURS: Definition = {
  code: 'SUIVIE_AILLEURS',
  singulier: 'personne déjà en parcours dans un autre PLIE', pluriel: 'personnes déjà en parcours dans un autre PLIE',
  gravite: 'ATTENTION', bloquant: false,
  remede: "Voyez avec la personne et son agence qui la suit désormais ; si ce n'est pas vous, enregistrez la sortie ou le refus.",
  depuis: 'Prescrite le', acte: 'personne.lire',
  liens: ({ personne_id, orientation_id }) => [{ adresse: `/personnes/${personne_id}?orientation=${orientation_id}`, libelle: 'Ouvrir la fiche' }],
  population: (d) => orientations(d, sql`o.date_fin = 'infinity' and ${duTableau(d)} and ${EN_PARCOURS_AILLEURS}`, { jointure: LA_PERSONNE }),
};

export const CONTROLES_D_IDENTITE = [SANS_IDENTIFIANT, SANS_AGENCE, DOUBLON, SUIVIE_AILLEURS];
