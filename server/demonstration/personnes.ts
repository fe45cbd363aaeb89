/** One invented demandeur d'emploi. */
import { ajouterJours, type DateCivile } from '../lib/dates';
import type { Hasard } from './hasard';
import { adresse, enAdresse, NOMS, NOMS_RARES, PRENOMS_F, PRENOMS_H } from './vocabulaire';
import type { PlieDemo } from './territoire';
import type { Personne } from './lignes';

const FREINS = [['FINANCIER', 46], ['LOGEMENT', 22], ['SANTE', 24], ['ADMINISTRATIF_JURIDIQUE', 16], ['FAMILLE', 27], ['COMMUNICATION', 21], ['TRANSPORT', 48]] as const;

/** Ranges kept by the regulator for fictions: they ring nowhere. */
export const telephoneFixe = (hasard: Hasard): string => `01 99 00 ${deuxChiffres(hasard.entier(0, 99))} ${deuxChiffres(hasard.entier(0, 99))}`;
const telephoneMobile = (hasard: Hasard): string => `06 39 98 ${deuxChiffres(hasard.entier(0, 99))} ${deuxChiffres(hasard.entier(0, 99))}`;
const deuxChiffres = (n: number) => String(n).padStart(2, '0');

/** A name put together at random; one in twelve has what searches and files stumble on. */
export function inventerNom(hasard: Hasard): string {
  if (hasard.chance(0.08)) return hasard.choisir(NOMS_RARES);
  return hasard.chance(0.07) ? `${hasard.choisir(NOMS)}-${hasard.choisir(NOMS)}` : hasard.choisir(NOMS);
}

/** `pris` holds the identifiants already given in the PLIE. */
export function inventerIdentifiant(hasard: Hasard, pris: Set<string>): string {
  for (;;) {
    const identifiant = `${hasard.entier(1_000_000, 9_999_999)}${hasard.choisir(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', '0', '1', '2'])}`;
    if (pris.has(identifiant)) continue;
    pris.add(identifiant);
    return identifiant;
  }
}

/** As they stand on the day of the prescription: 18 to 62 years old. */
export function inventerPersonne(hasard: Hasard, plie: PlieDemo, prescription: DateCivile, pris: Set<string>): Omit<Personne, 'id' | 'plie_id'> {
  const sexe = hasard.chance(0.54) ? 'F' : 'H';
  const prenom = hasard.choisir(sexe === 'F' ? PRENOMS_F : PRENOMS_H);
  const nom = inventerNom(hasard);
  const ans = hasard.peser([[hasard.entier(18, 25), 14], [hasard.entier(26, 49), 58], [hasard.entier(50, 62), 28]]);
  const [commune, code_postal] = hasard.choisir(plie.communes);
  const consentement_courriel = hasard.chance(0.6);
  const identifiant_pe = hasard.chance(0.96) ? inventerIdentifiant(hasard, pris) : null;
  const minimum_social = hasard.peser([['AUCUN', 34], ['RSA', 44], ['ASS', 10], ['AAH', 4], ['AUTRE', 4], [null, 4]] as const);
  return {
    nom, prenom, sexe, date_naissance: ajouterJours(prescription, -Math.floor(ans * 365.2425) - hasard.entier(1, 364)),
    adresse: adresse(hasard.choisir, hasard.entier(1, 180)), code_postal, commune,
    telephone: hasard.chance(0.94) ? (hasard.chance(0.8) ? telephoneMobile(hasard) : telephoneFixe(hasard)) : null,
    consentement_courriel, courriel: consentement_courriel && hasard.chance(0.93) ? `${enAdresse(prenom)}.${enAdresse(nom)}${hasard.entier(1, 99)}@exemple.test` : null,
    identifiant_pe, zone_pe: identifiant_pe && hasard.chance(0.3) ? plie.departement.padStart(3, '0') : null,
    identifiant_caf: minimum_social === 'RSA' || hasard.chance(0.2) ? String(hasard.entier(1_000_000, 9_999_999)) : null,
    minimum_social, rqth: hasard.chance(0.11), deld: hasard.chance(0.62),
    freins: FREINS.filter(([, pourcent]) => hasard.chance(pourcent / 100)).map(([code]) => code),
  };
}
