import type { Rule } from "./rule.ts";

const about = { class: "personal_data_request", source: "hand-written", from: "both" } as const;

export const PERSONAL_DATA: readonly Rule[] = [
  {
    ...about,
    id: "personal.single",
    language: "any",
    register: "plain",
    source: "BBC, Bolton taxi case: are you single",
    blocks: [
      "es|etes|are|r|t|toujours|still|encore|you|u|vous celibataire|celib|celibat|single|maquee|maque|mariee|married|casee|attached|divorcee|divorced|separee|veuve|fiancee|engaged|pacsee",
      "celibataire|celib|single|mariee|married|maquee|casee|taken|divorced ou|or|?|toi|vous|right|by|not|still|libre|en|btw|then _1 ?|couple|maquee|single|mariee|pas|married|taken|you|mariée|attached|chance",
      "^ celibataire|celib|single|mariee|married|maquee ?",
      "@you|vous|tu|t|u|got|have|as|avez|did|do _2 un|une|a|any|got @partner|boyf|amoureux|amant|quelqu|someone|somebody|anyone|kids ?|dans|en|at|moment|qui|actuellement|or|mec|actually|in|already|deja|ou|un|ta|your|$",
    ],
    holds: [
      "rentrez|rentres|walk|home|marchez|sortez|sors seule|alone|toute _2 soir|nuit|night|?|tard|late|seule",
      "got|have|you|u|as|avez a|un|any|your boyfriend|bf|husband|hubby|mec|copain|mari|fella|partner|man|amoureux|fiance ?|or|actually|dans|then|ou|already",
      "quelqu|qqun|qqn|someone|anyone|personne _2 dans|in|en|a|speciale|special|c _1 ta|votre|vie|your|life|coeur|moment",
      "en couple|relation ou|?|en|toi|vous",
    ],
    unless:
      "salle|lit|chambre|colis|formulaire|impots|dossier|etat civil|livret|titulaire|room|mattress|bed|sim|phase|single phase|rate|glazed|item|use",
    example: "Hello?? are you single or not",
    twin: "single phase or three phase?",
  },
  {
    ...about,
    id: "personal.lives-alone",
    language: "any",
    register: "plain",
    from: "staff",
    blocks: [
      "enfants|kids|gamins|children|petits|gosses _4 pere|papa|dad|father|ex|asleep|dorment|couches|garde|theirs",
    ],
    holds: [
      "@you|vous|vs|tu|t|u|ya vis|vivez|habites|habitez|habite|live|living|vit|dors|dormez|sleep|crèches|home|restes|etes|es|are|r|be|stay _3 seule|seul|alone|solo|own|toute|tout|yourself _3 ?|ici|here|dans|la|cette|ce|soir|tonight|now|the|or|at|maintenant|nuit|une|in|2nite|every|day|$|un|grande|big|there",
      "live|living|vivez|vis|habitez|habites|habite alone|seule|seul|solo|by|toute|tout|on|avec|with|au|a _1 yourself|seule|own|ici|?|quelqu|anyone|your|deux|combien|un|someone|qui",
      "il|elle|he|she rentre|rentrent|revient|get|gets|back|coming|home|finit|part _2 quelle|quand|what|when|home|tard|at|a _2 heure|time|@partner|late|mari",
      "a|at what|quelle time|heure _3 you|vous|tu|u _3 bed|coucher|couches|couchez|dormir|douche|shower|asleep|alone",
    ],
    unless:
      "receptionner|reception|canape|meuble|porter|monter|deux pour|heavy|lift|carry|sofa|fridge|frigo|accessible|ascenseur|recenser|assurance|soins|lever|manger seul|seul client|only parcel|mobilite|aide|infirmiere|teleassistance|chute|fall|adulte|adult|majeur|signer|sign|livraison|delivery|releve",
    example: "Vous vivez seule ici ?",
    twin: "Êtes-vous seule pour réceptionner le canapé ? Il faut être deux",
  },
  {
    ...about,
    id: "personal.picture",
    language: "any",
    register: "plain",
    from: "staff",
    blocks: [
      "photo|photos|pic|pics|picture|selfie|foto|tof|video de|of|d|avec|with toi|vous|you|u|yourself|ton|votre|ur|your|ta|profil|moi|me|nous",
      "mette|mettre|put|voir|see|visage|face un? visage|face|tete|gueule|a|your|ton _2 nom|name|sur|to",
    ],
    holds: [
      "envoie|envoies|envoi|envoye|envoyez|send|montre|montrez|show|sendme|veux|voir|want|see|get|donne|partage|share|t|as|avez|got|have|can|could|peux|fais|drop _3 photo|photos|pic|pics|picture|pictures|selfie|selfies|foto|fotos|tof|video|toph _2 de|of|toi|vous|you|u|yourself|ton|ta|vos|visage|votre|profil|face|stp|ur|your|perso|private|x|😉",
      "selfie|selfies",
    ],
    unless:
      "compteur|piece|panne|probleme|fuite|badge|colis|serrure|plaque|facade|portail|meter|leak|damage|boiler|lock|parcel|piece d identite|id|carte|logement|chaudiere|tableau|box|degats|casse|dommages|salle|facture|broken|router|label|etiquette|boite|interphone|porte",
    example: "Envoyez moi une petite photo de vous que je mette un visage sur le nom",
    twin: "Envoyez-moi une photo du compteur",
  },
  {
    ...about,
    id: "personal.number",
    language: "any",
    register: "plain",
    blocks: [
      "donne|donner|donnez|file|filer|filez|passe|passer|passez|laisse|laisser|laissez|envoie|envoyez|give|gimme|send|get|have|take|can|could|peux|puis|pourrais|aurais|avoir|share|drop|leave|ask|tell|want|veux|recuperer|demander|prendre|echanger|whats|swap|c|quoi _4 ton|votre|your|ur|ta|tes|vos|un|real|vrai|perso|personnel|private|actual|proper number|num|numero|numeros|06|07|digits|insta|snap|whatsapp|fb|facebook|ig",
      "ton|votre|your|ur|le vrai|real|actual|perso|personal|personnel|proper|own|direct numero|num|number|tel|mobile|phone|mail|adresse|06|email|cell|portable",
      "c|what|whats|quel|quelle|koi|quoi|est _2 ton|ta|your|ur|votre vrai|real|actual|perso|personal|own|proper? num|numero|number|06|adresse|address|snap|insta|fb|mail|tel|whatsapp",
      "ton|ta|tes 06|07|num|numero|tel|insta|snap|adresse|mail _1 ?|stp|c|bb|perso",
      "adresse|address _2 exacte|exact|perso|personnelle|home|prive|personal|vraie|real|celle|c _4 ?|chez|toi|koi|quoi|taf|pas|apporterai|cadeau|i|visit",
      "ou|where tu|vous|you|do|u|exactly _1 habites|habite|habitez|live|vis|dors|creches|stay|bosses|travailles|travaillez|work|sors|sortez|party|bosse|hang|gym",
    ],
    holds: [
      "gimme|give|donne|donnez|communiquer|laisser|passe|passez|file|filer|whats|glisse|glissez|filez|donner|have|avoir|ton|quel _2 your|ur|ton|votre|tn|vot _1 cell|mobile|number|numba|nr|num|numero|06|07|portable|phone|tel|email|digits",
      "numero|num|number|06|tel|mail|adresse|email|phone|mobile|portable perso|personnel|personnelle|prive|privé|direct",
      "donne|file|passe|envoie|balance|lache ton|ta|tes|un|moi 06|07|num|numero|tel|insta|snap|facebook|adresse|mail|whatsapp",
      "your|ur number|insta|snap|digits|ig|facebook|socials|whatsapp ?|please|pls|so|x|babe",
      "adresse|address perso|personnelle|privee",
      "chez toi|vous c|pas|ou|where|celle",
    ],
    unless:
      "contrat|client|dossier|commande|suivi|serie|appartement|porte|batiment|rue|etage|livraison|livrer|prise en charge|order|account|reference|tracking|flat|house|contract|customer number|meter|compteur|facturation|billing|intervention|allocataire|secu|adherent|abonne|policy|booking|voie|boite|complete|incomplete|delivery|formulaire|invoice|for the invoice|bureau|je ne suis pas autorise|cant share|pas le droit|pick you up|pickup",
    example: "Donne ton 06 jte textote de mon tel perso",
    twin: "Quel est votre numéro de contrat ?",
  },
  {
    ...about,
    id: "personal.who-are-you",
    language: "any",
    register: "plain",
    from: "staff",
    blocks: [
      "how old|young r|are|u|you",
      "ou|where|quoi|what tu|vous|you|u|do travailles|travaillez|bosses|bossez|work|bosse|etudies|study|do|you _1 ?|sinon|at|work|d|for|exactement",
      "tu|vous|you|u|t|vs sors|sortez|go|party|traines|hang|trainez _1 ou|where|out|souvent|often|le _2 weekend|week|soir|general|out|samedi|friday|night|clubbing|boite|end|weekends|?",
      "ton|votre prenom|petit ?|c|nom",
    ],
    holds: [
      "@you|vous|tu|t|u|ta|ton|quel|as|avez|kel|c|quoi|how|what|whats|your|ur|quelle age|old|ans|annee|born|ne|nee|anniversaire|birthday _1 tu|vous|you|u|as|avez|?|r|are|si|ton|votre|if|c|d|est|when|quand",
      "t|tu|vous|as|avez quel|kel age|ages",
      "t|tu|vous|es|viens|venez|etes|d de|ou|quelle|kel|quel _2 base|origine|origines|pays|nationalite",
      "tu|vous|you|u|t|vs travailles|travaillez|bosses|bossez|work|bosse|taf|etudies|etudiez|study|tafes ou|quoi|where|dans|what|for|comme _1 ?|sinon|quoi|ville|a|$|domaine",
      "tu|vous|you|u fais|faites|do _2 quoi|what|for _2 vie|living|life|metier|boulot",
      "ou|where tu|vous|you|u|do sors|sortez|party|go|traines|hang|trainez|faites|you _2 ?|out|le|week|weekend|on|at",
      "c|quel|quoi|what|whats|koi|est|your|ton|votre ton|votre|petit|est|your|first|vrai|le|ur|real|c prenom|prenoms|petit|name|nom|blaze|blase ?|quoi|koi|au|already|deja|mignonne|toi|belle|x|beautiful|stp|again",
      "tu|t|vous|u|you mesures|mesurez|peses|pesez|weigh|taille|fais|chausses|bra|size|dress _2 combien|?|how|size|quelle|bonnet|taille|poids|much|weight",
      "tu|vous|t|you|u|what|quelle|which|whats|your|ton _2 fac|ecole|lycee|uni|college|salle|gym|club|eglise|mosquee|quartier|school|cross ?|tu|vous|you|vas|go|ta|frequentes|votre|to|de",
      "vis|live|habites|habitez _2 chez|with|avec _1 tes|vos|your parents|folks|mere|mum",
    ],
    unless:
      "chaudiere|boiler|logement|maison|appareil|installation|house|patient|enfant|bebe|chien|chat|beneficiaire|age de la|roof|toiture|signature|interphone|sonnette|le nom sur|name on|nom de famille|nom sur|chambre|etage|surname|name for|client|colis|parcel|livraison|delivery|reservation|booking|carte|doctor|medecin|taux|siege|chaussettes|compteur|rehausseur|baby|child|kids seat|assurance|mutuelle|sur la boite|contrat|facture",
    example: "how old r u if u dont mind",
    twin: "How old is the boiler?",
  },
  {
    ...about,
    id: "personal.private-life",
    language: "any",
    register: "plain",
    from: "staff",
    blocks: [
      "which|what|quel|quelle _1 gym|salle|club|school|ecole|bar|pub|church|uni|university|lycee _4 go|vas|allez|vont|frequentes|kids|enfants|tu|vous|you",
    ],
    holds: [
      "partez|pars|go|going|away _2 vacances|holiday|holidays|week _3 quand|when|?|vide|seule|long",
      "quelle annee|age|annees _1 ?|tu|vous|t",
      "nee|ne|born _1 en|in|quelle|what|when|quand _1 ?|annee|year|quelle",
      "signe|star astro|astrologique|sign",
    ],
    unless:
      "bon de livraison|sonnette|delivery note|invoice|facture|siege auto|car seat|dossier|chaudiere|boiler|built|installee|contrat|chantier|taxi scolaire|school run|transport|ramassage|releve|minibus|adapte|pour le siege",
    example: "what school do your kids go to",
    twin: "Le logement sera-t-il vide pendant les travaux ?",
  },
];
