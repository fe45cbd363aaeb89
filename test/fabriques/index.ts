/**
 * Rows for tests, written straight into the database (its constraints hold): the simplest valid row, then what the test says.
 * Dates are texts 'AAAA-MM-JJ'.
 */
import { ecrire, type Transaction } from '../../server/lib/ecriture';
import type { Contexte, Role } from '../../server/acces/acteur';
import { hacher } from '../../server/acces/mots-de-passe';

export const MOT_DE_PASSE = 'cheval agrafe pile correcte';
let hache: Promise<string> | null = null;

type Champs = Record<string, unknown>;
let compteur = 0;
const suivant = () => (compteur += 1);

export type Fabriques = ReturnType<typeof fabriquer>;

export function fabriquer(contexte: Contexte) {
  const inserer = async <T extends Champs = Champs>(table: string, champs: Champs): Promise<T & { id: number }> =>
    ecrire(contexte.base, contexte.auteur, `essai.${table}`, async (trx: Transaction) => ((await trx(table).insert(champs).returning('*')) as (T & { id: number })[])[0]!);

  async function unTerritoire(champs: { departement?: string; region?: string } = {}) {
    const { departement = '06', region = 'PACA' } = champs;
    await contexte.base('regions').insert({ code: region, nom: `Région ${region}` }).onConflict('code').ignore();
    await contexte.base('departements').insert({ code: departement, nom: `Département ${departement}`, region_code: region }).onConflict('code').ignore();
    return { departement, region };
  }
  async function unPlie(champs: Champs & { departement?: string; region?: string } = {}) {
    const { departement, region, ...autres } = champs;
    const territoire = await unTerritoire({ departement, region });
    const n = suivant();
    return inserer<{ code: string; nom: string }>('organisations', { type: 'PLIE', code: `PLIE${n}`, nom: `PLIE de Valmorin ${n}`, departement_code: territoire.departement, ...autres });
  }
  async function uneAgence(champs: Champs = {}) {
    const n = suivant();
    return inserer<{ code: string; nom: string }>('organisations', { type: 'AGENCE', code: `AG${n}`, nom: `Agence des Tilleuls ${n}`, ...champs });
  }
  async function uneRegion(code = 'PACA') {
    await unTerritoire({ region: code });
    return inserer('organisations', { type: 'REGION', code: `REGION-${code}`, nom: `Région ${code}`, region_code: code });
  }
  async function rattacher(plieId: number, agenceId: number, reference = false) {
    return inserer('plie_agences', { plie_id: plieId, agence_id: agenceId, reference });
  }
  async function uneConvention(champs: Champs & { plie_id: number; agence_id: number }) {
    return inserer('conventions', { date_debut: '2020-01-01', date_fin: '2030-12-31', ...champs });
  }
  async function unUtilisateur(champs: Champs & { role: Role; organisation_id: number }) {
    hache ??= hacher(MOT_DE_PASSE);
    const n = suivant();
    return inserer<{ courriel: string }>('utilisateurs', { nom: `Nom${n}`, prenom: 'Camille', courriel: `compte${n}@exemple.test`, mot_de_passe: await hache, dispense_second_facteur: true, ...champs });
  }
  async function unePersonne(champs: Champs & { plie_id: number }) {
    const n = suivant();
    return inserer<{ nom: string; prenom: string }>('personnes', { nom: `Personne${n}`, prenom: 'Alix', date_naissance: '1985-04-12', ...champs });
  }
  async function uneOrientation(champs: Champs & { plie_id: number; personne_id?: number }) {
    const personne_id = champs.personne_id ?? (await unePersonne({ plie_id: champs.plie_id })).id;
    const prescripteur = champs.prescripteur ?? 'POLE_EMPLOI';
    return inserer<{ personne_id: number }>('orientations', {
      date_prescription: '2025-01-10', prescripteur, mode_orientation: prescripteur === 'POLE_EMPLOI' ? 'FLUX' : null,
      type_contact: champs.date_contact ? 'INDIVIDUEL' : null, ...champs, personne_id,
    });
  }
  /** What an agency took in of the table of a PLIE. */
  async function uneImportation(champs: Champs & { plie_id: number; agence_id: number }) {
    return inserer('importations', { mois: '2025-05', empreinte: String(suivant()).padStart(64, '0'), nom_fichier: 'tableau.xlsx', etat: 'CONFIRMEE', confirmee_le: '2025-06-05T08:00:00Z', ...champs });
  }
  /** An orientation as that table told it, in course unless said otherwise. */
  async function unDossierPe(champs: Champs & { plie_id: number; importation_id: number }) {
    const n = suivant();
    return inserer<{ nom: string; plie_id: number; importation_id: number }>('dossiers_pe', { nom: `Dossier${n}`, prenom: 'Alix', date_naissance: '1985-04-12', prescripteur: 'POLE_EMPLOI', date_prescription: '2025-01-10', situation: 'EN_PARCOURS', date_integration: '2025-02-10', ...champs });
  }
  /** What it asks of Pôle emploi. */
  async function uneTachePe(dossier: { id: number; plie_id: number; importation_id: number }, action: string, champs: Champs = {}) {
    return inserer('taches_pe', { plie_id: dossier.plie_id, dossier_id: dossier.id, importation_id: dossier.importation_id, action, ...champs });
  }
  /** The year of a PLIE as it stands once validated: without figures, unless they are given. */
  async function unBilanValide(champs: { plie_id: number; annee: number; chiffres?: object }) {
    const { plie_id, annee, chiffres = {} } = champs;
    const bilan = await inserer('bilans', { plie_id, annee });
    const version = await inserer('bilan_versions', { plie_id, bilan_id: bilan.id, numero: 1, definitions: '1', chiffres: JSON.stringify(chiffres), seances: '[]', controles: '[]', empreinte: 'a'.repeat(64) });
    await ecrire(contexte.base, contexte.auteur, 'essai', async (trx) => {
      await trx('bilan_versions').where({ plie_id, id: version.id }).update({ valide_le: '2025-04-10T08:00:00Z' });
      await trx('bilans').where({ plie_id, id: bilan.id }).update({ etape: 'VALIDE', numero: 1 });
    });
    return bilan;
  }
  /** A PLIE with its reference agency and a convention, ready for people. */
  async function unTerritoireComplet(convention: Champs = {}, plie: Champs & { departement?: string; region?: string } = {}) {
    const lePlie = await unPlie(plie);
    const agence = await uneAgence();
    await rattacher(lePlie.id, agence.id, true);
    await uneConvention({ plie_id: lePlie.id, agence_id: agence.id, ...convention });
    return { plie: lePlie, agence };
  }
  return { inserer, unTerritoire, unPlie, uneAgence, uneRegion, rattacher, uneConvention, unUtilisateur, unePersonne, uneOrientation, uneImportation, unDossierPe, uneTachePe, unBilanValide, unTerritoireComplet };
}
