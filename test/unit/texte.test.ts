/** Labels inside sentences. */
import { LISTES } from '../../server/codes/listes';
import { dansLaPhrase, deQui } from '../../server/lib/texte';

test.each([
  ['Emploi CDI ou CDD', 'emploi CDI ou CDD'],
  ['CUI-PEC', 'CUI-PEC'],
  ['Contrat IAE', 'contrat IAE'],
  ["À l'initiative du PLIE", "à l'initiative du PLIE"],
  ['Évaluation des compétences (ECCP)', 'évaluation des compétences (ECCP)'],
])('« %s » devient « %s » dans une phrase', (libelle, attendu) => {
  expect(dansLaPhrase(libelle)).toBe(attendu);
});

test('aucun sigle des listes n\'est perdu', () => {
  const sigles = (texte: string) => texte.match(/\p{Lu}{2,}/gu) ?? [];
  const libelles: string[] = Object.values(LISTES).flatMap((liste) => liste.map((c) => c.libelle));
  expect(libelles.filter((l) => sigles(l).length > 0)).not.toHaveLength(0);
  for (const l of libelles) expect(sigles(dansLaPhrase(l))).toEqual(sigles(l));
});

test.each([['Élise', "d'Élise MARTIN"], ['Ondine', "d'Ondine MARTIN"], ['Zoé', 'de Zoé MARTIN'], ['Yasmina', 'de Yasmina MARTIN'], ['Hassan', 'de Hassan MARTIN']])('« de » devant %s', (prenom, attendu) => {
  expect(deQui({ prenom, nom: 'Martin' })).toBe(attendu);
});
