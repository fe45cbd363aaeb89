/** The search of persons. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { formaterCompte, paginer } from '../http/pagination';
import { age, formaterDate, type DateCivile } from '../lib/dates';
import { accorder, nomComplet } from '../lib/texte';
import { pastille, RUBRIQUE } from './page';
import type { LignePersonne } from './queries';
import { decrireRecentes } from './rules-recentes';

export const PAR_PAGE = 50;

export function pageListe({ doublons, recentes, q, proches, page, lignes, total, plafond, acteur, jour }: { doublons: number; recentes: Pick<LignePersonne, 'id' | 'nom' | 'prenom'>[]; q: string | null; proches: boolean; page: number; lignes: LignePersonne[]; total: number; plafond: number; acteur: Acteur; jour: DateCivile }) {
  const compte = formaterCompte(total, plafond);
  return {
    titre: 'Personnes', rubrique: RUBRIQUE, q: q ?? '',
    creer: peut(acteur, 'orientation.creer'),
    doublons: doublons ? { adresse: '/doublons', libelle: `${accorder(doublons, 'doublon possible', 'doublons possibles')} à vérifier` } : null,
    recentes: decrireRecentes(recentes),
    legende: proches ? `Rien ne commence par « ${q} » : ${compte} résultat${total > 1 ? 's proches' : ' proche'}` : `${compte} personne${total > 1 ? 's' : ''}${q ? ` pour « ${q} »` : ''}`,
    lignes: lignes.map((p) => ({
      adresse: `/personnes/${p.id}`, nom: nomComplet(p), naissance: `${formaterDate(p.date_naissance)} (${age(p.date_naissance, jour)} ans)`,
      identifiant: p.identifiant_pe ?? '', commune: p.commune ?? '', etat: p.etat && pastille(p.etat), prescription: formaterDate(p.date_prescription),
    })),
    vide: lignes.length ? null : q ? `Personne ne répond à « ${q} » dans votre territoire. Essayez le début du nom, du prénom, ou l'identifiant complet.` : "Aucune personne n'est encore enregistrée dans votre territoire.",
    pagination: paginer('/personnes', { q }, page, PAR_PAGE, total, plafond),
  };
}
