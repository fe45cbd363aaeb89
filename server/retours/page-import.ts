/** The workbook C in the PLIE: its deposit, the table of what it would do, what it did. Pure. */
import { champs } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import { formaterDate, formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { compter, Issue } from './actions-import';
import type { ClasseurRecu } from './queries-import';
import { COLONNES_RETOUR, FEUILLE, type ChampRetour } from './rules-format';
import type { PersonneConnue } from './rules-reconnaitre';
import { RUBRIQUE } from './rules';

export const CHEMIN_IMPORT = '/retours/import';
const PAR_PAGE = 100;
type Comptes = ReturnType<typeof compter>;

export function pageDepot(classeurs: ClasseurRecu[], erreurs: Erreur[]) {
  const f = champs({}, erreurs);
  return {
    titre: 'Importer un retour de Pôle emploi', rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs,
    formulaire: {
      adresse: CHEMIN_IMPORT, bouton: 'Lire le classeur', fichier: true, annuler: RUBRIQUE.adresse,
      champs: [
        f.fichier('fichier', 'Classeur reçu de Pôle emploi', { obligatoire: true, aide: 'Un classeur .xlsx de 10 Mo au plus, celui de Pôle emploi ou un autre fait sur le même modèle.', attributs: { accept: '.xlsx,.csv,.zip' } }),
        f.motDePasse('mot_de_passe', 'Mot de passe', { aide: 'Celui que Pôle emploi vous a donné par un autre moyen. Rien, si le classeur n\'est pas protégé.', attributs: { autocomplete: 'off' } }),
      ],
    },
    colonnes: Object.values(COLONNES_RETOUR).map((c) => ({ titre: c.titre, aide: c.aide })),
    classeurs: classeurs.map((c) => ({
      nom: c.nom_fichier, adresse: `${CHEMIN_IMPORT}/${c.id}`, attend: c.etat === 'A_CONFIRMER', par: c.par ?? '',
      quand: formaterInstant(c.confirme_le ?? c.cree_le), detail: c.etat === 'A_CONFIRMER' ? 'à confirmer' : direComptes(c),
    })),
  };
}

const direComptes = (c: Comptes): string => [c.nouveaux && accorder(c.nouveaux, 'nouvelle réponse', 'nouvelles réponses'), c.modifies && accorder(c.modifies, 'modifiée'), c.inchanges && accorder(c.inchanges, 'inchangée'), c.refuses && accorder(c.refuses, 'refusée')].filter(Boolean).join(', ') || 'rien';

const SORTS: Record<Issue['statut'], { libelle: string; ton: string; icone: string }> = {
  REFUSEE: { libelle: 'Refusée', ton: 'retard', icone: 'alerte' }, NOUVELLE: { libelle: 'Nouvelle', ton: 'fait', icone: 'plus' },
  MODIFIEE: { libelle: 'Modifie', ton: 'du', icone: 'modifier' }, INCHANGEE: { libelle: 'Déjà connue', ton: '', icone: 'check' },
};
export const FILTRES_SORT = ['REFUSEE', 'NOUVELLE', 'MODIFIEE', 'INCHANGEE', 'AVERTIE'] as const;
export type FiltreSort = (typeof FILTRES_SORT)[number];
const RANG = ['REFUSEE', 'MODIFIEE', 'NOUVELLE', 'INCHANGEE'];

const titreDe = (champ: string): string => (champ in COLONNES_RETOUR ? COLONNES_RETOUR[champ as ChampRetour].titre : '');
const dire = (p: PersonneConnue): string => `${nomComplet(p)}, né(e) le ${formaterDate(p.date_naissance)}${p.identifiant_pe ? `, ${p.identifiant_pe}` : ''}`;

export function pageEssai(c: ClasseurRecu, issues: Issue[], comptes: Comptes, { sort, page }: { sort: FiltreSort | null; page: number }) {
  const adresse = `${CHEMIN_IMPORT}/${c.id}`;
  const avertie = (i: Issue) => i.avertissements.length > 0;
  const retenues = issues.filter((i) => !sort || (sort === 'AVERTIE' ? avertie(i) : i.statut === sort)).sort((a, b) => RANG.indexOf(a.statut) - RANG.indexOf(b.statut) || a.ligne.numero - b.ligne.numero);
  const aEcrire = comptes.nouveaux + comptes.modifies;
  const filtre = (code: FiltreSort | null, libelle: string, n: number) => ({ libelle, nombre: formaterNombre(n), adresse: adresseDeListe(adresse, { sort: code }), courant: sort === code, ton: '' });
  return {
    titre: `Retour « ${c.nom_fichier} »`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: CHEMIN_IMPORT, libelle: 'Importer un retour' }],
    recu: `Déposé le ${formaterInstant(c.cree_le)}${c.par ? ` par ${c.par}` : ''}. Feuille « ${FEUILLE} ».`, version: c.version, erreurs: [],
    bandeau: { ton: comptes.refuses ? 'du' : 'fait', icone: comptes.refuses ? 'alerte' : 'check', titre: `${accorder(issues.length, 'ligne lue', 'lignes lues')} : ${direComptes(comptes)}`, texte: aEcrire ? "Rien n'est encore enregistré. Les lignes refusées sont laissées de côté." : comptes.refuses ? "Rien ne peut être enregistré tant que les lignes refusées ne sont pas corrigées." : 'Tout est déjà connu : il n\'y a rien à enregistrer.' },
    remarques: c.contenu!.remarques,
    confirmer: aEcrire ? { adresse: `${adresse}/confirmer`, bouton: `Enregistrer ${accorder(aEcrire, 'réponse')}` } : null,
    abandonner: { adresse: `${adresse}/annuler` },
    refus: comptes.refuses ? `${adresse}/refus.xlsx` : null,
    filtres: [filtre(null, 'toutes', issues.length), filtre('REFUSEE', 'refusées', comptes.refuses), filtre('MODIFIEE', 'modifient', comptes.modifies), filtre('NOUVELLE', 'nouvelles', comptes.nouveaux), filtre('AVERTIE', 'à vérifier', issues.filter(avertie).length), filtre('INCHANGEE', 'déjà connues', comptes.inchanges)],
    lignes: retenues.slice((page - 1) * PAR_PAGE, page * PAR_PAGE).map((i) => ({
      numero: i.ligne.numero, sort: SORTS[i.statut], averti: avertie(i),
      qui: i.personne ? nomComplet(i.personne) : [i.ligne.affichees.prenom, i.ligne.affichees.nom?.toUpperCase()].filter(Boolean).join(' ') || i.ligne.affichees.identifiant_pe || 'Personne inconnue',
      fiche: i.personne ? `/personnes/${i.personne.id}` : null,
      details: [
        ...i.changements.map((x) => ({ colonne: titreDe(x.champ), avant: x.avant, valeur: x.apres, raison: '' })),
        ...i.fautes.map((x) => ({ colonne: titreDe(x.champ), avant: null, valeur: i.ligne.affichees[x.champ] ?? '', raison: x.message })),
        ...i.avertissements.map((x) => ({ colonne: '', avant: null, valeur: '', raison: x.message })),
      ],
      choix: i.proches.length ? { adresse: `${adresse}/corriger`, personnes: i.proches.map((p) => ({ id: p.id, texte: dire(p) })) } : null,
      reprendre: c.contenu!.choix[i.ligne.numero] ? `${adresse}/corriger` : null,
    })),
    vide: 'Aucune ligne de ce genre.',
    pagination: paginer(adresse, { sort }, page, PAR_PAGE, retenues.length),
  };
}

export function pageConfirmee(c: ClasseurRecu) {
  return {
    titre: `Retour « ${c.nom_fichier} »`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: CHEMIN_IMPORT, libelle: 'Importer un retour' }],
    recu: `Enregistré le ${formaterInstant(c.confirme_le!)}${c.par ? ` par ${c.par}` : ''}.`, resume: `${direComptes(c)}.`,
    refus: c.refuses && c.contenu ? { adresse: `${CHEMIN_IMPORT}/${c.id}/refus.xlsx`, libelle: accorder(c.refuses, 'ligne refusée', 'lignes refusées') } : null,
    suite: RUBRIQUE,
  };
}
