import type { Rule } from "./rule.ts";

const about = { class: "date_request", source: "hand-written", from: "both" } as const;

export const DATE_REQUEST: readonly Rule[] = [
  {
    ...about,
    id: "date.go-out",
    language: "any",
    register: "plain",
    blocks: [
      "@outing|@drink|@meal tonight|2nite|tomorrow|tmrw|sometime|friday|saturday|sunday|weekend|later|ce|demain|vendredi|samedi|dimanche|avec|with|ensemble|together|some|after|apres|chez|my|on _2 soir|moi|me|?|treat|toi|vous|you|yours|mine|ensemble|work|together|weekend|shout|night|us|boulot|taf|day",
      "ca|ça|cela t|te|vous|vs|tu dit|dirait|tente|tenterait|branche|brancherait|plairait|interesse|tenterais _3 @outing|sortir|voir|revoir|boire|verre|se|qu|un|une|de|ensemble",
      "@outing|sortir|voir|revoir _6 ca|ça t|te|vous dit|dirait|tente|tenterait|branche|brancherait|plairait",
      "aimerais|aimerai|voudrais|adorerais|souhaiterais|envie|love|like|want|would _3 inviter|sortir|revoir|connaitre|diner|dejeuner|emmener|take|ask|see|know|meet _2 a|avec|vous|toi|te|you|u|better|out|@outing|mieux|seul|seule|for",
      "@your? invite|inviter|inviterais|emmene|emmener|emmenerais|offrir|offre|payer|paye un|une|au|en|a|boire|le @outing|week|boire|diner|dejeuner|danser|manger",
    ],
    holds: [
      "prendre|boire|boit|bois|prend|prends|offrir|offre|offrirais|payer|paye|inviter|invite|inviterais|partager|partage|grab|get|have|buy|go|going|take|share|come|do|dire|dit|dirait|tente|tenterait|branche|plairait|fancy|fancies|up|wanna|want|love|like|care|join|time|faire|fait|fais _4 @drink|@meal|cine|cinema|movie|movies|netflix|resto|balade|promenade|date|bowling|plage|soiree|weekend|concert|picnic|pique _3 @you|vous|toi|ensemble|avec|tous|together|me|moi|soir|soirs|quatre|4|occaz|occasion|jour|demain|week|ce|tonight|sometime|?|un|with|us|i|my|on|nous|one|next|some|vendredi|samedi|dimanche|friday|saturday|sunday",
      "cafe|verre|resto|restau|diner|dejeuner|cine|apero|mcdo|kebab|balade ?|ensemble|avec|tous|entre|en|un|demain|ce|chez|vendredi|samedi|dimanche _1 ?|moi|les|vous|toi|tete|soir|nous|jour|de|deux|matin|amoureux|un|$",
      "inviter|invite|invites|emmener|emmene|sortir|offrir|invitation _2 a|au|un|en|chez|avec|vous|toi|te|ce|boire|diner|dejeuner|prendre @outing|week|moi|boire|diner|dejeuner|soir|toi|vous|manger|prendre|danser|nous|ensemble|verre",
      "plus ample|amplement connaissance",
      "faire|mieux|apprendre|faisons|fasse|faisait connaissance|connaitre|conaitre _2 toi|vous|ensemble|autour|mieux|plus|$|?|nous|avec|un",
      "get|getting to know you|u|each|eachother|ya",
      "know you|u|each better|more|other",
    ],
    unless:
      "cafe offert|merci pour le cafe|thanks for the|cheers for the|restaurant d entreprise|reservation|reserve|table|livraison|commande|order|delivery|machine a cafe|cafetiere|enjoy your|bon appetit|repas|courses|medicament|traitement|porte repas|plateau|pill|pills|tablets",
    example: "ça vous dirait de prendre un verre un de ces soirs ?",
    twin: "Merci pour le café, c'était gentil",
  },
  {
    ...about,
    id: "date.see-you",
    language: "any",
    register: "plain",
    blocks: [
      "on se capte|checke|cale|chope|chine|fait|capter _1 ?|ce|quand|un|demain|apres|$",
      "on|tu|vous|t|nous _1 sort|sortir|sortez|sors|sortait|sorte _2 ensemble|ce|avec|un|quelque|boire|ou|moi|soir|samedi|$",
      "go|going|take|asking|ask|took|hang|hanging|come out _3 with|you|u|sometime|tonight|together|dinner|me|electrician|plumber|driver|friday|saturday",
      "see|can|when|could|love|like|want|may _2 see|meet|take you|u again|tonight|outside|after|properly|out",
      "apprendre|apprenne|envie|like|love _2 a? vous|te|to|nous|t connaitre|conaitre|know",
      "netflix and|n|at|et|ce|chez|&|tonight|chill",
      "repasse|repasser|passer|passe|pop|come|venir|viens|reviens|swing|drop|revenir _4 discuter|chat|verre|drink|papoter|cafe|hang|plaisir|parler|apero|papote|prive|privé|private|boire|tete",
      "ensemble|together ?",
      "piscine|plage|cine|balade|resto|concert|cinema|beach|film|boite|foire|rando ensemble|avec|together|tous|nous|tonight|dimanche|samedi|vendredi|partante|partant",
      "go|date|dating|on|out customer|customers|clients|plumbers|electricians|a|with|your date|me|electrician|plumber|driver|us|sometime",
    ],
    holds: [
      "meet|met|see|catch|hook|link up|you|u|each|again _2 tonight|later|sometime|after|outside|for|tomorrow|?|other|soon|not|properly|when|again|x|2nite|weekend|alone",
      "see you|u again",
      "tu|vous|t|you|u|wat|what|quoi|koi|kes _2 fais|faites|fait|doing|up|plans|prevu|prévu|prevus|busy|free|libre|dispo _1 quoi|koi|anything|any|ce|apres|tonight|after|later|demain|this|2nite|weekend|le|samedi|vendredi _2 soir|work|tonight|weekend|taf|boulot|service|week|later|friday|saturday|samedi|end|demain|tout|midi|nuit|travail|evening|your|shift|job|ce",
      "libre|libres|free|dispo|disponible|busy _1 ce|tonight|this|for|un|later|pour|tonite _2 soir|evening|drink|coffee|verre|dinner|sortir|soirs|date|diner|boire|tonight",
      "about|going|go|on|proper|first|hot|a date ?|with|me|tonight|$|sometime|together|us",
      "accepteriez|accepterais|acceptez|acceptes|voudriez|veux|would|want _3 rendez|sortir|date|invitation|diner|dejeuner|verre",
      "fais|faites koi|quoi _2 soir|demain|weekend|we|samedi|vendredi|dimanche",
      "fais|faites koi|quoi _3 soir",
      "not|pas|hors|outside|dehors for|pour|du|of|de le? work|travail|boulot|taf|service ?|$|hein|again|sometime|you",
      "chez toi|vous|yours|mine|moi|ta|ton|my ou|or _1 chez|moi|mine|yours|toi|vous|my|your",
      "at yours|mine|urs tonight|2nite|later|?|tomorrow",
      "juste|just|simplement|only pour|to|for|a discuter|parler|papoter|chat|talk|bavarder|vous|te|hang|you|drink|chill|verre _1 $|?|voir|un|with|avec|moment|peu|ensemble|and|toi|vous|revoir|parler|entre",
      "dimanche|samedi|vendredi|sunday|saturday|friday|weekend|demain _5 ensemble|together",
      "je|j|i|ill t|te|vous|pick|take|be|vs|you|can|could _1 emmene|emmener|embarque|pick|raccompagne|chercher|up|pique|passe|prends|out|there _3 ou|you|where|resto|chercher|prendre|soir|up|boire|diner|dinner|moto|faire|en|verre|somewhere|at|date|nice|mer|concert",
    ],
    unless:
      "compteur|releve|technicien|chaudiere|colis|chantier|parking|pied|immeuble|portail|accueil|gare|arret|entree|visite|devis|livraison|livrer|intervention|reparation|electrician visit|see you at|see you on|see you tomorrow|see you next|see you then|parcel|delivery|boiler|appointment|the part|rendez vous|dressing|repair|pickup|pick up point|point de rendez|aeroport|airport|station|terminal",
    example: "tu fais quoi après le taf ? on se capte ?",
    twin: "On se retrouve devant le portail à 14 h",
  },
  {
    ...about,
    id: "date.invitation",
    language: "any",
    register: "plain",
    blocks: ["connais|know un|a|des|this _2 endroit|place|spot|coin|bar|pub"],
    holds: [
      "connais|know un|a|this|good|one _1 petit|little|nice|bon|super|good|sympa|chouette pub|bar|resto|restaurant|endroit|place|cafe|coin",
      "dinner|diner|lunch|drink|coffee|verre with|avec me|moi|us",
    ],
    unless:
      "releve|rendez vous|boiler|chaudiere|technicien|colis|parcel|delivery|appointment|compteur|devis|parking|place de stationnement|deux places|camion|livraison|the repair|dressing|infirmiere|taxi|terminal|gare|porte|at reception|accueil|portail|sortie|sit down|stairs",
    example: "tu bois un verre avec moi vendredi ?",
    twin: "Prenez le comprimé avec un verre d'eau vendredi",
  },
];
