/**
 * Checks a file from one end to the other before anything is written: every cell, every row, what rows say of each other
 * and what the PLIE already has. What is to be written is put aside; the transaction that follows only inserts.
 */
import type { Contexte } from '../acces/acteur';
import { listerCodes } from '../codes/queries';
import { FichierRefuse, lireClasseur, type LigneLue, type Limites, type Source } from '../lib/classeur/lire';
import { Etat, LIGNES_D_APERCU, type ComptesDeFeuille, type Statut } from './etat';
import { Lots } from './lots';
import { listerAgencesDuPlie, lireContenuDuPlie } from './queries';
import { celluleRendue, lireEntete, lireLigne, montrer, valeurAffichee, verifierEntete, type Entete, type FauteDeLigne, type LigneComprise } from '../lib/classeur/comprendre';
import type { Colonne, Colonnes } from '../lib/classeur/colonnes';
import { NOMS_DES_FEUILLES, decrireFormat, type Format, type NomDeFeuille } from './rules-format';
import { faitsRepris } from './actions-faits';
import { orientationsReprises } from './actions-orientations';
import { personnesReprises } from './actions-personnes';

/** What a row of a sheet becomes. Faults refuse it; remarks do not. */
export interface Issue { statut: Statut; fautes: FauteDeLigne[]; remarques: FauteDeLigne[] }

/** One sheet's way of judging: looks up what a batch needs, then judges row by row. */
export interface Juge {
  preparer(lignes: LigneComprise[]): Promise<void>;
  /** `ligne.fautes` already holds what its cells say; the values are complete only when it is empty. */
  juger(ligne: LigneComprise): Issue;
}

/** What the judges share. */
export interface Instruction {
  contexte: Contexte;
  plieId: number;
  etat: Etat;
  format: Format;
  agences: Map<string, number>;
  contenu: { personnes: boolean; reprises: boolean };
}

export interface Suivi { avancer?: (part: number) => void; limites: Limites }

/** Reads and checks the whole file. Throws FichierRefuse when it cannot be read or lacks a compulsory column. */
export async function verifierFichier(contexte: Contexte, plieId: number, source: Source, suivi: Suivi): Promise<Etat> {
  const agences = await listerAgencesDuPlie(contexte, plieId);
  const format = decrireFormat({ agences, typesEtape: await listerCodes(contexte.base, 'TYPE_ETAPE') });
  const etat = new Etat();
  const instruction: Instruction = { contexte, plieId, etat, format, agences: new Map(agences.map((a) => [a.code, a.id])), contenu: await lireContenuDuPlie(contexte, plieId) };
  let date1904 = false;
  let feuille: FeuilleEnCours | null = null;
  for await (const morceau of lireClasseur(source, [...NOMS_DES_FEUILLES], suivi.limites)) {
    if (morceau.genre === 'ouvert') {
      if (!morceau.connues.length) throw new FichierRefuse(`Aucune feuille de ce fichier n'est connue. Nommez-les comme dans le modèle : ${NOMS_DES_FEUILLES.join(', ')}.`);
      date1904 = morceau.date1904;
      for (const nom of morceau.ignorees) etat.avertir({ feuille: nom, ligne: 0, colonne: '', valeur: '', raison: "Cette feuille n'est pas connue : elle n'a pas été lue." });
    } else if (morceau.genre === 'feuille') {
      feuille?.fermer();
      feuille = new FeuilleEnCours(instruction, morceau.nom as NomDeFeuille, date1904);
    } else {
      await feuille!.prendre(morceau.lignes);
      suivi.avancer?.(morceau.avancement);
    }
  }
  feuille?.fermer();
  etat.rapport.comptes_crees = etat.aEcrire.comptes.length;
  return etat;
}

class FeuilleEnCours {
  readonly #colonnes: Colonnes;
  readonly #enListe: [string, Colonne][];
  readonly #comptes: ComptesDeFeuille;
  readonly #juge: Juge;
  readonly #apercu: string[][] = [];
  #entete: Entete | null = null;

  constructor(private readonly i: Instruction, private readonly nom: NomDeFeuille, private readonly date1904: boolean) {
    this.#colonnes = i.format[nom];
    this.#enListe = Object.entries(this.#colonnes);
    this.#comptes = { nom, lues: 0, nouvelles: 0, inchangees: 0, differentes: 0, refusees: 0 };
    this.#juge = nom === 'Personnes' ? personnesReprises(i) : nom === 'Orientations' ? orientationsReprises(i) : faitsRepris(i, nom);
    i.etat.rapport.feuilles.push(this.#comptes);
  }

  async prendre(lues: LigneLue[]): Promise<void> {
    const lignes = this.#entete ? lues : this.#prendreEntete(lues);
    const entete = this.#entete!;
    const comprises: LigneComprise[] = [];
    for (const ligne of lignes) {
      const comprise = lireLigne(this.#enListe, entete, ligne, this.i.contexte.jour, this.date1904);
      if (comprise) comprises.push(comprise);
    }
    await this.#juge.preparer(comprises.filter((l) => !l.fautes.length));
    for (const ligne of comprises) this.#compter(ligne, entete, this.#juge.juger(ligne));
  }

  #prendreEntete([premiere, ...suite]: LigneLue[]): LigneLue[] {
    const { nom } = this;
    if (!premiere || premiere.numero !== 1) throw new FichierRefuse(`${nom} : la première ligne est vide. Elle doit porter les titres des colonnes.`);
    this.#entete = lireEntete(this.#colonnes, premiere.cellules);
    verifierEntete(nom, this.#entete);
    for (const titre of this.#entete.inconnues) this.i.etat.avertir({ feuille: nom, ligne: 1, colonne: titre, valeur: '', raison: "Cette colonne n'est pas connue : elle n'a pas été lue." });
    return suite;
  }

  #compter(ligne: LigneComprise, entete: Entete, { statut, fautes, remarques }: Issue): void {
    const { etat } = this.i;
    const situer = ({ champ, message }: FauteDeLigne) => ({ feuille: this.nom, ligne: ligne.numero, colonne: this.#colonnes[champ]?.titre ?? '', valeur: valeurAffichee(entete, this.#colonnes, ligne, champ, this.date1904), raison: message });
    this.#comptes.lues += 1;
    for (const faute of fautes) etat.signaler(situer(faute));
    if (statut === 'REFUSEE') {
      this.#comptes.refusees += 1;
      const motif = fautes.map((f) => (this.#colonnes[f.champ] ? `« ${this.#colonnes[f.champ]!.titre} » : ${f.message}` : f.message)).join(' ');
      let refusees = etat.refusees.get(this.nom);
      if (!refusees) etat.refusees.set(this.nom, (refusees = { titres: entete.titres, lignes: new Lots() }));
      refusees.lignes.ajouter([...entete.titres.map((_, n) => celluleRendue(ligne.cellules[n], entete.champs[n] ? this.#colonnes[entete.champs[n]]!.genre : null, this.date1904)), motif]);
      return;
    }
    for (const remarque of remarques) etat.avertir(situer(remarque));
    if (statut === 'NOUVELLE') this.#comptes.nouvelles += 1;
    else if (statut === 'INCHANGEE') this.#comptes.inchangees += 1;
    else this.#comptes.differentes += 1;
    if (this.#apercu.length < LIGNES_D_APERCU) this.#apercu.push(this.#enListe.map(([champ, colonne]) => montrer(colonne, ligne.valeurs[champ])));
  }

  fermer(): void {
    if (!this.#entete) throw new FichierRefuse(`${this.nom} : cette feuille est vide. Sa première ligne doit porter les titres des colonnes ; supprimez-la si vous n'en avez pas l'usage.`);
    if (this.#apercu.length) this.i.etat.rapport.apercus.push({ feuille: this.nom, titres: this.#enListe.map(([, c]) => c.titre), lignes: this.#apercu });
  }
}
