/** The row of the menu: never more than seven entries, « Plus » included, and never emptier than it must be. */
import { ROLES, type Role } from '../../server/acces/acteur';
import { ENTREES_MAX, navigation } from '../../server/http/navigation';

const menu = (role: Role, courante?: string) => navigation({ utilisateurId: 1, nom: '', prenom: '', role, organisation: null }, courante);
const rangee = (role: Role) => menu(role).entrees.map((e) => e.libelle);

test('la rangée tient en sept entrées et se remplit avant « Plus »', () => {
  for (const role of ROLES) {
    const { entrees, plus } = menu(role);
    expect([role, entrees.length + (plus ? 1 : 0) <= ENTREES_MAX]).toEqual([role, true]);
    if (plus) expect([role, entrees.length]).toEqual([role, ENTREES_MAX - 1]);
  }
  expect(rangee('ANIMATION')).toEqual(['Accueil', 'Réception', 'Portefeuille', 'Orientations', 'Personnes', 'Commissions']);
  // Who opens nothing every day still finds the year in the row.
  expect(rangee('CORRESPONDANT_REGIONAL')).toEqual(['Accueil', 'Échéances', 'Suivi des bilans', 'Bilan', 'Analyses', 'Relevé des demandes']);
});

test('sous « Plus », la page où l\'on est se nomme ; dans la rangée, elle s\'y marque', () => {
  expect(menu('CORRESPONDANT_REGIONAL', '/conventions').plus!.courante).toBe('Conventions');
  const { entrees, plus } = menu('CORRESPONDANT_REGIONAL', '/bilan');
  expect([entrees.find((e) => e.courante)!.libelle, plus!.courante]).toEqual(['Bilan', null]);
});
