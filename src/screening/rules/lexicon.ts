import type { Lexicon } from "./pattern.ts";

/**
 * Lists of words that rules name by `@`. Folded: lower case, without accents. French and English side by side where a
 * sentence mixes them; spellings in haste ("vou", "ur") stand beside the ones of the dictionary.
 */
export const LEXICON: Lexicon = {
  // Whom it is said to.
  you: "vous vou vs vouz tu t te toi you u ya yall yous",
  your: "votre vos votr ton ta tes vot your ur yr youre",
  etre: "etes etiez es etais est t tes ete serez seriez paraissez semblez",
  i: "je j jai g jsuis chui chuis suis i im ive",
  very: "tres trop tro si tellement vraiment vrmt grave super hyper bien drolement sacrement plutot assez aussi tellemen carrement franchement trp so very really rly soo sooo absolutely bloody damn proper pretty totally too quite well just",

  // What is said of looks.
  pretty:
    "belle bell joli jolie jolies jolis joliee mignonne mignon mignone mignones mignonnes mimi ravissante ravissant sublime splendide magnifique canon canonissime charmante charmant seduisante seduisant craquante craquant attirante attirant sexy sex sexi bonne bonnes bonasse fraiche bombe bombasse delicieuse irresistible eblouissante superbe divine desirable appetissante elegante adorable bg beau musclee muscle choupinette choupette frappante envoutante troublante radieuse resplendissante lumineuse bandante baisable pretty beautiful gorgeous stunning cute cutie hot fit lovely attractive handsome hottie beaut ravishing dazzling breathtaking foxy peng buff tasty smokin smoking luscious fine fittie hunky",
  prettyOnly:
    "jolie jolies mignonne mignone mignonnes ravissante ravissant sublime seduisante seduisant craquante craquant attirante attirant sexy bonasse bombasse bombe canon eblouissante irresistible desirable bandante baisable envoutante pretty gorgeous stunning cute hottie fittie attractive handsome beautiful foxy ravishing hunky",
  body: "yeux regard sourire jambes corps visage bouche levres cheveux fesses cul derriere seins poitrine decolete decollete decolleté gorge hanches silhouette forme formes peau parfum odeur voix taille cuisses mollets bras epaules dos nuque abdos pecs fessier gambettes minois courbes ligne physique look style tenue robe jupe pyjama nuisette peignoir maillot legging leggings short shorts top pull talons eyes smile legs body face lips mouth hair bum arse ass butt boobs tits breasts chest figure curves skin perfume voice waist thighs arms shoulders back hips bod dress skirt pyjamas pjs nightie outfit jeans heels",
  bodyIntimate:
    "fesses cul seins poitrine decollete decolete jambes cuisses levres hanches formes courbes corps silhouette sein legs lips bum arse ass butt boobs tits breasts curves thighs hips bod body figure cleavage",
  clothes:
    "robe jupe pyjama nuisette peignoir maillot legging leggings short shorts tenue nue deshabille lingerie talons decollete dress skirt pyjamas pjs nightie yoga pants jeans heels outfit bikini underwear",
  good: "beau bel belle beaux belles joli jolie jolis jolies magnifique magnifiques sublime sublimes superbe superbes doux douce bon bonne bons bonnes sacre sacree sacrees ravissant ravissante charmant charmante splendide incroyable parfait parfaite vert verts bleu bleus nice lovely gorgeous beautiful stunning amazing great perfect cute sexy pretty incredible hot fit banging",

  // Tenderness.
  petNameSure:
    "bb bebe cherie cheri poupee pupuce princesse bichette minette chaton babe babes bae sweetheart sweetie gorgeous cutie sexy hottie princess treacle doll darling beaute",
  kiss: "bisous bisou bizou bizous bises bise bisoux kiss kisses smooch xoxo xx xxx baiser baisers mwah",
  heart: "❤ 💘 💕 💖 💗 💓 💞 💝 💋 😘 😍 🥰 😻 💙 💜 🧡 💛 💚 🖤 ♥ 😚 😗 🌹 🫶",
  wink: "😉 😏 😜 😈 😇 🤤 🔥 👀 💦 🍑 🍆 👅 🥵 😋 🙈",
  lewdSign: "🍑 🍆 💦 👅 🥵 🤤 😈 🍒",
  think:
    "pense pensé penser penses pensais reve reves imagine thinking think thought dreamt dream dreaming dreamed imagining",

  // Going out.
  drink: "verre verres cafe kfe kfé coffee drink drinks pint beer cocktail wine apero apéro biere bière cuppa",
  meal: "resto restau restaurant diner dejeuner dejeuné diné mcdo kebab pizza sushi brunch dinner lunch meal bite supper breakfast",
  outing:
    "verre cafe coffee drink drinks pint beer cocktail apero biere resto restau diner dejeuner mcdo kebab pizza sushi brunch dinner lunch cine cinema film movie movies netflix balade promenade plage piscine boite sortie concert date rencard rancard rancart walk pub bar club party beach bowling",

  // Who she is.
  partner:
    "mari copain mec conjoint compagnon homme cheri fiance petitami copine femme boyfriend bf husband hubby partner man fella girlfriend wife gf",

  // Off the platform.
  mailHost: "gmail hotmail yahoo outlook icloud protonmail wanadoo laposte gmx aol",
  network:
    "insta instagram ig snap snapchat snapchatt facebook fb messenger whatsapp wsp whatsap watsap wathsapp watsapp whats wa telegram tg signal tiktok tik twitter x linkedin skype discord viber wechat imo tinder bumble onlyfans kik threads bereal facetime gram",
  networkSure:
    "insta instagram snap snapchat snapchatt whatsapp whatsap watsap wathsapp watsapp wsp telegram tiktok viber wechat messenger onlyfans kik facetime skype discord fb facebook",
  addVerb:
    "ajoute ajoutez ajouter add follow suis suivez cherche cherchez trouve retrouve contacte contactez ecris ecrivez texte texto appelle appelez rejoins rejoignez parle parler continue continuer passe passez passons msg message mp dm pm text txt call ring reach hit find write email mail scan scanne scannez",

  // Anger, force.
  insultMild:
    "minable minables ordure ordures charlot charlots bolosse boloss trouduc boudin naze nazes sorciere radine radin larbin bouffon bouffonne clodo clochard gonzesse cruche debris bique pouf ignare plouc ploucs tocard cassos kassos gogol crevard raclure vermine parasite cafard pathetic useless moron loser losers scum spinster filthy disgusting rat snitch trash pillock plonker numpty wally idiot idiots idiote idiotes imbecile imbeciles debile debiles stupid stupide hypocrite",
  insultNoun:
    "connard conard connards connarde connasse conasse connasses con cons conne connes salope salopes salop salaud salopard salops pute putes putain puta putin pouffiasse poufiasse pouffe grognasse petasse pétasse garce batard batarde batards enfoire enfoires encule enculé encules enculer enculee fdp ntm tg ftg bouffon bouffonne abruti abrutie abrutis cretin cretine debile debiles mongol mongole attarde attardee triso trisomique idiot idiote idiots idiotes imbecile imbeciles incapable incapables incompetent incompetente merde merdes merdeux merdeuse ordure ordures raclure dechet dechets vermine clochard clocharde clodo cassos cas boulet tocard tocarde minable pauvre tache branleur branleurs branleuse glandeur feignasse feignasses feignant feignants faignant voleur voleurs voleuse escroc escrocs menteur menteuse moche mocheté thon cageot laideron grosse vache truie cochonne porc porcs chienne chien negro negre bougnoule bicot arabe youpin feuj chinetoque gouine pede pd pedale tarlouze tapette tafiole travelo folle vieille peau mytho hysterique tarée taree malade psychopathe gogol golmon clown bastard bastards bitch bitches biatch btch whore slut slag slapper cow cunt twat dick dickhead prick wanker wankers tosser bellend knobhead knob asshole arsehole assholes motherfucker fucker moron stupid retarded dumb dumbass loser losers scum pig trash filth muppet karen hag witch skank bimbo fatso nigger nigga paki chink faggot fag tranny freak psycho liar thief crook useless pathetic monkey",
  insultSure:
    "connard conard connards connasse conasse connasses salope salopes salaud salopard salop pute putes pouffiasse poufiasse pouffe grognasse petasse garce batard batards batarde enfoire enfoires encule encules enculee fdp ntm ftg abruti abrutie abrutis cretin cretine mongol mongole gogol golmon cassos tocard tocarde branleur branleurs branleuse raclure negro negre bougnoule bicot youpin chinetoque gouine pede pd tarlouze tafiole tapette travelo bastard bastards bitch bitches biatch btch whore slut slag slapper cunt twat dickhead prick wanker wankers tosser bellend knobhead asshole arsehole assholes motherfucker fucker moron retarded dumbass scum skank bimbo fatso nigger nigga paki chink faggot fag tranny hag feignasse feignasses cageot laideron",
  swear: "merde putain bordel chier foutre nique niquer niker enculer fuck fucking fuckin shit piss bollocks wtf",
  shutUp: "gueule ftg tg bec shut gob",
  kill: "tuer tue tuerai tuerais crever creve crèves buter bute buterai egorger egorge planter plante saigner saigne fumer fume defoncer defonce massacrer massacre demonter demonte eclater eclate cramer crame bruler brule kill murder stab shoot slit burn smash beat bash batter break hurt punch",
  beat: "frapper frappe taper tape cogner cogne casser casse peter pete baffe gifle gifler claque claquer raclée tabasser tabasse boxer boxe etrangler slap punch hit kick choke strangle smack",
  complaint: "plainte signalement avis note reclamation commentaire complaint report review rating refund",

  // Sex.
  sexualWord:
    "capote capotes preservatif preservatifs condom condoms vibromasseur vibro vibrator gode dildo gaterie gateries turlute quickie seggs segs horny naked nude topless strip striptease lubrifiant lube knickers thong panties soutif culotte cochonneries coquine coquines coquin caliente soumise dominante erotique erotic sexe sex jouir jouissance bander gemir orgasme orgasm fellation sodomie anal levrette blowjob bj handjob escort prostituee sextoy cum shag shagging wank cunnilingus threesome partouze libertin libertine echangiste pornstar porno porn tits boobs nichons",
  sexAct:
    "baiser baise baisez baisé baiserais niquer nique niquez ken quene tringler tringle sauter bourrer defoncer pecho branler branle branlette masturber masturbe sucer suce suces sucez pipe pipes fellation lecher leche lechouille lechouiller cunni cunnilingus sodomie sodomiser enculer enfiler jouir jouis orgasme ejaculer cumshot levrette partouze gangbang plan bander bande mouiller mouille sexe sex fuck fucking fuckin fucked bang shag shagging screw screwing blowjob bj handjob suck sucking lick licking cum cumming wank wanking masturbate orgasm threesome anal doggy doggystyle ride riding spank bonk",
  sexPart:
    "bite bites queue zob teub chibre penis verge couilles cuilles chatte chattes foufe foufoune moule minou vagin clito clitoris cul fesses fesse nichons nibards nichon seins sein tetons teton nudes nude dick cock pussy cunt tits titties tities boobs boobies nipples nipple ass arse bum clit balls vagina knob willy",
  sexPartSure:
    "zob teub chibre penis couilles foufe foufoune vagin clito clitoris nichons nibards cock pussy tits titties tities boobs boobies clit vagina dick",
};

/** Lists whose words people write with stars: "m*rde". */
export const MASKED_LISTS = ["insultNoun", "insultSure", "swear", "sexAct", "sexPart", "shutUp"] as const;
