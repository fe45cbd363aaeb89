/** The help, role by role: what people come to do, and how. Pure. */
import type { Role } from '../acces/acteur';

export interface Tache { titre: string; etapes: string[]; lien?: { adresse: string; libelle: string } }
export interface Guide { role: Role; titre: string; resume: string; taches: Tache[] }

/** In the order in which a person meets these people. */
export function guides(): Guide[] {
  return [
    {
      role: 'CONSEILLER_PE', titre: 'Conseiller Pôle emploi', resume: 'Vous orientez des personnes vers un PLIE et vous voyez ce qu\'elles deviennent.',
      taches: [
        { titre: 'Orienter une personne', etapes: ['Ouvrez « Orientations », puis « Nouvelle orientation ».', "Choisissez le PLIE, puis l'identité de la personne : si elle est déjà connue, l'application vous le dit.", "Cochez sa situation et ses freins, informez-la, puis enregistrez la date de cette information."], lien: { adresse: '/orientations/nouvelle', libelle: 'Nouvelle orientation' } },
        { titre: 'Savoir où en sont vos orientations', etapes: ['Ouvrez « Orientations » : la liste ne contient que les personnes orientées par votre agence.', "L'état et les dates de chaque ligne sont ceux que le PLIE vient d'enregistrer."], lien: { adresse: '/orientations', libelle: 'Orientations' } },
      ],
    },
    {
      role: 'REFERENT_PE', titre: 'Référent Pôle emploi', resume: "Vous posez et levez les PNI de votre agence, et vous suivez les échanges avec le PLIE.",
      taches: [
        { titre: 'Répondre à un tableau de suivi', etapes: ['« À traiter » range ce que les tableaux importés demandent : PNI à poser ou à lever, suivi à reprendre, absence, PPAE.', 'Cochez les personnes et donnez un jour pour toutes, ou répondez sur une ligne avec son propre jour.', "Une erreur s'annule le jour même, dans « faites aujourd'hui »."], lien: { adresse: '/taches', libelle: 'À traiter' } },
        { titre: 'Transmettre vos réponses', etapes: ['Un PLIE de cette installation les connaît aussitôt.', 'Pour un autre, préparez un classeur chiffré : sa phrase de passe est montrée une seule fois, et passe par un autre moyen.'], lien: { adresse: '/retours/classeur', libelle: 'Réponses à transmettre' } },
        { titre: 'Poser un PNI', etapes: ['Ouvrez la page de la personne depuis « Orientations ».', 'Choisissez « PNI » et indiquez le premier jour : le dernier jour, 24 mois plus tard au plus, est calculé pour vous.'], lien: { adresse: '/orientations', libelle: 'Orientations' } },
        { titre: "Répondre à l'enquête annuelle", etapes: ["Votre agence est la référence d'un PLIE : huit questions sur le partenariat, chacune gardée dès que vous répondez.", 'La réponse du PLIE se montre à côté de la vôtre, question par question.'], lien: { adresse: '/enquete', libelle: 'Enquête annuelle' } },
        { titre: 'Lever un PNI', etapes: ['Quand un contrat IAE y oblige : dans « PNI », la ligne de la personne propose « Lever ».', 'Sinon, sur la page de la personne, choisissez « PNI », puis la date et le motif de la fin.'] },
      ],
    },
    {
      role: 'ACCOMPAGNATEUR', titre: 'Accompagnateur-emploi', resume: 'Vous suivez les participants de votre portefeuille.',
      taches: [
        { titre: 'Enregistrer un premier contact', etapes: ["Cherchez la personne (touche « / » pour aller à la recherche).", 'Sur sa page, le bouton principal propose le prochain acte : enregistrez le contact, présent ou absent.'], lien: { adresse: '/personnes', libelle: 'Personnes' } },
        { titre: 'Intégrer un participant', etapes: ["Sur sa page, choisissez « Intégration ».", "Indiquez la date de signature du contrat d'engagement et le référent unique. La demande de PNI part avec le prochain tableau de suivi."] },
        { titre: 'Tenir le parcours', etapes: ['Notez au moins un entretien par mois civil, sauf si une étape couvre tout le mois.', 'Ajoutez les étapes avec leur début, leur fin et leur résultat.', "L'accueil vous rappelle les entretiens qui manquent et les PNI qui finissent."], lien: { adresse: '/', libelle: 'Accueil' } },
        { titre: 'Compléter votre mois', etapes: ["Dans le menu, sous « Plus », ouvrez « Contrôles » : ce qui manque dans les dossiers que vous suivez, du plus pressant au moins pressant.", "Ouvrez un contrôle, puis corrigez ligne à ligne : la ligne disparaît de la liste."], lien: { adresse: '/controles', libelle: 'Contrôles' } },
        { titre: 'Donner suite à une réponse de Pôle emploi', etapes: ["L'accueil et le portefeuille comptent celles qui vous attendent : PNI levé ou refusé.", 'Enregistrez la sortie, demandez un nouveau PNI ou poursuivez sans délégation, puis dites ce qui a été fait.'], lien: { adresse: '/retours', libelle: 'Réponses de Pôle emploi' } },
        { titre: 'Enregistrer une sortie', etapes: ["Enregistrez d'abord l'emploi ou la formation, avec le contrat et la preuve vue.", "Choisissez « Sortie » : l'application déduit la nature, vous en donne la raison, et vous confirmez."] },
        { titre: 'Corriger une erreur', etapes: ["Sur la page de la personne, choisissez « Corriger ».", 'Les mêmes règles s\'appliquent, et la correction est gardée dans le journal.'] },
      ],
    },
    {
      role: 'ANIMATION', titre: "Équipe d'animation du PLIE", resume: 'Vous recevez les orientations, vous préparez le tableau de suivi et le bilan.',
      taches: [
        { titre: 'Répartir les orientations reçues', etapes: ["L'accueil compte celles qui attendent, et celles qui attendent depuis plus de 30 jours.", 'Ouvrez la liste, puis attribuez chaque personne à un référent unique.'], lien: { adresse: '/orientations', libelle: 'Orientations' } },
        { titre: 'Établir le tableau de suivi', etapes: ["Dans le menu, sous « Plus », ouvrez « Tableau de suivi » : la page dit où en est le mois et combien de jours il reste.", 'Préparez-le, faites compléter ce que montrent les contrôles, puis validez : il est figé.', 'Préparez le fichier chiffré, envoyez-le le 6 au plus tard, et donnez la phrase de passe par un autre moyen.'], lien: { adresse: '/tableau-de-suivi', libelle: 'Tableau de suivi' } },
        { titre: 'Contrôler le mois avant de le valider', etapes: ["Dans le menu, sous « Plus », ouvrez « Contrôles » : chaque nombre ouvre sa liste, chaque ligne l'endroit où corriger, et la page dit qui peut agir.", 'Sur chaque contrôle, vous décidez s\'il empêche de valider le mois.', 'Comparez enfin avec la liste de Pôle emploi : depuis son fichier, ou sans fichier si son agence travaille dans cette application.'], lien: { adresse: '/controles', libelle: 'Contrôles' } },
        { titre: 'Importer le retour de Pôle emploi', etapes: ['Quand votre agence travaille dans une autre installation, elle vous envoie un classeur chiffré.', "L'aperçu montre ce que chaque ligne changerait ; une personne mal désignée se choisit à l'écran."], lien: { adresse: '/retours/import', libelle: 'Importer un retour' } },
        { titre: "Répondre à l'enquête annuelle", etapes: ['Huit questions sur le partenariat ; chaque réponse est gardée dès que vous la donnez.', 'Les réponses de Pôle emploi se montrent à côté des vôtres ; là où elles diffèrent, enregistrez celle dont le comité de pilotage est convenu.'], lien: { adresse: '/enquete', libelle: 'Enquête annuelle' } },
        { titre: "Établir le bilan de l'année", etapes: ["Dans le menu, sous « Plus », ouvrez « Bilan » et choisissez l'année.", 'Chaque nombre ouvre la liste des personnes comptées ; « Définitions » dit comment il est compté.', "L'onglet « Graphiques » montre l'année en images ; « Document pour le comité (PDF) » réunit chiffres clés, graphiques, tableau, enquête et définitions.", '« Simuler une autre règle des sorties positives » montre ce que deviendraient les taux ; rien n\'est enregistré.', "Dans « Suivi des bilans », contrôlez l'année puis validez-la avant le 30 avril : ses chiffres ne changent plus et les correspondants régionaux la reçoivent.", '« Envoyer aux correspondants régionaux », sur le bilan validé, leur adresse aussi le document et le classeur ; le registre garde chaque envoi.', "S'ils vous la renvoient, rouvrez-la en disant pourquoi : la première version reste lisible, et la page montre ce qui a changé."], lien: { adresse: '/bilans', libelle: 'Suivi des bilans' } },
        { titre: 'Regarder une autre période que l\'année', etapes: ['Dans le menu, sous « Plus », ouvrez « Analyses », puis « Chiffres d\'une période » : un mois, un trimestre, ou vos dates.', 'Répartissez les chiffres selon l\'agence, la commune, l\'âge, les freins… ; chaque nombre ouvre sa liste, et la page se télécharge.', '« Devenir des personnes orientées » dit où elles en sont 3, 6, 12 et 24 mois plus tard ; « Délais entre les étapes », combien de temps chacune demande ; « Orientations en cours à une date », combien attendaient ou étaient suivies ce soir-là.'], lien: { adresse: '/analyses', libelle: 'Analyses' } },
        { titre: 'Transmettre le relevé des demandes', etapes: ["« Relevé des demandes » compte ce qui a été demandé à Pôle emploi dans l'année, et ce qui a été réalisé (article 6 de la convention).", 'Téléchargez le classeur, transmettez-le, puis notez le jour et le destinataire au bas de la page.'], lien: { adresse: '/releve-des-demandes', libelle: 'Relevé des demandes' } },
        { titre: 'Reprendre un historique tenu dans Excel', etapes: ['Ouvrez « Reprise » et choisissez le classeur ou les fichiers CSV.', "Lisez l'aperçu : rien n'est enregistré avant votre confirmation."], lien: { adresse: '/reprise', libelle: 'Reprise' } },
      ],
    },
    {
      role: 'CORRESPONDANT_REGIONAL', titre: 'Correspondant régional', resume: 'Vous recevez les bilans de la région. Vous ne voyez que des nombres, jamais une personne.',
      taches: [
        { titre: "Conduire l'enquête annuelle", etapes: ['Ouvrez « Enquête annuelle », puis une enquête : chacun voit quand répondre.', "« Relancer » écrit à ceux qui n'ont pas tout répondu, « Voir le tableau » consolide les réponses par département.", 'Une fois close, une enquête est figée : ses réponses ne changent plus.'], lien: { adresse: '/enquete', libelle: 'Enquête annuelle' } },
        { titre: 'Lire le bilan de la région', etapes: ["Ouvrez « Bilan », choisissez l'année et le territoire.", 'Les taux sont refaits à partir des sommes ; une cellule dit combien de PLIE elle couvre.', '« Bilans validés seulement » laisse de côté les chiffres qui bougent encore.', '« Comparer les PLIE » les met côte à côte sur un chiffre, « Graphiques » montre la région en images, « Document pour le comité (PDF) » réunit le tout.', '« Simuler une autre règle des sorties positives » montre ce que deviendraient les taux ; rien n\'est enregistré.'], lien: { adresse: '/bilan', libelle: 'Bilan' } },
        { titre: 'Recevoir les bilans', etapes: ['« Suivi des bilans » dit où en est chaque PLIE, et lesquels sont en retard après le 30 avril : relancez-les d\'ici.', 'Relisez un bilan reçu, puis acceptez-le, ou renvoyez-le en disant ce qui est à revoir.', "Quand tout est accepté, closez l'année."], lien: { adresse: '/bilans', libelle: 'Suivi des bilans' } },
        { titre: 'Regarder une autre période que l\'année', etapes: ['Ouvrez « Analyses », puis « Chiffres d\'une période » : choisissez les dates, puis un territoire, ou ce qui répartit les chiffres de tous vos PLIE.', 'Les autres pages suivent les personnes dans le temps : leur devenir à 3, 6, 12 et 24 mois, les délais entre les étapes, les orientations en cours à une date.', 'Un nombre de 1 à 4 se lit « < 5 » ; d\'autres sont masqués avec lui pour qu\'il ne se retrouve pas.'], lien: { adresse: '/analyses', libelle: 'Analyses' } },
      ],
    },
    {
      role: 'ADMINISTRATEUR', titre: 'Administrateur', resume: 'Vous tenez les organisations, les conventions, les comptes et les listes. Vous ne voyez aucun dossier.',
      taches: [
        { titre: 'Ouvrir un compte', etapes: ['Ouvrez « Administration », puis « Comptes ».', "Créez le compte et remettez à la personne le lien d'invitation : il sert une fois, pendant 24 heures."], lien: { adresse: '/administration', libelle: 'Administration' } },
        { titre: 'Fermer un compte', etapes: ['Désactivez-le : ses sessions ouvertes finissent aussitôt, et ce que la personne a fait reste dans le journal.'] },
        { titre: 'Ajouter une convention', etapes: ["Choisissez le PLIE, l'agence et les dates.", 'Trois réglages changent le bilan : la phase de diagnostic, les informations collectives, le périmètre des sorties.'] },
      ],
    },
    {
      role: 'DPO', titre: 'Délégué à la protection des données', resume: 'Vous vérifiez qui a vu et changé quoi.',
      taches: [
        { titre: 'Lire le journal', etapes: ['Ouvrez « Journal » : chaque acte porte son auteur, sa date et ce qui a changé.', "Les filtres disent qui a consulté, cherché, sorti, imprimé, modifié ou effacé ; « Fiche n° » montre tout ce qui touche une personne.", "Le bas de la page dit jusqu'où le journal est scellé."], lien: { adresse: '/journal', libelle: 'Journal' } },
        { titre: 'Veiller à la durée de conservation', etapes: ['« Conservation » dit la politique de chaque convention, et qui partira, mois par mois.', "Suspendez l'effacement d'une personne quand un contentieux ou un contrôle le demande.", 'Chaque nuit où quelque chose est détruit laisse un certificat, sans un nom.'], lien: { adresse: '/conservation', libelle: 'Conservation' } },
        { titre: 'Répondre à une personne', etapes: ["« Demandes de droits » tient le registre : accès, rectification, effacement, limitation, opposition.", "Notez d'abord comment l'identité a été vérifiée : rien n'est remis avant.", 'La réponse est due un mois après la réception ; la page de la demande dit ce qui suit.'], lien: { adresse: '/demandes-de-droits', libelle: 'Demandes de droits' } },
        { titre: 'Éclaircir un usage inhabituel', etapes: ["L'accueil le signale : beaucoup de fiches ouvertes en une heure, ou plusieurs fichiers nominatifs sortis dans la journée.", "Ouvrez ses actes, demandez à l'agent ce qui s'est passé, puis notez la suite."], lien: { adresse: '/journal/alertes', libelle: 'Usages inhabituels' } },
        { titre: 'Tenir le registre des violations', etapes: ["Notez la violation avec le jour et l'heure de sa découverte : deux délais partent de là, 36 heures pour l'autre partie de la convention, 72 heures pour la CNIL.", "Envoyez à l'autre partie le message prêt, d'ici ou depuis votre messagerie : le registre garde à qui il a été dit, quand et comment.", 'Une violation se clôt quand tous ceux qui doivent savoir le savent ; une ligne notée par erreur se marque « sans objet », elle ne s\'efface pas.'], lien: { adresse: '/violations', libelle: 'Violations' } },
        { titre: 'Dire qui répond, et où sont les données', etapes: ["« Correspondants et hébergement » nomme, pour chaque partie, qui répond de la protection des données et de la sécurité : c'est à eux qu'une violation se dit.", "Déclarez chaque pays où sont les données ou d'où l'on y accède : l'Union européenne seule est acceptée.", "La liste s'imprime ou se télécharge : l'autre partie peut la demander à tout moment."], lien: { adresse: '/correspondants-et-hebergement', libelle: 'Correspondants et hébergement' } },
      ],
    },
  ];
}
