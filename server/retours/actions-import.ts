/** The workbook C brought into the PLIE: read in a child process, tried row by row, confirmed in one transaction. */
import type { Contexte } from '../acces/acteur';
import { listerNonTransmissibles } from '../acces/queries-limitation';
import { MOTIF_TU } from '../acces/rules-limitation';
import { classeurEnMemoire } from '../lib/classeur/ecrire';
import { TITRE_DU_MOTIF, celluleRendue, lireEntete, lireLigne, valeurAffichee, type Entete } from '../lib/classeur/comprendre';
import { FichierRefuse, lireClasseur, LIMITES_ENVOI } from '../lib/classeur/lire';
import type { FichierNomme } from '../lib/classeur/recevoir';
import type { Colonne } from '../lib/classeur/colonnes';
import type { Base } from '../lib/db';
import { ecrire, essayer, type Transaction } from '../lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { appliquerLigne, type Effet } from './actions-ligne';
import { ajouterClasseur, confirmerClasseur, garderChoix, lireClasseurRecu, listerPersonnesDesignees, normaliserNoms, supprimerClasseur, type ClasseurRecu, type ContenuClasseur, type LigneLue } from './queries-import';
import { COLONNES_RETOUR, FEUILLE, type ChampRetour } from './rules-format';
import { reconnaitre, type PersonneConnue, type Reconnue } from './rules-reconnaitre';

/** A month of a whole agency is some hundred rows. */
const LIGNES_MAX = 2000;
const EN_LISTE = Object.entries(COLONNES_RETOUR) as [string, Colonne][];

const plieDe = ({ acteur }: Contexte): number => {
  if (acteur.organisation?.type !== 'PLIE') throw new Introuvable();
  return acteur.organisation.id;
};

/** The columns of whoever is named, one of which at least must be there, and those of the answers. */
const REPONSES: ChampRetour[] = ['pni_pose_le', 'pni_leve_le', 'ppae_actualise_le'];

function verifierEntete(entete: Entete): string[] {
  const titre = (c: ChampRetour) => `« ${COLONNES_RETOUR[c].titre} »`;
  if (entete.doubles.length) throw new FichierRefuse(`La colonne « ${entete.doubles[0]} » figure deux fois. Gardez-en une seule, puis recommencez.`);
  if (!entete.presents.has('identifiant_pe') && !(['nom', 'prenom', 'date_naissance'] as const).every((c) => entete.presents.has(c))) throw new FichierRefuse(`Rien ne dit de qui parle chaque ligne : ajoutez la colonne ${titre('identifiant_pe')}, ou ${titre('nom')}, ${titre('prenom')} et ${titre('date_naissance')}.`);
  if (!REPONSES.some((c) => entete.presents.has(c))) throw new FichierRefuse(`Ce classeur ne contient aucune réponse : il faut une colonne ${REPONSES.map(titre).join(', ')} au moins.`);
  return entete.inconnues.map((t) => `La colonne « ${t} » n'est pas connue : elle n'a pas été lue.`);
}

/** Blank rows may come before the header: hand-made files have them. */
async function lireContenu(contexte: Contexte, { nom, contenu }: FichierNomme, motDePasse: string | null): Promise<ContenuClasseur> {
  const resultat: ContenuClasseur = { titres: [], remarques: [], lignes: [], choix: {} };
  let entete: Entete | null = null;
  let date1904 = false;
  for await (const morceau of lireClasseur({ contenu, nom, motDePasse }, [FEUILLE], LIMITES_ENVOI)) {
    if (morceau.genre === 'ouvert') {
      if (!morceau.connues.length) throw new FichierRefuse(`Ce fichier n'a pas de feuille « ${FEUILLE} » : ce n'est pas un retour de Pôle emploi. Vérifiez que vous avez choisi le bon fichier.`);
      date1904 = morceau.date1904;
      resultat.remarques.push(...morceau.ignorees.map((f) => `La feuille « ${f} » n'est pas connue : elle n'a pas été lue.`));
    }
    if (morceau.genre !== 'lignes') continue;
    for (const ligne of morceau.lignes) {
      if (!entete) {
        entete = lireEntete(COLONNES_RETOUR, ligne.cellules);
        resultat.titres = entete.titres;
        resultat.remarques.push(...verifierEntete(entete));
        continue;
      }
      const lue = lireLigne(EN_LISTE, entete, ligne, contexte.jour, date1904);
      if (!lue) continue;
      if (resultat.lignes.length === LIGNES_MAX) throw new FichierRefuse(`Ce classeur a plus de ${LIGNES_MAX} lignes. Découpez-le en plusieurs fichiers.`);
      const e = entete;
      resultat.lignes.push({
        numero: lue.numero, valeurs: lue.valeurs, fautes: lue.fautes,
        affichees: Object.fromEntries(EN_LISTE.map(([champ]) => [champ, valeurAffichee(e, COLONNES_RETOUR, lue, champ, date1904)])),
        cellules: e.titres.map((_, n) => celluleRendue(lue.cellules[n], e.champs[n] ? COLONNES_RETOUR[e.champs[n] as ChampRetour].genre : null, date1904)),
      });
    }
  }
  if (!entete || !resultat.lignes.length) throw new FichierRefuse("Ce classeur ne contient aucune ligne. Vérifiez que vous avez choisi le bon fichier.");
  return resultat;
}

/** Reads the file and puts it aside; nothing is written in the books. RegleEnfreinte, at the field that is about, when it cannot be read. */
export async function deposerClasseur(contexte: Contexte, fichier: FichierNomme, motDePasse: string | null): Promise<number> {
  const plieId = plieDe(contexte);
  let contenu: ContenuClasseur;
  try {
    contenu = await lireContenu(contexte, fichier, motDePasse);
  } catch (erreur) {
    if (erreur instanceof FichierRefuse) throw new RegleEnfreinte([{ champ: erreur.champ, message: erreur.message }]);
    throw erreur;
  }
  return ecrire(contexte.base, contexte.auteur, { action: 'retour.deposer', plieId, details: { lignes: contenu.lignes.length } }, (trx) => ajouterClasseur(trx, plieId, contexte.auteur.utilisateurId, fichier.nom, contenu));
}

/** What becomes of a row. `proches`: whom it could be of. */
export interface Issue {
  ligne: LigneLue;
  statut: Effet['statut'] | 'REFUSEE';
  personne: PersonneConnue | null;
  changements: Effet['changements'];
  avertissements: { champ: string; message: string }[];
  fautes: Erreur[];
  proches: PersonneConnue[];
}

/** Whose each row is, in the order of the file. */
async function reconnaitreLignes(base: Pick<Base, 'raw'>, plieId: number, c: ContenuClasseur): Promise<Reconnue[]> {
  const noms = await normaliserNoms(base, c.lignes.map(({ valeurs: v }) => ({ nom: v.nom ?? null, prenom: v.prenom ?? null })));
  const designees = c.lignes.map(({ valeurs: v }, i) => ({ identifiant_pe: v.identifiant_pe?.identifiant ?? null, nom: v.nom ?? null, prenom: v.prenom ?? null, date_naissance: v.date_naissance ?? null, ...noms[i]! }));
  const connues = await listerPersonnesDesignees(base, plieId, designees, Object.values(c.choix));
  return c.lignes.map((ligne, i) => reconnaitre(designees[i]!, connues, c.choix[ligne.numero] ?? null));
}

/** Each row in its savepoint, in the order of the file: a refused one leaves no trace, the others hold. */
async function appliquer(trx: Transaction, contexte: Contexte, plieId: number, c: ContenuClasseur): Promise<Issue[]> {
  const reconnues = await reconnaitreLignes(trx, plieId, c);
  const issues: Issue[] = [];
  for (const [i, ligne] of c.lignes.entries()) {
    const issue: Issue = { ligne, statut: 'REFUSEE', personne: null, changements: [], avertissements: [], fautes: ligne.fautes.map((f) => ({ ...f })), proches: [] };
    issues.push(issue);
    if (issue.fautes.length) continue;
    const trouvee = reconnues[i]!;
    if (!trouvee.ok) {
      issue.fautes.push({ champ: trouvee.champ, message: trouvee.raison });
      issue.proches = trouvee.proches;
      continue;
    }
    issue.personne = trouvee.personne;
    if (trouvee.avertissement) issue.avertissements.push({ champ: 'nom', message: trouvee.avertissement });
    const refus = await essayer(trx, async (point) => {
      const effet = await appliquerLigne(point, contexte, plieId, trouvee.personne, ligne.valeurs);
      issue.statut = effet.statut;
      issue.changements = effet.changements;
      issue.avertissements.push(...effet.avertissements);
    });
    if (refus.length) Object.assign(issue, { statut: 'REFUSEE', fautes: refus, changements: [] });
  }
  return issues;
}

class Defait extends Error {
  constructor(readonly issues: Issue[]) { super('essai à blanc'); }
}

/** The dry run: the import itself, whose transaction is then undone. */
export async function essayerClasseur(contexte: Contexte, classeur: ClasseurRecu): Promise<Issue[]> {
  try {
    await ecrire(contexte.base, { ...contexte.auteur, cleFormulaire: null }, { action: 'retour.essayer', plieId: classeur.plie_id }, async (trx) => {
      throw new Defait(await appliquer(trx, contexte, classeur.plie_id, classeur.contenu!));
    });
  } catch (erreur) {
    if (erreur instanceof Defait) return erreur.issues;
    throw erreur;
  }
  throw new Error("L'essai n'a pas été défait.");
}

export const compter = (issues: readonly Issue[]) => ({
  nouveaux: issues.filter((i) => i.statut === 'NOUVELLE').length, modifies: issues.filter((i) => i.statut === 'MODIFIEE').length,
  inchanges: issues.filter((i) => i.statut === 'INCHANGEE').length, refuses: issues.filter((i) => i.statut === 'REFUSEE').length,
});

/** Writes all the rows that hold, and keeps the others for their workbook. `version`: of what was read on screen. */
export async function confirmerImport(contexte: Contexte, id: number, version: number): Promise<ReturnType<typeof compter>> {
  const vu = await lireClasseurRecu(contexte.base, contexte.acteur, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'retour.importer', plieId: vu.plie_id, details: { classeur: id } }, async (trx) => {
    const classeur = await lireClasseurRecu(trx, contexte.acteur, id, true);
    if (classeur.etat !== 'A_CONFIRMER' || classeur.version !== version) throw new Conflit();
    const issues = await appliquer(trx, contexte, classeur.plie_id, classeur.contenu!);
    const comptes = compter(issues);
    const refusees = issues.filter((i) => i.statut === 'REFUSEE').map((i) => ({ ...i.ligne, fautes: i.fautes }));
    await confirmerClasseur(trx, classeur, comptes, refusees.length ? { ...classeur.contenu!, lignes: refusees } : null);
    return comptes;
  });
}

/** Says whom a row is of; null takes the answer back. */
export async function choisirPersonne(contexte: Contexte, id: number, { ligne, personne, version }: { ligne: number; personne: number | null; version: number }): Promise<void> {
  const classeur = await lireClasseurRecu(contexte.base, contexte.acteur, id);
  if (classeur.etat !== 'A_CONFIRMER') throw new Conflit();
  const { [String(ligne)]: _, ...choix } = classeur.contenu!.choix;
  await ecrire(contexte.base, contexte.auteur, { action: 'retour.choisir', plieId: classeur.plie_id, personneId: personne }, async (trx) => {
    if (personne && !(await listerPersonnesDesignees(trx, classeur.plie_id, [], [personne])).length) throw new Introuvable();
    if (!(await garderChoix(trx, { ...classeur, version }, personne ? { ...choix, [ligne]: personne } : choix))) throw new Conflit();
  });
}

export async function abandonnerClasseur(contexte: Contexte, id: number): Promise<void> {
  const classeur = await lireClasseurRecu(contexte.base, contexte.acteur, id);
  await ecrire(contexte.base, contexte.auteur, { action: 'retour.abandonner', plieId: classeur.plie_id }, async (trx) => {
    if (!(await supprimerClasseur(trx, classeur))) throw new Conflit();
  });
}

const direFaute = (f: Erreur): string => (f.champ in COLONNES_RETOUR ? `« ${COLONNES_RETOUR[f.champ as ChampRetour].titre} » : ${f.message}` : f.message);

/** The rows (by their number) that are, or could be, of somebody whose processing is restricted. */
async function lignesLimitees(contexte: Contexte, plieId: number, contenu: ContenuClasseur): Promise<Set<number>> {
  const limitees = await listerNonTransmissibles(contexte, plieId);
  const reconnues = limitees.size ? await reconnaitreLignes(contexte.base, plieId, contenu) : [];
  return new Set(contenu.lignes.filter((_, i) => { const r = reconnues[i]; return r && (r.ok ? [r.personne] : r.proches).some((p) => limitees.has(p.id)); }).map((l) => l.numero));
}

/** The refused rows as they were, each with its reason; null when there is none. A reason tells what the PLIE holds: not of somebody restricted. */
export async function classeurDesRefus(contexte: Contexte, id: number): Promise<Buffer | null> {
  const classeur = await lireClasseurRecu(contexte.base, contexte.acteur, id);
  if (!classeur.contenu) return null;
  const limitees = await lignesLimitees(contexte, classeur.plie_id, classeur.contenu);
  const refusees = classeur.etat === 'CONFIRME' ? classeur.contenu.lignes.map((ligne) => ({ ligne, fautes: ligne.fautes })) : (await essayerClasseur(contexte, classeur)).filter((i) => i.statut === 'REFUSEE');
  if (!refusees.length) return null;
  return classeurEnMemoire([{
    nom: FEUILLE,
    colonnes: [...classeur.contenu.titres.map((titre) => ({ titre, largeur: Math.max(14, titre.length + 2) })), { titre: TITRE_DU_MOTIF, largeur: 80 }],
    lignes: refusees.map(({ ligne, fautes }) => [...ligne.cellules, limitees.has(ligne.numero) ? MOTIF_TU : fautes.map(direFaute).join(' ')]),
  }]);
}
