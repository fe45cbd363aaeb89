/** The edges of annexe 1 (lisieres.ts): the same figure everywhere, the notes that explain it, and the same again once validated. */
import { demarrerEssai, type Essai } from '../outils/application';
import { installerLesLisieres, LISIERES } from './lisieres';
import { executerBilan, verifierLaCommande, verifierLeClasseur, verifierLEcran, verifierLesListes, verifierLesListesFigees, type BilanLu } from './partout';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { commencer, enregistrerControles, reglerLeControle, valider } from '../../server/bilans/actions';
import { lireAnnee } from '../../server/bilans/actions-lire';
import { chercherBilan, lirePlie } from '../../server/bilans/queries';

let essai: Essai;
let ids: Awaited<ReturnType<typeof installerLesLisieres>>;
beforeAll(async () => {
  essai = await demarrerEssai();
  ids = await installerLesLisieres(essai);
});
afterAll(() => essai.fermer());

const notesDe = async () => (await etablirBilan(essai.contexte, { annee: 2024, territoire: { type: 'PERIMETRE' } })).notes.map(noteEnClair);

test('la commande', () => verifierLaCommande(essai, LISIERES));
test("l'écran", () => verifierLEcran(essai, LISIERES, ids.region));
test('le classeur', () => verifierLeClasseur(essai, LISIERES));
test('les listes derrière chaque chiffre', () => verifierLesListes(essai, LISIERES));

test('les notes disent chaque réglage avec ses jours, ce qui manque et pourquoi', async () => {
  expect(await notesDe()).toEqual([
    'Col. 5, 6 et 8 : sans objet pour Dune (du 01/07/2024 au 31/12/2024), Falaise et Jetée, dont la convention ne prévoit pas de phase de diagnostic.',
    "Col. 5, 6 et 8 : pour Dune, la phase de diagnostic n'a existé qu'une partie de l'année ; les taux rapportent ces jours aux colonnes 3 et 7 de l'année entière.",
    'Col. 4 et 9 bis : le dénominateur est la colonne 1 pour Dune (du 01/07/2024 au 31/12/2024), Falaise, Île et Jetée (du 01/04/2024 au 31/12/2024) ; la colonne 1 + la colonne 2 (certaines agences orientent par information collective) pour Dune (du 01/01/2024 au 30/06/2024) et Grève ; la colonne 1 + la colonne 2 (toutes les orientations passent par une information collective) pour Havre et Jetée (du 01/01/2024 au 31/03/2024).',
    "Col. 10, 11, 12 et 13 : comptées tous prescripteurs confondus pour Dune (du 01/07/2024 au 31/12/2024) et Falaise ; orientations de Pôle emploi seulement le reste de l'année et pour les autres.",
    "Col. 2 : non disponible pour Falaise, Grève et Île : aucune information collective n'est enregistrée pour 2024. Les colonnes 4 et 9 bis de Grève, qui en ont besoin, ne le sont pas non plus.",
    // Of the days under « toutes » only: column 1 of the year is 4.
    'Col. 1 : à vérifier pour Jetée (du 01/01/2024 au 31/03/2024) : 1 orientation sur le flux, alors que toutes devraient passer par une information collective.',
    'Col. 2 et 3 : à vérifier pour Jetée (du 01/01/2024 au 31/03/2024) : 2 accueillis pour 1 présent en information collective ; les deux devraient être égaux.',
    expect.stringMatching(/^Col\. 9 et 9 bis : un taux peut dépasser 100 %/),
    expect.stringMatching(/^Aucune convention ne couvre 2024 pour Grève et Île : les réglages sont ceux de la convention la plus proche ou, à défaut, les réglages habituels/),
    expect.stringMatching(/^« n\.d\. »/),
  ]);
});

test('une année sans aucun fait, un PLIE sans convention : des chiffres justes et une phrase', async () => {
  const vide = JSON.parse(await executerBilan(essai, '--annee', '1999', '--format', 'json')) as BilanLu;
  expect(vide.plies.map((p) => [p.code, p.colonnes['1'], p.colonnes['2'], p.colonnes['4'], p.nonApplicable])).toEqual([
    // Before their first convention, its settings: Dune's first one has a diagnostic, Falaise's and Jetée's have none.
    ['DUN', 0, null, null, []], ['FAL', 0, null, null, ['5', '6', '8']], ['GRE', 0, null, null, []], ['HAV', 0, null, null, []], ['ILE', 0, null, null, []], ['JET', 0, null, null, ['5', '6', '8']],
  ]);
  const seul = JSON.parse(await executerBilan(essai, '--annee', '2024', '--plie', 'ILE', '--format', 'json')) as BilanLu;
  expect(seul.region.colonnes['9']).toEqual({ numerateur: 2, denominateur: 1, valeur: 2 });
});

test('validés tous les six, les mêmes chiffres partout, sur les listes figées', async () => {
  const acte = { contexte: essai.contexte, maintenant: '2025-06-16T09:00:00Z' };
  const bloquants: Record<string, string[]> = { FAL: ['BILAN_VIDE'], GRE: ['BILAN_SANS_CONVENTION', 'BILAN_SOURCE_PE_MANQUANTE'], ILE: ['BILAN_SANS_CONVENTION'] };
  for (const code of Object.values(LISIERES.plies)) {
    const id = ids[code]!;
    const version = async () => (await chercherBilan(essai.contexte, id, 2024))!.version;
    await commencer(acte, id, 2024);
    await enregistrerControles(acte, id, 2024, await version());
    const valable = async () => valider(acte, id, 2024, { version: await version(), empreinte: (await lireAnnee(essai.contexte, await lirePlie(essai.contexte, id), 2024)).empreinte, remarque: null });
    const trouves = (await chercherBilan(essai.contexte, id, 2024))!.controles!.filter((c) => c.bloquant && c.nombre).map((c) => c.code);
    expect([code, trouves]).toEqual([code, bloquants[code] ?? []]);
    if (trouves.length) await expect(valable()).rejects.toThrow(/bloquant/);
    for (const c of trouves) await reglerLeControle(essai.contexte, id, c, { bloquant: false, version: null });
    await valable();
  }
  const duJour = await notesDe();
  await verifierLaCommande(essai, LISIERES);
  await verifierLEcran(essai, LISIERES, ids.region);
  await verifierLeClasseur(essai, LISIERES);
  await verifierLesListesFigees(essai, LISIERES);
  expect(duJour.find((n) => n.startsWith('Bilans validés'))).toContain('Dune (le 16/06/2025)');
});
