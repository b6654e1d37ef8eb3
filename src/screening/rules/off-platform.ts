import type { Rule } from "./rule.ts";

const about = { class: "offplatform_contact", source: "hand-written", from: "both" } as const;

export const OFF_PLATFORM: readonly Rule[] = [
  {
    ...about,
    id: "off-platform.network",
    language: "any",
    register: "sms",
    blocks: [
      "@addVerb _3 sur|on|via|by|over|par|in|dans @network",
      "@addVerb _2 @networkSure",
      "sur|on|via|par|over|by|mon|my|ton|your|ur|le|votre|un|ou|or|t|as|have|got|u|avez|ya @networkSure",
      "@networkSure ?|c|cest|is|moi|me|better|instead|easier|mieux|plutot|perso|stp|pls|ou|or|direct|pour|so|plus|@|name|username|pseudo|handle|id|account|compte|group",
      "t|tu|as|avez|you|u|got|have|use|utilises|do|ya _2 @networkSure|wa|tg|ig|fb|messenger",
      "@networkSure _2 pseudo|handle|username|c|est|is|moi|name",
    ],
    holds: [
      "scan|scanne|scannez|flashe|flash _2 mon|my|ma _1 qr|code|snap|qrcode|@networkSure",
      "pseudo|handle|username|identifiant|blase|@ _2 @networkSure|insta|c|est|is|snap",
      "to|over|on|use|have|vers|sur|switch|move|passe|passons signal|telegram|wa|wots|wapp",
      "signal|telegram|wots ?|app|instead|plutot",
      "slide|mes|my|en|in|tes|your dms|dm|mp|mps",
      "fb|facebook|insta|linkedin _2 cherche|trouve|find|look|photo|nom|name|under|search",
      "cherche|find|look|trouve|search _2 moi|me|up|on|sur _2 fb|facebook|insta|linkedin|internet|google|online",
      "dm|mp|pm|inbox moi|me|sur|on|perso|privé|prive",
      "en|in|on mp|dm|dms|pm|private|prive|privé|pv",
    ],
    unless:
      "notre page|our page|compte officiel|application officielle|laissez un avis|leave a review|avis sur|review on|follow us|suivez nous|suivez notre|smart tv|televiseur|decodeur|app ne marche|marche plus|fonctionne|ne s ouvre|works again|test debit|streaming|doesnt load|loading|wont load|wifi|debit|se connecte|cold snap|snap fit|oh snap|anti snap|cylinder|snapped|snapchat ads|facebook marketplace",
    example: "on continue sur telegram ?",
    twin: "Telegram et les autres applis marchent de nouveau, la box est changée",
  },
  {
    ...about,
    id: "off-platform.leave",
    language: "any",
    register: "plain",
    blocks: [
      "au noir|black",
      "off|under|sous the|le|la books|table|radar|manteau|counter",
      "my|mon|le|own|sur|on|from _1 perso|personal|private|own|other|real|vrai|autre|second cell|number|numero|num|tel|phone|mobile|line|portable|telephone|mail|email|adresse|one",
      "here|voici|voila|note|notez|take|prends|prenez|tiens|garde|gardez|save|keep|have|enregistre|enregistrez|jot|write _2 mon|my|ma|down|this num|numero|number|tel|06|07|mail|email|mobile|portable|cell|phone|contact|line|snap|insta|telephone",
      "arobase|arobaze|arrobase|arob",
      "@mailHost dot|point|com|fr|co|perso|stp|pls",
      "at|chez|sur|my|mon|a|et @mailHost",
      "point|dot com|fr|net|org|co|example|io|be|eu|me",
    ],
    holds: [
      "passe|passez|passer|book|booke|reserve|hire|contacte|contactez|appelle|appelez|appeler|call|ring|text|texte|ecris|ecrivez|joins|joindre|prends|come|reach|message|demandez|demande|voyez|voir|traite|traitez|deal|joignez|bosser|write|email|mail|msg|whatsapp _2 par|moi|me|direct|directement|privately|with|en|on|avec|m _3 direct|directement|directly|black|noir|perso|privately|private|personal|prochaine|next|cash|prive|own|sans|liquide|personnel|outside|hors|off|side",
      "@mailHost",
      "mon|my|mn|votre|ton|your|ur 06|07|num|numero|nr|number|numba|mobile|portable|tel|card|carte _4 sous|derriere|dans|under|inside|behind|on|in paillasson|papier|feuille|dos|boite|doormat|back|box|sheet|cover|pencil|bottom|corner|mat|wrap",
      "cash|job|jobs|work|bit|do|it _4 on the side",
      "private|prive|perso|personal|direct|directe mail|email|adresse|address|line|ligne|chat|jobs|job|number|numero|site|link",
      "scan|scanne|scannez|flashe|flashez _3 qr|code|sticker",
      "en direct avec|entre|sans|au|sur|plutot|la|pour|c",
      "sans|skip|bypass|without|avoid|outside|hors|cut|eviter|evite|forget _2 passer|agence|agency|plateforme|platform|app|appli|intermediaire|middleman|company|boite|societe|office|boss|uber|through _2 agence|agency|plateforme|platform|app|appli|intermediaire|middleman|boite|societe|company|la|l|out|office|uber|par|$|deal|and|et|direct",
      "travail|payer|paye|paiera|regler|regle|deal|pay|cash|faire|fais _2 au|on|off|sous noir|black|side|books|manteau|table",
      "privately|direct|directement la? next|prochaine|cheaper|moins",
      "peux|peut|cant|can pas|not? parler|talk|tout|say _1 librement|freely|ici|here|on|properly",
      "mon|my|sur perso $|zero|#|c|au|stp|sinon|plutot|dans|pour",
      "mon|my|moi|m numero|num|number|06|07|cell|mobile|tel|portable|phone _1 c|est|is|cest|#|zero|oh|au|for",
      "text|call|ring|appelle|appelez|texte|write|ecris|sms me|moi|m|mo _1 at|au|on|sur|direct _1 #|zero|oh|mon|my|o|double|perso",
    ],
    unless:
      "pay in cash|especes acceptees|pas d especes|livraison directe|en direct de l atelier|ligne directe du service|standard|service client|customer service|hotline|dont take cash|we do not|support line|office|agence au|sav|secretariat|astreinte|urgence|emergency|accueil",
    example: "Book me privately next time, cheaper",
    twin: "Book your next visit online",
  },
  {
    ...about,
    id: "off-platform.number-in-part",
    language: "any",
    register: "sms",
    holds: [
      "finit|fini|finissent|commence|begins|starts|ends|ending par|with|in|comme _3 #",
      "06|07 devant|before|in|first",
    ],
    unless:
      "client|commande|dossier|reference|serie|facture|contrat|etiquette|code|suivi|colis|order|invoice|serial|customer|account|model|barcode|meter|compteur",
    example: "ça finit par 98 61 07, le début tu le connais",
    twin: "Votre numéro client commence par 21, en haut de la facture",
  },
];
