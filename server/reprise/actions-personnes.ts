/** Judges the rows of « Personnes »: named once, known or new, duplicates shown. */
import type { Instruction, Issue, Juge } from './actions-verifier';
import { DEJA_DIFFERENTE } from './etat';
import { cle } from '../lib/classeur/colonnes';
import type { Valeurs } from './rules-format';
import { listerHomonymes, listerIdentifiantsConnus, listerPersonnesReprises, type PersonneConnue } from './queries';
import { versPersonne, type PersonneReprise } from './rules';
import type { FauteDeLigne, LigneComprise } from '../lib/classeur/comprendre';

const valeursDe = (ligne: LigneComprise) => ligne.valeurs as unknown as Valeurs<'Personnes'>;

/** The fields of the file that differ from what the application holds; a column that the file lacks says nothing. */
function estIdentique(lue: PersonneReprise, connue: PersonneConnue, donnes: (champ: string) => boolean): boolean {
  return (Object.keys(lue) as (keyof PersonneReprise)[]).every((champ) => {
    if (champ === 'zone_pe' ? !donnes('identifiant_pe') : champ !== 'freins' && !donnes(champ)) return true;
    if (champ === 'freins') return !donnes('freins') || lue.freins.join() === [...connue.freins].sort().join();
    return lue[champ] === connue[champ];
  });
}

export function personnesReprises({ contexte, plieId, etat, contenu }: Instruction): Juge {
  let connues = new Map<string, PersonneConnue>();
  let identifiantsConnus = new Map<string, string | null>();
  let homonymes = new Set<string>();
  const identifiantsVus = new Map<string, number>();
  const nomsVus = new Map<string, number>();

  return {
    async preparer(lignes) {
      connues = new Map();
      identifiantsConnus = new Map();
      homonymes = new Set();
      if (!contenu.personnes || !lignes.length) return;
      const personnes = lignes.map((l) => versPersonne(valeursDe(l)));
      if (contenu.reprises) connues = new Map((await listerPersonnesReprises(contexte, plieId, personnes.map((p) => p.reference))).map((p) => [p.reference, p]));
      const identifiants = personnes.flatMap((p) => p.identifiant_pe ?? []);
      if (identifiants.length) identifiantsConnus = new Map((await listerIdentifiantsConnus(contexte, plieId, identifiants)).map((p) => [p.identifiant_pe, p.reference]));
      const nouvelles = personnes.filter((p) => !connues.has(p.reference));
      if (nouvelles.length) homonymes = new Set(await listerHomonymes(contexte, plieId, nouvelles.map(({ reference, nom, prenom, date_naissance }) => ({ reference, nom, prenom, date_naissance }))));
    },

    juger(ligne): Issue {
      const brutes = valeursDe(ligne);
      // An address that will not be kept need not be well written.
      const cellules = ligne.fautes.filter((f) => f.champ !== 'courriel' || brutes.consentement_courriel === true);
      const reference = typeof brutes.reference === 'string' ? brutes.reference : null;
      const dejaVue = reference === null ? undefined : etat.personnes.get(reference);
      const fautes = [...cellules];
      if (dejaVue) fautes.push({ champ: 'reference', message: `La personne « ${reference} » est déjà nommée à la ligne ${dejaVue.ligne}. Gardez une seule ligne par personne.` });
      if (cellules.length) {
        if (reference !== null && !dejaVue) etat.personnes.set(reference, { ligne: ligne.numero, id: null, refusee: true, ouvert: null, pni: [], limitee: false, chargee: true });
        return { statut: 'REFUSEE', fautes, remarques: [] };
      }
      const personne = versPersonne({ ...brutes, courriel: brutes.courriel ?? null });
      const connue = connues.get(personne.reference);
      const remarques: FauteDeLigne[] = [];

      if (personne.identifiant_pe) {
        const ligneDuMeme = identifiantsVus.get(personne.identifiant_pe);
        const referenceDuMeme = identifiantsConnus.get(personne.identifiant_pe);
        if (ligneDuMeme) fautes.push({ champ: 'identifiant_pe', message: `Cet identifiant est déjà celui de la ligne ${ligneDuMeme}. Deux personnes ne peuvent pas le partager.` });
        else if (referenceDuMeme !== undefined && referenceDuMeme !== personne.reference) fautes.push({ champ: 'identifiant_pe', message: `Cet identifiant est déjà celui d'une personne de votre PLIE${referenceDuMeme ? `, reprise sous la référence « ${referenceDuMeme} »` : ''}. Corrigez l'identifiant, ou retirez cette ligne.` });
        else identifiantsVus.set(personne.identifiant_pe, ligne.numero);
      }
      if (!dejaVue) etat.personnes.set(personne.reference, { ligne: ligne.numero, id: connue?.id ?? null, refusee: fautes.length > 0, ouvert: null, pni: [], limitee: connue?.limitee ?? false, chargee: !connue });
      if (fautes.length) return { statut: 'REFUSEE', fautes, remarques: [] };

      const avaitUnCourriel = Boolean(brutes.courriel ?? ligne.fautes.some((f) => f.champ === 'courriel'));
      if (avaitUnCourriel && !personne.courriel) etat.rapport.courriels_ecartes += 1;
      if (connue) {
        if (estIdentique(personne, connue, (champ) => ligne.presents.has(champ))) return { statut: 'INCHANGEE', fautes: [], remarques: [] };
        return { statut: 'DIFFERENTE', fautes: [], remarques: [{ champ: 'reference', message: DEJA_DIFFERENTE }] };
      }
      const identite = `${cle(personne.nom)} ${cle(personne.prenom)} ${personne.date_naissance}`;
      const jumelle = nomsVus.get(identite);
      if (jumelle) remarques.push({ champ: 'nom', message: `Même nom, même prénom et même date de naissance que la ligne ${jumelle} : vérifiez qu'il s'agit de deux personnes.` });
      else if (homonymes.has(personne.reference)) remarques.push({ champ: 'nom', message: 'Votre PLIE a déjà une personne de même nom, même prénom et même date de naissance : vérifiez qu\'il s\'agit de deux personnes.' });
      else nomsVus.set(identite, ligne.numero);
      etat.aEcrire.personnes.ajouter(personne);
      // The preview shows what will be stored.
      ligne.valeurs.courriel = personne.courriel;
      return { statut: 'NOUVELLE', fautes: [], remarques };
    },
  };
}
