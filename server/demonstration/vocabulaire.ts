/** Names and addresses put together at random: common words and first names, so that nobody in particular is meant. */

export const PRENOMS_F = [
  'Adèle', 'Aïcha', 'Alix', 'Amandine', 'Anaïs', 'Angèle', 'Anne-Sophie', 'Aurore', 'Béatrice', 'Bénédicte', 'Camille', 'Capucine', 'Carole', 'Céleste', 'Chloé', 'Clémence', 'Coralie', 'Dalila',
  'Delphine', 'Djamila', 'Édith', 'Élodie', 'Émeline', 'Estelle', 'Fatou', 'Flora', 'Françoise', 'Gaëlle', 'Hélène', 'Inès', 'Jeanne', 'Joëlle', 'Khadija', 'Laëtitia', 'Leïla', 'Lucie', 'Maëlle',
  'Manon', 'Marie-Ange', 'Marie-José', 'Maud', 'Mireille', 'Nadège', 'Naïma', 'Noémie', 'Océane', 'Odile', 'Perrine', 'Rachel', 'Romane', 'Sabrina', 'Salomé', 'Séverine', 'Solène', 'Sylvie',
  'Tatiana', 'Valérie', 'Violette', 'Yasmina', 'Zoé',
] as const;

export const PRENOMS_H = [
  'Abdel', 'Adrien', 'Alain', 'Alexis', 'Amadou', 'Anthony', 'Antoine', 'Aurélien', 'Bastien', 'Benoît', 'Boris', 'Cédric', 'Christophe', 'Clément', 'Cyril', 'Damien', 'Denis', 'Didier', 'Émile',
  'Étienne', 'Fabrice', 'Farid', 'Félix', 'Florian', 'Franck', 'Gaël', 'Gérard', 'Gilles', 'Grégory', 'Guillaume', 'Hakim', 'Hervé', 'Ibrahim', 'Jean-Luc', 'Jean-Noël', 'Jérôme', 'Joël', 'Karim',
  'Kévin', 'Loïc', 'Lucas', 'Malik', 'Marc-Antoine', 'Mathis', 'Maxime', 'Mickaël', 'Moussa', 'Nicolas', 'Olivier', 'Pascal', 'Quentin', 'Rachid', 'Raphaël', 'Rémi', 'Samuel', 'Sébastien', 'Tanguy',
  'Thibault', 'Valentin', 'Yannick',
] as const;

/** Trees, trades, landscapes: words that are also family names. */
export const NOMS = [
  'Abricot', 'Aubépin', 'Aulnay', 'Barrière', 'Beaulieu', 'Bellerive', 'Bergeronnette', 'Boisclair', 'Bonnefoi', 'Bruyère', 'Cerisier', 'Chardon', 'Charpentier', 'Châtaigner', 'Chèvrefeuille',
  'Clairefontaine', 'Colombe', 'Coquelicot', 'Cormoran', 'Courtepaille', 'Delaprairie', 'Desgenêts', 'Desjardins', 'Deslauriers', 'Desmarais', 'Desrosiers', 'Dubocage', 'Duchêne', 'Ducolombier',
  'Dufresne', 'Dumoulin', 'Duparc', 'Dupré', 'Durocher', 'Dusillon', 'Fougère', 'Framboisier', 'Genévrier', 'Grandchamp', 'Grandpierre', 'Grenadier', 'Hautbois', 'Herbelin', 'Hirondelle', 'Jolivet',
  'Labaume', 'Labruyère', 'Laclairière', 'Lacombe', 'Laforge', 'Lagarrigue', 'Lagrange', 'Lajoie', 'Lamontagne', 'Lanoue', 'Lapalud', 'Laplaine', 'Larivière', 'Larose', 'Latour', 'Laurier', 'Lavande',
  'Lavigne', 'Lemaçon', 'Lemeunier', 'Lepetit', 'Lerouge', 'Letonnelier', 'Levasseur', 'Maisonneuve', 'Marronnier', 'Mésange', 'Meunier', 'Mirabelle', 'Montclair', 'Muguet', 'Noisetier', 'Olivet',
  'Papillon', 'Perdrix', 'Peuplier', 'Pimprenelle', 'Pinson', 'Poirier', 'Pommier', 'Prunier', 'Quatrevents', 'Ravin', 'Rossignol', 'Roncevaux', 'Sablière', 'Santoline', 'Sapinière', 'Sarriette',
  'Sauvageon', 'Tamaris', 'Taillefer', 'Tilleul', 'Tisserand', 'Tournesol', 'Valfleuri', 'Valmorin', 'Verdier', 'Verger', 'Vermeil', 'Vieuxpont', 'Villeneuve', 'Violier', 'Yèble',
] as const;

/** What forms, files and searches must carry: apostrophes, blanks, hyphens, rare letters, length. */
export const NOMS_RARES = [
  "D'Aubépine", "L'Hirondelle", "N'Dialo", 'Le Guérinel', 'de La Prairie', 'Ben Zitoun', 'El Yasmine', 'Œillet', 'Çakır', 'Nuñez-Oliva', 'Müllerin', 'Ångfors', 'Ó Dubhghlas', "D'Œuvre", 'Ng', 'Y',
  'Saint-Clair', 'Vanderbloem', 'Ivanovska', 'Oliveira dos Campos',
] as const;

/** Sixty letters and signs: the longest that a screen must bear without breaking. */
export const NOM_TRES_LONG = 'Clairefontaine-Desrosiers de La Haute-Prairie-des-Châtaigniers';

const VOIES = ['rue', 'avenue', 'chemin', 'impasse', 'allée', 'traverse', 'boulevard', 'place'] as const;
const LIEUX = ['des Amandiers', "de l'Aube", 'du Vieux-Lavoir', 'des Cigales', 'de la Draille', 'des Quatre-Vents', 'du Pressoir', "de l'Étoile", 'des Micocouliers', 'de la Source', 'du Cadran', 'des Tisserands'] as const;

export const adresse = (choisir: <T>(liste: readonly T[]) => T, numero: number): string => `${numero} ${choisir(VOIES)} ${choisir(LIEUX)}`;

/** For the part of an e-mail before the @. */
export const enAdresse = (texte: string): string => texte.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/ı/g, 'i').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

export const FONCTIONS_PE = ['Conseillère en insertion', 'Conseiller à l\'emploi', 'Conseillère placement', 'Conseiller référent'] as const;
