/** « Why does this person count here? »: the answer and the list behind the figure never contradict each other. */
import { demarrerEssai, type Essai } from '../outils/application';
import { installerLesQuinze } from './quinze';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { estCompte, estVentilation } from '../../reports/indicateur';
import { compteDuChiffre, listerFaits } from '../../reports/liste';
import { etablirProvenance } from '../../reports/provenance';
import { verdicts, type VerdictDeColonne } from '../../server/pilotage/rules-provenance';

let essai: Essai;
let personnes: { id: number; nom: string; code: string }[];
let visiteur: Awaited<ReturnType<Essai['comme']>>;
beforeAll(async () => {
  essai = await demarrerEssai();
  const { COL } = await installerLesQuinze(essai);
  visiteur = await essai.comme('ACCOMPAGNATEUR', COL);
  personnes = (await essai.contexte.base.raw<{ rows: typeof personnes }>("select p.id, p.nom, o.code from personnes p join organisations o on o.id = p.plie_id order by p.nom")).rows;
  // Oriented again: a person with two orientations, of which one counts where the other does not.
  const c2 = personnes.find((p) => p.nom === 'C2')!;
  await essai.fabriques.uneOrientation({ plie_id: COL, personne_id: c2.id, prescripteur: 'CCAS', date_prescription: '2024-03-01', date_integration: '2024-04-01', date_sortie: '2024-10-01', nature_sortie: 'POSITIVE_FORMATION', motif_sortie: 'FORMATION' });
});
afterAll(() => essai.fermer());

const juger = async (nom: string, annee: number): Promise<VerdictDeColonne[]> => {
  const { id, code } = personnes.find((p) => p.nom === nom)!;
  return verdicts(BILAN_QUANTITATIF, await etablirProvenance(essai.contexte, BILAN_QUANTITATIF, { annee, plieCode: code, personneId: id }), annee);
};
const fois = (lus: VerdictDeColonne[], numero: string) => lus.find((v) => v.numero === numero)!.fois;

/** The right-hand column of the table at the head of quinze.ts; C2 has a second orientation here, of the CCAS: 14 and 15. */
const COMPTEES: Record<string, string> = {
  C1: '1 3 5 7 10 11 14 15', C2: '3 5 14 15', C3: '1', C4: '3 5', C5: '10 14', C6: '14 15', V1: '1 3 7', V2: '1', V3: '1 3', V4: '10 14', V5: '10 11 14 15', E1: '3 5 7', E2: '3', E3: '3 5', E4: '1',
};

test('les colonnes où chaque personne compte en 2024 sont celles trouvées à la main', async () => {
  expect(personnes.map((p) => p.nom)).toEqual(Object.keys(COMPTEES).sort());
  for (const [nom, attendues] of Object.entries(COMPTEES)) {
    const lus = await juger(nom, 2024);
    expect([nom, BILAN_QUANTITATIF.indicateurs.filter(estCompte).filter((i) => fois(lus, i.numero)).map((i) => i.numero).join(' ')]).toEqual([nom, attendues]);
    expect(fois(lus, '2')).toBeNull();
  }
});

test('pour chaque personne, chaque colonne et chaque année : comptée si et seulement si elle est dans la liste derrière le chiffre', async () => {
  for (const annee of [2023, 2024, 2025]) {
    const listes = new Map<string, Map<number, number>>();
    const lister = async (numero: string, code: string): Promise<Map<number, number>> => {
      const cle = `${numero} ${code}`;
      if (!listes.has(cle)) {
        const i = BILAN_QUANTITATIF.indicateurs.find((x) => x.numero === numero)!;
        const chiffres = estVentilation(i) ? i.valeurs.map((v) => ({ numero, valeur: v.code })) : [{ numero }];
        const dedans = new Map<number, number>();
        for (const chiffre of chiffres) {
          const { faits } = await listerFaits(essai.contexte, { annee, territoire: { type: 'PLIE', code } }, compteDuChiffre(BILAN_QUANTITATIF, chiffre)!, 1);
          for (const f of faits) dedans.set(f.personne_id, (dedans.get(f.personne_id) ?? 0) + 1);
        }
        listes.set(cle, dedans);
      }
      return listes.get(cle)!;
    };
    for (const { id, nom, code } of personnes) {
      const lus = await juger(nom, annee);
      for (const i of BILAN_QUANTITATIF.indicateurs) {
        if (i.numero === '2') continue;
        if (i.genre === 'taux') {
          // Column 2 names nobody: of the orientations of Pôle emploi (D), only column 1 is somebody's.
          const termes = [i.numerateur, i.denominateur === 'D' ? '1' : i.denominateur];
          const presences = await Promise.all(termes.map(async (n) => (await lister(n, code)).has(id)));
          expect([annee, nom, i.numero, Boolean(fois(lus, i.numero))]).toEqual([annee, nom, i.numero, presences.some(Boolean)]);
        } else {
          expect([annee, nom, i.numero, fois(lus, i.numero)]).toEqual([annee, nom, i.numero, (await lister(i.numero, code)).get(id) ?? 0]);
        }
      }
    }
  }
});

test('la raison dit la date qui compte, ou ce qui manque', async () => {
  const dit = async (nom: string, numero: string): Promise<string> => (await juger(nom, 2024)).find((v) => v.numero === numero)!.raisons.map((r) => r.texte).join(' / ');
  expect(await dit('C1', '1')).toBe("sa date de prescription est le 01/01/2024, et qu'elle est prescrite par Pôle emploi et est sur le flux");
  expect(await dit('C3', '3')).toBe("sa date du premier contact, le 01/01/2025, n'est pas en 2024");
  expect(await dit('C4', '1')).toBe("elle n'est pas sur le flux (sa date de prescription est le 01/03/2024)");
  expect(await dit('C3', '7')).toBe("elle n'a pas de date d'intégration");
  expect(await dit('C5', '11')).toBe('elle ne finit pas par une sortie positive (sa date de sortie est le 30/06/2024)');
  expect(await dit('C6', '10')).toContain("n'est pas prescrite par Pôle emploi, et la convention ne compte");
  expect(await dit('V3', '5')).toContain("relève ce jour-là d'une convention sans phase de diagnostic (sa date d'entrée en diagnostic est le 20/05/2024)");
  expect(await dit('C3', '4')).toBe('elle est au dénominateur (colonne 1), sans être au numérateur (colonne 3)');
  expect(await dit('C1', '13')).toContain('au motif « Emploi CDI ou CDD », parmi les sorties positives');
  expect(await dit('C2', '14')).toMatch(/^sa date de sortie est le 01\/10\/2024 \/ elle n'a pas de date de sortie$/);
});

test('de la fiche et de la liste derrière un chiffre, on arrive à la provenance ; sans année, la dernière où il s\'est passé quelque chose', async () => {
  const [c1, c2, v1] = ['C1', 'C2', 'V1'].map((nom) => personnes.find((p) => p.nom === nom)!.id);
  expect((await visiteur.get(`/personnes/${c1}`).expect(200)).text).toContain(`href="/personnes/${c1}/provenance"`);
  expect((await visiteur.get('/bilan/liste?annee=2024&colonne=1&territoire=plie:COL').expect(200)).text).toContain(`href="/personnes/${c1}/provenance?annee=2024#col-1"`);
  const page = (await visiteur.get(`/personnes/${c2}/provenance`).expect(200)).text.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
  expect(page).toContain('Bilan 2024 : ce qui est compté');
  expect(page).toContain("Orientation du 01/03/2024 : Comptée parce que sa date de sortie est le 01/10/2024");
  expect(page).toContain("Orientation du 31/12/2023 : Non comptée parce qu'elle n'a pas de date de sortie");
  await visiteur.get(`/personnes/${c1}/provenance?annee=24`).expect(404);
  await visiteur.get(`/personnes/${v1}/provenance?annee=2024`).expect(404);
});

test('sans phase de diagnostic, les colonnes 5, 6 et 8 sont « Non applicable », comme au bilan, même pour qui est intégré', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet({ phase_diagnostic: false });
  const o = await essai.fabriques.uneOrientation({ plie_id: plie.id, date_prescription: '2024-02-01', date_contact: '2024-02-10', date_integration: '2024-03-01' });
  const la = await essai.comme('ACCOMPAGNATEUR', plie.id);
  const { text } = await la.get(`/personnes/${o.personne_id}/provenance?annee=2024`).expect(200);
  const colonne = (numero: string): string => text.slice(text.indexOf(`id="col-${numero}"`)).split('</div>')[0]!.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  for (const numero of ['5', '6', '8']) {
    expect(colonne(numero)).toContain('Non applicable');
    expect(colonne(numero)).not.toMatch(/omptée parce/);
  }
  expect(colonne('7')).toContain('Comptée parce');
});
