/** Reads a monthly table from one end to the other, in the reading process, and understands every cell; writes nothing. */
import { celluleRendue, lireEntete, lireLigne, texteDe, valeurAffichee, verifierEntete, type Entete, type LigneComprise, type Remarque } from '../lib/classeur/comprendre';
import { cleDeTitre, type Colonne, type Colonnes } from '../lib/classeur/colonnes';
import { FichierRefuse, lireClasseur, type CelluleLue, type LigneLue, type Limites } from '../lib/classeur/lire';
import { analyserDate, type DateCivile } from '../lib/dates';
import type { IdentifiantPe } from '../lib/formulaire';
import { couper, nomComplet } from '../lib/texte';
import { COLONNES, Empreinte, INFORMATIONS, NOMS_DES_FEUILLES, colonnesDe, type LigneAbsence, type LigneCorrection, type LigneEtape, type LigneTableau, type NomDeFeuille } from './rules-format';
import { lireInformations, type FeuilleLue, type Lecture } from './rules-lecture';

export interface FichierATraiter { nom: string; contenu: Buffer; motDePasse: string | null }

/** Unknown columns that are named one by one. */
const INCONNUES_NOMMEES = 5;

/** Throws FichierRefuse when it cannot be read, or is no monthly table. */
export async function lireTableau(fichier: FichierATraiter, jour: DateCivile, limites: Limites): Promise<Lecture> {
  const remarques: Remarque[] = [];
  const empreinte = new Empreinte();
  const feuilles = new Map<string, FeuilleEnCours>();
  const informations: LigneLue[] = [];
  let courante: FeuilleEnCours | null = null;
  let date1904 = false;
  for await (const morceau of lireClasseur(fichier, [...NOMS_DES_FEUILLES, INFORMATIONS], limites)) {
    if (morceau.genre === 'ouvert') {
      if (!morceau.connues.includes(NOMS_DES_FEUILLES[0])) throw new FichierRefuse(`Ce fichier n'est pas un tableau de suivi : aucune de ses feuilles ne s'appelle « ${NOMS_DES_FEUILLES[0]} ». Vérifiez que vous avez choisi le bon, ou donnez ce nom à la feuille qui porte les orientations.`);
      date1904 = morceau.date1904;
      for (const nom of morceau.ignorees) remarques.push({ feuille: nom, ligne: 0, colonne: '', valeur: '', raison: "Cette feuille n'est pas connue : elle n'a pas été lue." });
    } else if (morceau.genre === 'feuille') {
      courante = null;
      if (morceau.nom === INFORMATIONS) continue;
      const nom = morceau.nom as NomDeFeuille;
      empreinte.ouvrir(nom);
      feuilles.set(nom, (courante = new FeuilleEnCours(nom, { jour, date1904, empreinte, remarques })));
    } else if (courante) {
      courante.prendre(morceau.lignes);
    } else {
      informations.push(...morceau.lignes);
    }
  }
  const lue = <V>(nom: NomDeFeuille) => (feuilles.get(nom)?.finir() ?? null) as FeuilleLue<V> | null;
  return {
    tableau: lue<LigneTableau>('Tableau de suivi')!, etapes: lue<LigneEtape>('Étapes'), absences: lue<LigneAbsence>('Absences'), corrections: lue<LigneCorrection>('Corrections'),
    informations: lireInformations(informations), empreinte: empreinte.finir(), remarques,
  };
}

interface Cadre { jour: DateCivile; date1904: boolean; empreinte: Empreinte; remarques: Remarque[] }

class FeuilleEnCours {
  readonly #colonnes: [string, Colonne][];
  readonly #lue: FeuilleLue<Record<string, unknown>> = { presents: [], lignes: [], fautives: [] };
  #entete: Entete | null = null;

  constructor(private readonly nom: NomDeFeuille, private readonly cadre: Cadre) {
    this.#colonnes = colonnesDe(nom);
  }

  prendre(lues: LigneLue[]): void {
    const lignes = this.#entete ? lues : this.#prendreEntete(lues);
    for (const ligne of lignes) this.#prendreLigne(this.nom === 'Corrections' ? this.#dater(ligne) : ligne);
  }

  /** The first row that holds something: files made by hand begin with blank ones. */
  #prendreEntete([premiere, ...suite]: LigneLue[]): LigneLue[] {
    this.#entete = lireEntete(COLONNES[this.nom], premiere!.cellules);
    const { inconnues, presents } = this.#entete;
    verifierEntete(this.nom, this.#entete);
    this.#lue.presents = [...presents];
    const dire = (colonne: string, raison: string) => void this.cadre.remarques.push({ feuille: this.nom, ligne: premiere!.numero, colonne, valeur: '', raison });
    if (inconnues.length > INCONNUES_NOMMEES) dire(inconnues.slice(0, INCONNUES_NOMMEES).map((t) => couper(t, 60)).join(', ') + '…', `${inconnues.length} colonnes ne sont pas connues : elles n'ont pas été lues.`);
    else for (const titre of inconnues) dire(couper(titre, 60), "Cette colonne n'est pas connue : elle n'a pas été lue.");
    return suite;
  }

  #prendreLigne(ligne: LigneLue): void {
    const { jour, date1904, empreinte } = this.cadre;
    const entete = this.#entete!;
    const comprise = lireLigne(this.#colonnes, entete, ligne, jour, date1904);
    if (!comprise) return;
    empreinte.ajouter(this.#colonnes.map(([champ, colonne]) => this.#canonique(ligne.cellules[entete.champs.indexOf(champ)], colonne)));
    if (comprise.fautes.length) this.#lue.fautives.push(this.#fautive(comprise));
    else this.#lue.lignes.push({ n: comprise.numero, v: aplatir(comprise.valeurs) });
  }

  #fautive(ligne: LigneComprise) {
    const { date1904 } = this.cadre;
    const [entete, colonnes] = [this.#entete!, COLONNES[this.nom] as Colonnes];
    const enClair = (champ: string) => valeurAffichee(entete, colonnes, ligne, champ, date1904);
    return {
      n: ligne.numero, qui: couper(nomComplet({ nom: enClair('nom'), prenom: enClair('prenom') }), 200),
      cellules: this.#colonnes.map(([champ, colonne]) => celluleRendue(ligne.cellules[entete.champs.indexOf(champ)], colonne.genre, date1904)),
      fautes: ligne.fautes.map(({ champ, message }) => ({ colonne: colonnes[champ]!.titre, valeur: enClair(champ), raison: message })),
    };
  }

  /** As the checksum counts it: a date typed as a text is the same date. */
  #canonique(cellule: CelluleLue | undefined, colonne: Colonne): string {
    if (cellule === null || cellule === undefined) return '';
    if (typeof cellule === 'object') return cellule.texte;
    const texte = texteDe(cellule, colonne.genre, this.cadre.date1904);
    return colonne.genre === 'date' ? (analyserDate(texte, this.cadre.jour) ?? texte) : texte;
  }

  /** The values of a correction are dates where the column that it names holds dates: the cell then is a number of days. */
  #dater(ligne: LigneLue): LigneLue {
    const { champs } = this.#entete!;
    const cellules = [...ligne.cellules];
    if (!porteUneDate(cellules[champs.indexOf('colonne')])) return ligne;
    for (const champ of ['transmise', 'exacte']) {
      const place = champs.indexOf(champ);
      const cellule = cellules[place];
      if (typeof cellule === 'number') cellules[place] = texteDe(cellule, 'date', this.cadre.date1904);
    }
    return { ...ligne, cellules };
  }

  finir(): FeuilleLue<Record<string, unknown>> | null {
    if (this.#entete) return this.#lue;
    if (this.nom === NOMS_DES_FEUILLES[0]) throw new FichierRefuse(`${this.nom} : cette feuille est vide. Sa première ligne doit porter les titres des colonnes.`);
    return null;
  }
}

const COLONNES_DE_DATES = new Set(colonnesDe('Tableau de suivi').filter(([, c]) => c.genre === 'date').map(([, c]) => cleDeTitre(c.titre)));
/** « Date de sortie », or « Étape Formation, début 02/03/2027 », whose value is its end. */
const porteUneDate = (titre: CelluleLue | undefined): boolean => typeof titre === 'string' && (COLONNES_DE_DATES.has(cleDeTitre(titre)) || /^étape /i.test(titre));

/** The identifiant in two parts, nothing where nothing was written: what is kept is read again by the thousand. */
function aplatir(valeurs: Record<string, unknown>): Record<string, unknown> {
  const plates: Record<string, unknown> = {};
  for (const [champ, valeur] of Object.entries(valeurs)) {
    if (valeur === null) continue;
    if (champ === 'identifiant_pe') {
      const { identifiant, zone } = valeur as IdentifiantPe;
      plates.identifiant_pe = identifiant;
      if (zone) plates.zone_pe = zone;
    } else {
      plates[champ] = valeur;
    }
  }
  return plates;
}

