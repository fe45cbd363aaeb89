/** The register of breaches, as texts ready to show. Pure. */
import type { Alerte } from '../administration/journal/queries-alertes';
import { phraseDAlerte } from '../administration/journal/rules-alertes';
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, formaterInstant, heureDe, jourDe } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre } from '../lib/texte';
import { choixDeParties, codeDuDestinataire, destinatairesPossibles, TEXTE_MAX } from './form';
import type { Partie, Violation } from './queries';
import { designation } from '../correspondants/rules';
import { aDire, adressesDe, aQui, delais, estOuverte, etatDuDelai, HEURES_AUTRE_PARTIE, HEURES_CNIL, manquesPourClore, refusDeSansObjet, type Delai } from './rules';
import { enumerer, messageALAutrePartie, messageAuxPersonnes } from './rules-messages';

export const RUBRIQUE = { adresse: '/violations', libelle: 'Violations' };
export const PLAFOND = 200;
export const REGLE = `Une violation, c'est une donnée personnelle perdue, volée, vue par quelqu'un qui ne devait pas la voir, ou devenue inaccessible. Dès sa découverte, vous avez ${HEURES_AUTRE_PARTIE} heures pour le dire à l'autre partie de la convention et, s'il y a un risque pour les personnes, ${HEURES_CNIL} heures pour le dire à la CNIL.`;

const adresseDe = (v: Pick<Violation, 'id'>): string => `${RUBRIQUE.adresse}/${v.id}`;
const titreDe = (v: Pick<Violation, 'decouverte_le'>): string => `Violation du ${formaterInstant(v.decouverte_le)}`;
const TONS = { retard: 'alerte', du: 'horloge', fait: 'fait' } as const;

export function pageRegistre(violations: readonly Violation[], maintenant: string) {
  const ouvertes = violations.filter(estOuverte).length;
  return {
    titre: 'Registre des violations', rubrique: RUBRIQUE, regle: REGLE, nouvelle: `${RUBRIQUE.adresse}/nouvelle`,
    resume: violations.length ? `${accorder(violations.length, 'violation')} au registre, ${ouvertes ? accorder(ouvertes, 'ouverte') : 'aucune ouverte'}` : '',
    plafond: violations.length >= PLAFOND ? `Les ${PLAFOND} dernières.` : '',
    violations: violations.map((v) => {
      const [prochain] = aDire(v);
      const etat = prochain && etatDuDelai(prochain, maintenant);
      return {
        adresse: adresseDe(v), decouverte: formaterInstant(v.decouverte_le), nature: libelle('NATURES_VIOLATION', v.nature), risque: libelle('RISQUES_VIOLATION', v.risque),
        nombre: v.nombre === null ? 'pas encore connu' : formaterNombre(v.nombre),
        etat: v.sans_objet_le ? { ton: '', mot: 'Sans objet', phrase: `${libelle('MOTIFS_SANS_OBJET', v.motif_sans_objet)}.` } : v.close_le ? { ton: 'fait', mot: 'Close', phrase: `Le ${formaterInstant(v.close_le)}.` } : etat ? { ton: etat.ton, mot: etat.mot, phrase: `À dire ${aQui(prochain)}. ${etat.phrase}` } : { ton: 'du', mot: 'À clore', phrase: 'Tous ceux qui doivent savoir le savent.' },
      };
    }),
  };
}

interface SaisieDeViolation { parties: readonly Partie[]; violation: Violation | null; maintenant: string; alerte?: Alerte | null }

/** What an alert of abnormal use tells of a breach; the rest is for whoever notes it to say. */
const selonLAlerte = (a: Alerte): Saisie => ({ alerte: String(a.id), nature: 'ACCES', donnees: ['IDENTITE', 'COORDONNEES', 'IDENTIFIANTS', 'PARCOURS'], nombre: a.genre === 'FICHES_OUVERTES' ? String(a.nombre) : '' });

/** A new breach is discovered now, unless typed otherwise. */
export function pageSaisie({ parties, violation, maintenant, alerte }: SaisieDeViolation, saisie?: Saisie, erreurs: Erreur[] = []) {
  const v = violation;
  const instant = v?.decouverte_le ?? maintenant;
  const f = champs(saisie ?? {
    date: formaterDate(jourDe(instant)), heure: heureDe(instant), conventions: v ? v.parties.map((p) => String(p.convention_id)) : parties.length === 1 ? [String(parties[0]!.convention_id)] : [],
    ...(alerte ? selonLAlerte(alerte) : {}),
    ...(v ? { nature: v.nature, personnes: v.personnes, donnees: v.donnees, nombre: v.nombre === null ? '' : String(v.nombre), mesures: v.mesures, mesures_texte: v.mesures_texte ?? '', risque: v.risque, raison_sans_risque: v.raison_sans_risque ?? '' } : {}),
  }, erreurs);
  const RISQUES: Record<string, string> = {
    AUCUN: "La CNIL n'est pas à informer ; vous dites pourquoi ci-dessous.", PROBABLE: `La CNIL est à informer dans les ${HEURES_CNIL} heures.`, ELEVE: `La CNIL est à informer dans les ${HEURES_CNIL} heures, et les personnes concernées dans les meilleurs délais.`,
  };
  const conventions = choixDeParties(parties);
  return {
    titre: v ? `Compléter la violation du ${formaterInstant(v.decouverte_le)}` : 'Noter une violation', rubrique: RUBRIQUE, fil: [RUBRIQUE, ...(v ? [{ adresse: adresseDe(v), libelle: titreDe(v) }] : [])], erreurs: erreurs.length ? erreurs : undefined,
    regle: v ? '' : REGLE, alerte: alerte ? `D'après l'usage inhabituel du ${formaterInstant(alerte.debut)}, ${alerte.agent} : ${phraseDAlerte(alerte.genre, alerte.nombre, alerte.seuil)}. Ce qui est coché ci-dessous est à vérifier.` : null,
    formulaire: {
      adresse: v ? `${adresseDe(v)}/modifier` : `${RUBRIQUE.adresse}/nouvelle`, bouton: v ? 'Enregistrer' : 'Noter au registre', annuler: v ? adresseDe(v) : RUBRIQUE.adresse,
      champs: [
        ...(v ? [f.version(v.version)] : []), ...(alerte ? [f.cache('alerte', alerte.id)] : []),
        f.date('date', 'Jour de la découverte', { obligatoire: true }),
        f.texte('heure', 'Heure de la découverte', { obligatoire: true, aide: 'Heure de Paris, par exemple 09:30. Les deux délais se comptent depuis cet instant.', attributs: { autocomplete: 'off', maxlength: '10' } }),
        f.choix('nature', "Ce qui s'est passé", LISTES.NATURES_VIOLATION, { obligatoire: true }),
        ...(conventions.length ? [f.cases('conventions', "Avec qui : l'autre partie de chaque convention concernée", conventions, { obligatoire: true })] : []),
        f.cases('personnes', 'Personnes concernées', LISTES.PERSONNES_VIOLATION, { obligatoire: true }),
        f.cases('donnees', 'Données concernées', LISTES.DONNEES_VIOLATION, { obligatoire: true }),
        f.texte('nombre', 'Nombre de personnes', { aide: "Laissez vide tant qu'il n'est pas connu.", attributs: { inputmode: 'numeric', autocomplete: 'off' } }),
        f.cases('mesures', 'Mesures prises', LISTES.MESURES_VIOLATION),
        f.zone('mesures_texte', 'Précisions sur les mesures', { aide: `Sans aucun nom de personne. ${formaterNombre(TEXTE_MAX)} caractères au plus.`, attributs: { maxlength: String(TEXTE_MAX), rows: '4' } }),
        f.choix('risque', 'Risque pour les personnes', LISTES.RISQUES_VIOLATION.map((r) => ({ ...r, aide: RISQUES[r.code] })), { obligatoire: true }),
        f.choix('raison_sans_risque', "Pourquoi il n'y a aucun risque", LISTES.RAISONS_SANS_RISQUE, { vide: 'Il y a un risque' }),
      ],
    },
  };
}

const DELAIS: Record<Delai['destinataire'], string> = { AUTRE_PARTIE: `${HEURES_AUTRE_PARTIE} heures`, CNIL: `${HEURES_CNIL} heures`, PERSONNES: '' };

function lignesDesDelais(v: Violation, maintenant: string) {
  const dues = delais(v).map((d) => {
    const etat = etatDuDelai(d, maintenant);
    return { qui: d.destinataire === 'AUTRE_PARTIE' ? d.nom : libelle('DESTINATAIRES_ANNONCE', d.destinataire), avant: d.avant ? `Le ${formaterInstant(d.avant)}` : 'Dans les meilleurs délais', delai: DELAIS[d.destinataire], ton: etat.ton, icone: TONS[etat.ton], mot: etat.mot, phrase: d.avant || d.diteLe ? etat.phrase : '' };
  });
  return v.risque === 'AUCUN' ? [...dues, { qui: 'CNIL', avant: 'Pas à informer', delai: '', ton: '', icone: 'fait', mot: 'Aucun risque', phrase: `${libelle('RAISONS_SANS_RISQUE', v.raison_sans_risque)}.` }] : dues;
}

export interface VueDeViolation {
  violation: Violation; maintenant: string; url: string; contact: string; administrateurs: readonly string[];
  /** The application has a mail server. */
  parServeur: boolean;
}

function etatDe(v: Violation): { mot: string; ton: string } {
  const qui = (nom: string | null) => (nom ? ` par ${nom}` : '');
  if (v.sans_objet_le) return { mot: `Sans objet, le ${formaterInstant(v.sans_objet_le)}${qui(v.sans_objet_par)}`, ton: '' };
  return v.close_le ? { mot: `Close le ${formaterInstant(v.close_le)}${qui(v.close_par)}`, ton: 'fait' } : { mot: 'Ouverte', ton: 'du' };
}

/** `noter`: what was typed in the form of the register, when it is shown again. */
export function pageViolation({ violation: v, maintenant, url, contact, administrateurs, parServeur }: VueDeViolation, noter?: Saisie, erreurs: Erreur[] = []) {
  const adresse = adresseDe(v);
  const [prochain] = aDire(v);
  const f = champs(noter ?? { destinataire: prochain ? codeDuDestinataire(prochain) : '', objet: prochain ? 'ALERTE' : 'COMPLEMENT', date: formaterDate(jourDe(maintenant)), heure: heureDe(maintenant) }, erreurs);
  const manques = manquesPourClore(v);
  const ouverte = estOuverte(v);
  return {
    titre: titreDe(v), rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs: erreurs.length ? erreurs : undefined,
    etat: etatDe(v), ouverte, modifier: `${adresse}/modifier`,
    delais: v.sans_objet_le ? [] : lignesDesDelais(v, maintenant), motif: v.motif_sans_objet ? `${libelle('MOTIFS_SANS_OBJET', v.motif_sans_objet)}. La ligne reste au registre ; ses délais ne courent plus.` : null,
    faits: [
      ["Ce qui s'est passé", libelle('NATURES_VIOLATION', v.nature)], ['Personnes concernées', enumerer('PERSONNES_VIOLATION', v.personnes)], ['Nombre de personnes', v.nombre === null ? 'Pas encore connu' : formaterNombre(v.nombre)],
      ['Données concernées', enumerer('DONNEES_VIOLATION', v.donnees)], ['Risque pour les personnes', libelle('RISQUES_VIOLATION', v.risque)], ['Mesures prises', v.mesures.length ? enumerer('MESURES_VIOLATION', v.mesures) : 'Aucune pour le moment'],
      ['Notée au registre', `Le ${formaterInstant(v.ouverte_le)}${v.par ? ` par ${v.par}` : ''}`],
    ],
    precisions: v.mesures_texte, parServeur,
    registre: v.annonces.map((a) => ({ qui: a.nom ?? libelle('DESTINATAIRES_ANNONCE', a.destinataire), objet: libelle('OBJETS_ANNONCE', a.objet), quand: formaterInstant(a.dite_le), canal: libelle('CANAUX_ANNONCE', a.canal), adresses: a.adresses, note: `Noté le ${formaterInstant(a.notee_le)}${a.par ? ` par ${a.par}` : ''}` })),
    noter: !ouverte ? null : {
      adresse: `${adresse}/annonces`, bouton: 'Ajouter au registre',
      champs: [
        f.version(v.version), f.liste('destinataire', 'Dit à', destinatairesPossibles(v), { obligatoire: true }), f.choix('objet', 'Quoi', LISTES.OBJETS_ANNONCE, { obligatoire: true }),
        f.date('date', 'Jour', { obligatoire: true }), f.texte('heure', 'Heure', { obligatoire: true, aide: 'Heure de Paris, par exemple 09:30.', attributs: { autocomplete: 'off', maxlength: '10' } }), f.liste('canal', 'Par quel moyen', LISTES.CANAUX_ANNONCE, { obligatoire: true }),
      ],
    },
    messages: !ouverte ? [] : [
      ...v.parties.map((p) => ({
        titre: `Pour ${p.nom}`, ...messageALAutrePartie(v, p),
        envoyer: parServeur && adressesDe(p).length ? { adresse: `${adresse}/conventions/${p.convention_id}/envoyer`, bouton: `Envoyer à ${p.nom}`, champs: [f.cache('version', v.version)] } : null,
        fichier: adressesDe(p).length ? `${adresse}/conventions/${p.convention_id}/message.eml` : null, contacts: p.contacts.map((c) => ({ ...c, domaine: libelle('DOMAINES_D_ORGANISATION', c.domaine), designation: designation(c) })),
        note: adressesDe(p).length ? '' : `« ${p.nom} » n'a nommé personne à qui écrire pour la protection des données ni pour la sécurité. Appelez cette organisation, ou copiez ce message ; demandez-lui ensuite de nommer ses correspondants.`,
      })),
      ...(v.risque === 'ELEVE' ? [{ titre: 'Pour les personnes concernées', ...messageAuxPersonnes(v, contact), contacts: [], envoyer: null, fichier: `${adresse}/message-aux-personnes.eml`, note: "Le fichier n'a pas de destinataire : écrivez à chaque personne séparément, jamais à plusieurs dans un même courriel." }] : []),
    ],
    suspensions: !ouverte ? [] : v.parties.map((p) => ({
      qui: p.nom, convention: `/conventions/${p.convention_id}`, depuis: p.date_suspension ? formaterDate(p.date_suspension) : null,
      demander: `mailto:${administrateurs.join(',')}?subject=${encodeURIComponent('Suspendre les échanges')}&body=${encodeURIComponent(`Une violation de données est en cours. Merci de suspendre les échanges avec « ${p.nom} » :\n${url}/administration/conventions/${p.convention_id}#suspension`)}`,
    })),
    annuler: !ouverte || refusDeSansObjet(v) ? null : { adresse: `${adresse}/sans-objet`, bouton: 'Marquer sans objet', champs: [f.cache('version', v.version), f.choix('motif', 'Pourquoi', LISTES.MOTIFS_SANS_OBJET, { obligatoire: true })] },
    clore: !ouverte ? null : { manques, acte: { adresse: `${adresse}/clore`, libelle: 'Clore la violation', version: v.version, classe: 'btn-primary' } },
  };
}
