/** Each scope on its own: of two territories, which one's rows an actor of the first sees. All read from the real rows of the walk of pages. */
import * as perimetre from '../../server/acces/perimetre';
import { ROLES_PAR_TYPE, type Acteur, type Role, type TypeOrganisation } from '../../server/acces/acteur';
import { brut, lignes, sql, type Sql } from '../../server/lib/db/sql';
import { creerMonde, type Monde, type Territoire } from '../outils/monde';

type Vu = 'rien' | 'ici' | 'tout';
interface Lecture {
  perimetre: (acteur: Acteur) => Sql;
  /** The table with its alias, and the condition that tells the rows of a territory. */
  de: string;
  propre: (t: Territoire) => Sql;
  voient: Role[];
  /** Who sees both territories. */
  tout?: (Role | 'SYSTEME')[];
}

const DU_PLIE: Role[] = ['ACCOMPAGNATEUR', 'ANIMATION'];
const plie = (alias: string) => (t: Territoire): Sql => sql`${brut(alias)}.plie_id = ${t.plieId}`;

/** Who sees their own territory, from domaine §1; whoever is not named sees nothing. The system sees all, unless said. */
const LECTURES: Record<keyof Omit<typeof perimetre, 'DOMAINES_DE_REGLAGES'>, Lecture> = {
  perimetreOrientations: { perimetre: (a) => perimetre.perimetreOrientations(a), de: 'orientations o', propre: plie('o'), voient: [...DU_PLIE, 'CONSEILLER_PE', 'REFERENT_PE'] },
  perimetrePersonnes: { perimetre: (a) => perimetre.perimetrePersonnes(a), de: 'personnes p', propre: plie('p'), voient: [...DU_PLIE, 'CONSEILLER_PE', 'REFERENT_PE'] },
  perimetreDossiers: { perimetre: (a) => perimetre.perimetreDossiers(a), de: 'dossiers_pe d', propre: plie('d'), voient: ['REFERENT_PE'] },
  perimetreChiffres: { perimetre: (a) => perimetre.perimetreChiffres(a), de: 'services_pe c', propre: plie('c'), voient: ['ANIMATION', 'REFERENT_PE'] },
  perimetreImportations: { perimetre: (a) => perimetre.perimetreImportations(a), de: 'importations i', propre: plie('i'), voient: ['REFERENT_PE'] },
  perimetreRetours: { perimetre: (a) => perimetre.perimetreRetours(a), de: 'retours_pe r', propre: plie('r'), voient: DU_PLIE },
  perimetreNotes: { perimetre: (a) => perimetre.perimetreNotes(a), de: 'notes n', propre: plie('n'), voient: DU_PLIE, tout: [] },
  perimetreCommissions: { perimetre: (a) => perimetre.perimetreCommissions(a), de: 'commissions c', propre: plie('c'), voient: DU_PLIE },
  perimetreSeances: { perimetre: (a) => perimetre.perimetreSeances(a), de: 'seances s', propre: plie('s'), voient: DU_PLIE },
  perimetreTableaux: { perimetre: (a) => perimetre.perimetreTableaux(a), de: 'tableaux t', propre: plie('t'), voient: DU_PLIE },
  perimetrePlies: { perimetre: (a) => perimetre.perimetrePlies(a), de: "(select * from organisations where type = 'PLIE') p", propre: (t) => sql`p.id = ${t.plieId}`, voient: [...DU_PLIE, 'CONSEILLER_PE', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL'] },
  perimetreEnquetes: { perimetre: (a) => perimetre.perimetreEnquetes(a), de: "(select * from organisations where type = 'PLIE') p", propre: (t) => sql`p.id = ${t.plieId}`, voient: [...DU_PLIE, 'REFERENT_PE', 'CORRESPONDANT_REGIONAL'] },
  perimetreCampagnes: { perimetre: (a) => perimetre.perimetreCampagnes(a), de: 'enquetes e', propre: (t) => sql`e.id = ${t.enqueteId}`, voient: [...DU_PLIE, 'REFERENT_PE', 'CORRESPONDANT_REGIONAL'] },
  perimetreReglages: { perimetre: perimetre.perimetreReglages, de: 'conventions c', propre: plie('c'), voient: [], tout: ['SYSTEME', 'ADMINISTRATEUR'] },
  perimetreConventions: { perimetre: (a) => perimetre.perimetreConventions(a), de: 'conventions c', propre: plie('c'), voient: [...DU_PLIE, 'CONSEILLER_PE', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'DPO'], tout: ['SYSTEME', 'ADMINISTRATEUR'] },
  // The PLIE, read by the other party of its convention too, and kept by itself.
  perimetreCorrespondants: { perimetre: (a) => perimetre.perimetreCorrespondants(a), de: "(select * from organisations where type = 'PLIE') o", propre: (t) => sql`o.id = ${t.plieId}`, voient: ['ANIMATION', 'REFERENT_PE', 'DPO'], tout: ['SYSTEME', 'ADMINISTRATEUR'] },
  perimetreCorrespondantsTenus: { perimetre: (a) => perimetre.perimetreCorrespondantsTenus(a), de: "(select * from organisations where type = 'PLIE') o", propre: (t) => sql`o.id = ${t.plieId}`, voient: ['ANIMATION', 'DPO'], tout: ['SYSTEME', 'ADMINISTRATEUR'] },
  perimetreConservation: { perimetre: (a) => perimetre.perimetreConservation(a), de: "(select * from organisations where type = 'PLIE') p", propre: (t) => sql`p.id = ${t.plieId}`, voient: ['ANIMATION', 'DPO'] },
  perimetreDroits: { perimetre: (a) => perimetre.perimetreDroits(a), de: 'demandes_droits d', propre: plie('d'), voient: ['ANIMATION', 'DPO'] },
  perimetreAlertes: { perimetre: (a) => perimetre.perimetreAlertes(a), de: 'alertes_usage s', propre: (t) => sql`s.id = ${t.alerteId}`, voient: ['DPO'], tout: [] },
  // The breach of the world is the PLIE's: the référent keeps the register of the agency.
  perimetreViolations: { perimetre: (a) => perimetre.perimetreViolations(a), de: 'violations v', propre: (t) => sql`v.id = ${t.violationId}`, voient: ['ANIMATION', 'DPO'] },
  perimetreMembres: { perimetre: (a) => perimetre.perimetreMembres(a), de: "(select * from utilisateurs where organisation_id in (select id from organisations where type = 'PLIE')) u", propre: (t) => sql`u.organisation_id = ${t.plieId}`, voient: ['ANIMATION', 'DPO'], tout: [] },
  // One row for the whole installation: seen or not.
  perimetreSauvegardes: { perimetre: perimetre.perimetreSauvegardes, de: 'conventions c', propre: plie('c'), voient: [], tout: ['SYSTEME', 'ADMINISTRATEUR', 'ANIMATION', 'DPO'] },
  // Acts on a person; those on settings are below.
  perimetreJournal: { perimetre: (a) => perimetre.perimetreJournal(a), de: "(select * from journal_actes where action = 'personne.modifier') a", propre: plie('a'), voient: ['DPO'] },
};

let monde: Monde;
beforeAll(async () => {
  monde = await creerMonde();
  await monde.essai.contexte.base('journal_actes').insert([monde.ici, monde.ailleurs].flatMap((t) => ['personne.modifier', 'convention.modifier'].map((action) => ({ action, systeme: 'essai', plie_id: t.plieId }))));
});
afterAll(() => monde.essai.fermer());

/** An actor of the first territory, in an organisation of that type. */
function acteur(role: Role | 'SYSTEME', type: TypeOrganisation | null): Acteur {
  const { plieId, agenceId, regionId } = monde.ici;
  return { utilisateurId: 1, nom: '', prenom: '', role, organisation: type && { id: { PLIE: plieId, AGENCE: agenceId, REGION: regionId }[type], type, code: '', nom: '', departementCode: '06', regionCode: 'PACA' } };
}

async function vu({ de, propre }: Lecture, condition: Sql): Promise<Vu> {
  const [compte] = await lignes<{ ici: number; ailleurs: number; a_lire: number }>(monde.essai.contexte.base, sql`
    select count(*) filter (where ${propre(monde.ici)} and ${condition})::int as ici, count(*) filter (where not (${propre(monde.ici)}) and ${condition})::int as ailleurs,
      least(count(*) filter (where ${propre(monde.ici)}), count(*) filter (where ${propre(monde.ailleurs)}))::int as a_lire from ${brut(de)}`);
  expect(compte!.a_lire).toBeGreaterThan(0);
  return compte!.ailleurs ? 'tout' : compte!.ici ? 'ici' : 'rien';
}

test.each(Object.entries(LECTURES))('%s : chacun voit son territoire ou rien, jamais celui d\'un autre', async (_nom, lecture) => {
  const attendus: [string, Vu][] = [];
  const vus: [string, Vu][] = [];
  const types = (['PLIE', 'AGENCE', 'REGION'] as const).flatMap((type) => ROLES_PAR_TYPE[type].map((role) => [role, type] as const));
  for (const [role, type] of [...types, ['SYSTEME', null] as const]) {
    const tout = (lecture.tout ?? ['SYSTEME']).includes(role);
    // Of a PLIE only its own DPO keeps its persons' data, of an agency its own DPO its own agents.
    const ici = role !== 'SYSTEME' && lecture.voient.includes(role) && (role !== 'DPO' || type === 'PLIE' || [LECTURES.perimetreConventions, LECTURES.perimetreCorrespondants].includes(lecture));
    attendus.push([`${role} ${type}`, tout ? 'tout' : ici ? 'ici' : 'rien']);
    vus.push([`${role} ${type}`, await vu(lecture, lecture.perimetre(acteur(role, type)))]);
  }
  expect(vus).toEqual(attendus);
});

test('des actes sur les réglages, l\'administrateur lit tout, le DPO ceux de son organisation, les autres rien', async () => {
  const lecture: Lecture = { ...LECTURES.perimetreJournal, de: "(select * from journal_actes where action = 'convention.modifier') a" };
  const lu = (role: Role) => vu(lecture, perimetre.perimetreJournal(acteur(role, 'PLIE')));
  expect([await lu('ADMINISTRATEUR'), await lu('DPO'), await lu('ANIMATION')]).toEqual(['tout', 'ici', 'rien']);
});

test('une organisation qui n\'est pas du type du rôle n\'ouvre rien', async () => {
  for (const [nom, lecture] of Object.entries(LECTURES).filter(([n]) => !['perimetreReglages', 'perimetreConventions', 'perimetreJournal', 'perimetreAlertes'].includes(n))) {
    for (const [role, type] of [['ANIMATION', 'AGENCE'], ['REFERENT_PE', 'PLIE'], ['CONSEILLER_PE', 'REGION'], ['CORRESPONDANT_REGIONAL', 'PLIE'], ['DPO', null]] as const) expect([nom, role, await vu(lecture, lecture.perimetre(acteur(role, type)))]).toEqual([nom, role, 'rien']);
  }
});
