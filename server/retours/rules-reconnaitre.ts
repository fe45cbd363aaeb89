/** Of whom is a row of the workbook C? By the identifiant, else by name and birth date; what is only near is asked (domaine §2, issue of the month). Pure. */
import { comparerIdentites } from '../doublons/rules';
import { formaterDate, type DateCivile } from '../lib/dates';
import { nomComplet } from '../lib/texte';
import { comparerNoms } from '../personnes/rules';

export interface PersonneConnue { id: number; nom: string; prenom: string; nom_norm: string; prenom_norm: string; date_naissance: DateCivile; identifiant_pe: string | null }
/** `nom_norm`, `prenom_norm`: as the database compares names; '' when the file gives none. */
export interface Designee { identifiant_pe: string | null; nom: string | null; prenom: string | null; nom_norm: string; prenom_norm: string; date_naissance: DateCivile | null }

export type Reconnue =
  | { ok: true; personne: PersonneConnue; avertissement: string | null }
  /** `proches`: whom it could be, to be chosen on screen. */
  | { ok: false; champ: string; raison: string; proches: PersonneConnue[] };

const dire = (p: PersonneConnue) => `${nomComplet(p)}, né(e) le ${formaterDate(p.date_naissance)}`;

/** `choisie`: answered on screen, a person of the PLIE. */
export function reconnaitre(d: Designee, connues: readonly PersonneConnue[], choisie: number | null): Reconnue {
  const designee = choisie === null ? null : connues.find((p) => p.id === choisie);
  if (designee) return { ok: true, personne: designee, avertissement: `Choisie à l'écran : ${dire(designee)}.` };
  const nommee = d.nom_norm && d.prenom_norm && d.date_naissance ? { nom: d.nom_norm, prenom: d.prenom_norm, date_naissance: d.date_naissance } : null;
  const ressemble = (p: PersonneConnue) => nommee && comparerIdentites(nommee, { nom: p.nom_norm, prenom: p.prenom_norm, date_naissance: p.date_naissance });
  const proches = nommee ? connues.filter(ressemble) : [];

  const parIdentifiant = d.identifiant_pe ? connues.find((p) => p.identifiant_pe === d.identifiant_pe) : undefined;
  if (parIdentifiant) {
    // An identifiant badly typed is somebody else's: the name must not say the contrary.
    if (d.nom_norm && d.prenom_norm && !comparerNoms({ nom: d.nom_norm, prenom: d.prenom_norm }, { nom: parIdentifiant.nom_norm, prenom: parIdentifiant.prenom_norm }) && parIdentifiant.prenom_norm !== d.prenom_norm) {
      return { ok: false, champ: 'identifiant_pe', raison: `Cet identifiant est celui de ${dire(parIdentifiant)} : ce n'est pas le nom de la ligne. Choisissez la bonne personne.`, proches: [parIdentifiant, ...proches.filter((p) => p !== parIdentifiant)] };
    }
    const autreNaissance = d.date_naissance && d.date_naissance !== parIdentifiant.date_naissance;
    return { ok: true, personne: parIdentifiant, avertissement: autreNaissance ? `Votre fiche dit : né(e) le ${formaterDate(parIdentifiant.date_naissance)}. Vérifiez la date de naissance.` : null };
  }
  if (!nommee) {
    return { ok: false, champ: 'identifiant_pe', raison: d.identifiant_pe ? "Aucune personne de votre PLIE ne porte cet identifiant. Ajoutez le nom, le prénom et la date de naissance, ou corrigez-le." : "Rien ne dit de qui il s'agit : il faut l'identifiant, ou le nom, le prénom et la date de naissance.", proches: [] };
  }
  const memes = proches.filter((p) => p.nom_norm === nommee.nom && p.prenom_norm === nommee.prenom && p.date_naissance === nommee.date_naissance);
  const [seule] = memes;
  if (seule && memes.length === 1 && (!d.identifiant_pe || !seule.identifiant_pe)) {
    return { ok: true, personne: seule, avertissement: d.identifiant_pe ? `Reconnue par son nom et sa date de naissance : sa fiche n'a pas d'identifiant, celui du fichier est ${d.identifiant_pe}.` : null };
  }
  if (memes.length) return { ok: false, champ: 'identifiant_pe', raison: memes.length > 1 ? 'Plusieurs personnes ont ce nom et cette date de naissance. Choisissez la bonne.' : `La fiche de cette personne porte un autre identifiant (${seule!.identifiant_pe}). Dites si c'est bien elle.`, proches: memes };
  return proches.length
    ? { ok: false, champ: 'nom', raison: 'Aucune personne ne porte exactement ce nom et cette date de naissance. Choisissez celle dont il s\'agit, si elle est dans la liste.', proches }
    : { ok: false, champ: 'nom', raison: 'Aucune personne de votre PLIE ne correspond à cette ligne. Vérifiez le nom, la date de naissance et l\'identifiant auprès de Pôle emploi.', proches: [] };
}
