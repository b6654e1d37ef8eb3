import type { Rule } from "./rule.ts";

const about = { class: "threat", source: "hand-written", from: "both" } as const;

export const THREAT: readonly Rule[] = [
  {
    ...about,
    id: "threat.violence",
    language: "any",
    register: "slang",
    blocks: [
      "@i|jvais|vais|vas|va|going|gonna|ill|will|could|would|want|je|swear|jure|jte|jvous|on _3 te|t|vous|vs|you|u|your|ton|ta|tes|ya|ur @kill|@beat|niquer|niker|niké|defigurer|crever|fracasser|exploser|trouer|goumer|savater|tarter|massacrer|demolir|retrouver|choper|attraper|tomber|arracher|get|find|end|destroy|hunt|ruin|wreck|fuck|deck|knock|sort|cut",
      "te|t|vous|tu _1 casser|casse|peter|pete|defoncer|eclater|exploser|mettre|briser|arracher|refaire|fracasser la|les|le|ta|tes|tronche _1 gueule|tete|dents|jambes|figure|bouche|face|tronche|portrait|bras|genoux|doigts|main",
      "casser|casse|peter|pete|defonce|eclate|exploser la|ta|les|tes gueule|tete|dents|jambes|figure|tronche",
      "tu|vous|t|you|u|youre _1 es|etes|are|r|vas|allez|gonna|will _1 mort|morte|mourir|crever|dead|die|finished|finie|fini|foutu|foutue|saigner|pleurer|souffrir|suffer|regretter|regret|cry|bleed",
    ],
    holds: [
      "@i|going|gonna|ill|will|imma _2 @kill|destroy|hurt|stab|smash|slap|deck|hunt|punch|beat|choke|strangle you|u|ya|him|her _1 $|if|up|so|bad|and|until|for",
      "you|u|youre|tu|t|vous re|are|es|etes|tes? dead|mort|morte $|if|si",
      "lache|lacherai|set|unleash|envoie|sors|get _2 chien|chiens|dog|dogs|pitbull|rott _2 sur|dessus|on|toi|vous|you|u|the",
      "smash|brule|cramer|crame|bruler|rayer|crever|casser|casse|burn|torch|trash|key|slash|wreck|break|defoncer _2 your|ta|ton|tes|votre|vos|the|van|voiture _1 van|car|house|maison|camion|voiture|face|pneus|tyres|windows|camionnette|vitres|baraque|caisse|legs|head|nose|fingers|teeth|jaw|scooter|velo|door|arms",
      "sors|sortir|got|j|ai|ramene|bring|get|have _2 couteau|flingue|gun|knife|machette|batte|surin|calibre|fusil|shotgun",
      "jure|swear|promets|promise|guarantee|garantis _6 tue|kill|defonce|creve|niquer|niker|smash|regret|regretter|payer|paieras|hurt|casse|crame|retrouve|frappe",
    ],
    unless:
      "carte|facture|batterie|phone is dead|battery|tuer le temps|moustique|nuisible|souris|rats|guepes|frelons|wasps|puces|punaises|the line is dead|ligne morte",
    example: "Si t'es pas là dans 5 min je te casse la gueule",
    twin: "La chaudière est morte, il faut la changer",
  },
  {
    ...about,
    id: "threat.you-will-pay",
    language: "any",
    register: "plain",
    from: "staff",
    blocks: [
      "tu|vous|t|you|u|youre|ca|ça|tout vas|allez|va|gonna|will|ll|l|le _2 payer|paieras|paierez|regretter|regretteras|regretterez|pay|regret|sorry|entendre|cher|mordre _2 $|ca|for|it|cher|this|d|dear|that|doigts|tot|tu|amèrement|très",
      "serait|would|d|shame|dommage|pity|be bete|dommage|shame|pity|triste|a|sad|real _2 if|que|qu|s|si _4 arrive|arrivait|happened|something|circulent|tombent|savait|apprenne|knew|found|got|tombe|circulaient|sache|brulait|burned|bruler|leaked",
      "reponds|responsable|responsible|accountable|repondrai _3 plus|not|rien|actes|consequences|for|my",
    ],
    holds: [
      "le|l|it|this|amerement regretter|regretteras|regretterez|regrettera|regretterais|regret",
      "va|vas|vont|peut|peuvent|pourrait|could|might|would|gonna|il t|vous|te|something|arriver|happen|quelque|you|malheur|un _3 arriver|happen|accident|bricoles|malheur|couilles|problemes|trouble|bad|des|nasty _3 bricoles|malheur|misere|ennuis|problemes|bad|you|nasty|des|accident|couilles|to|choses|truc|emmerdes|$|family|home",
      "arrive|arriver|arriverait|happen|happens|happened _2 quelque|malheur|something|accident|un|a|bricoles|des _2 chose|grave|bad|bricoles|accident|malheur|shame|you",
      "dernier|last|final|ultime avertissement|warning|fois|chance _3 je|apres|sinon|before|or|tu|you|$|i",
      "ferais|feriez|as|avez|had|conseille|d|best|youd _2 mieux|interet|better|te|vous _3 taire|watch|retirer|shut|drop|fermer|obeir|oublier|forget|careful|attention|laisser|partir|quiet|delete|supprimer",
      "on|nous|i|we|je|ill|jte|well|see|voit|will va|te|will|se|ll|vous|jte|vais|see|sait|you|know _2 retrouver|croiser|recroiser|retrouve|retrouvera|find|catch|meet|attrapera|around|revoir _3 toi|you|la|moins|et|then|and|dehors|outside|crois|maligne|alone|un|malin|one|later|jour|dans|seul",
      "la|then|alors tu|vous|you feras|rigoleras|riras|ferez|wont|rigoles|laugh _2 moins|plus|be|laughing|so|pas",
      "moins|less la|le|si|so maligne|malin|fiere|fier|maline|tough|clever|smug|brave",
    ],
    unless:
      "payer en ligne|par carte|facture|cheque|pay online|pay by|card|garantie|invoice|frais|fee|refund|remboursement|porte plainte|derniere relance|rappel|echeance",
    example: "t'as voulu me faire virer, tu vas payer",
    twin: "vous allez payer en ligne ou par chèque ?",
  },
  {
    ...about,
    id: "threat.drop-the-complaint",
    language: "any",
    register: "plain",
    from: "both",
    blocks: [
      "retire|retirez|annule|annulez|enleve|supprime|efface|change|changez|drop|withdraw|remove|delete|cancel|take|laisse|laissez|leave|modifie|mets|mettez _3 plainte|complaint|signalement|review|avis|report|commentaire|reclamation|note|rating _6 ou|or|sinon|else|otherwise|regret|avant|before",
      "@complaint _6 regret|regretter|regretteras|consequences|else|sinon|ennuis|payer|pay|hell|virer|fired|job|boulot|vas|retrouve|adresse|live|habites|repercussions",
    ],
    holds: [
      "tu|t|vous|you|u|a|as|avez _2 fais|faire|get|got|cost|voulu|fait|dit|tell|told|parle _3 virer|fired|sack|sacked|job|boulot|patron|boss|licencier|chef _4 vas|will|you|payer|pay|je|tu|regret|i|ll|see|retrouve|attention|verras|cher|mort|better|for",
      "make|rendre|faire|pourrir|ruiner|detruire|gacher|living|ruin|pourris|destroy|transformer _1 your|ta|votre|te|vous|you|la life|vie|hell|enfer|miserable|reputation|existence|misery _1 hell|enfer|impossible|misery|$|a",
      "mes|my|nos cousins|cousin|freres|frere|brothers|mates|potes|copains|gars|boys|friends|lads _3 vont|viennent|will|come|debarquent|passer|venir|arrivent|go|know|gonna|visit|sort|s|take|are|coming",
    ],
    unless: "bugs|appli|application|site|satisfaction|enquete|survey",
    example: "retire ta plainte ou tu vas le regretter",
    twin: "votre plainte a bien été enregistrée, dossier en cours",
  },
  {
    ...about,
    id: "threat.i-know-where-you-live",
    language: "any",
    register: "plain",
    blocks: [
      "je|j|i|on|jai ai|have|connais|know|got|garde|noted|note|jai _1 ton|votre|your|ur|ta adresse|address|plaque|plate|immeuble|digicode|code|rue|street|etage _5 oublie|remember|maintenant|now|attention|rappelle|hein|pas|so|tu|viendrai|i|je|forget|too|souviens|$",
      "garde|gardé|kept|keep|still|encore|toujours|copie|copy|copied _3 double|doubles|cle|cles|clef|clefs|key|keys|badge|trousseau",
    ],
    holds: [
      "je|j|i|jsais|on|we|remember|oublie|rappelle|forget sais|know|connais|ai|have|sait|got|gotta|pas|you _1 ou|where|ton|your|ta|votre _1 tu|vous|you|u|t|habites|your|adresse|address|enfants|kids|school|ecole|famille|immeuble _1 habites|habite|habitez|live|lives|vis|dors|sleep|bosses|work|travailles|travaillez|bosse|crecher|creches|go|park|vont|are",
      "where you|u|your|ur live|lives|family|kids|sleep|parents|children|mum",
      "ou tu|vous habites|habite|habitez|dors|vis|vas|gares|sors",
      "si|if _1 je|i|j _2 perds|perd|lose|losing|vire|vires|fired|suis _6 vous|tu|you|perdrez|perdras|lose|payer|regret|vie",
      "ferme|fermez|verrouille|lock|verrouillez|close|check|dors|dormez|sleep _2 bien|ta|votre|your|well|double|tight|tes|tour _2 porte|portes|fenetres|doors|door|windows|verrou|volets|tour _3 cette|ce|nuit|soir|tonight|night|on|sait|si|maintenant|2nite|from|desormais|jamais|j|i",
      "ferme|fermez|lock bien|ta|your _2 porte|door|doors|portes",
      "photos|pics|video|pictures|nudes|messages|screens _5 circulent|circuler|circulaient|diffuser|publier|leaked|leak|online|publie|post|everyone|monde|diffuse|internet|partagees|mari|husband",
    ],
    unless:
      "comme convenu|as agreed|accord|remis|remise|rendu|rendue|returned|hand|agence|gardien|concierge|boite aux lettres|syndic|post through",
    example: "I know where you live, remember that",
    twin: "I know where the stopcock is, no need to show me",
  },
  {
    ...about,
    id: "threat.shame-if",
    language: "any",
    register: "plain",
    holds: [
      "dommage|bete|shame|pity _2 si|s|qu|que|if _6 arrive|arrivait|arriver|malheur|feu|accident|happen|happened|fail|perdait|perdiez|tombe|tombait|casse|brule|chat|chien|enfants|cat|dog",
      "accident|accidents|malheur est|s|is|are|can|vite|so _3 vite|arrive|happen|happens",
      "attention|gaffe|careful _1 a|en|when|on _2 toi|vous|rentrant|rentrez|descendant|walking|way|home|soir|nuit",
      "previens|previent|prevenu|warning|warned _2 gentiment|nicely|once|fois|you",
      "coming|come|viens|viendrai for|te you|chercher|trouver",
      "a votre|ta place je|j",
      "tic tac",
      "watch|surveille|surveillez your|ton|votre|tes|vos back|dos|arrieres",
    ],
    unless: "carrelage|sol|marche|escalier|chien|step|wet|slippery|courant|electrique|travaux|travail|glissant",
    example: "un accident est si vite arrivé",
    twin: "Attention en descendant, la marche est glissante",
  },
  {
    ...about,
    id: "threat.idiom",
    language: "any",
    register: "plain",
    holds: [
      "connais|know|have|garde|got|ai|sais ton|your|votre|tes|ur adresse|address _3 ecole|school|enfants|gosses|kids|oublie|forget|remember|maintenant|$|hein|et|and",
      "shut|keep|ferme|garde _4 know|sais|bien|good|sante|dents|health|teeth|mieux",
      "never|plus|jamais|not _2 feel|sentiras|safe|tranquille|securite|dormiras|sleep|peace",
    ],
    unless:
      "accident sur|bouchon|retard|chaudiere|boiler|colis|parcel|rear window|pare brise|technicien|glass door|devis|facture|gas|gaz|four|oven|chantier|if alarm",
    example: "ferme bien ta porte cette nuit 🙂",
    twin: "La porte du local ferme mal, je change la serrure",
  },
];
