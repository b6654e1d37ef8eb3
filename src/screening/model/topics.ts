import type { Lexicon } from "../rules/pattern.ts";

/** Topics of which one word is enough for the model to have an opinion on a text of three. */
export const CHARGED = [
  "body",
  "clothes",
  "contempt",
  "insult",
  "kiss",
  "looks",
  "love",
  "network",
  "outing",
  "revenge",
  "sexual",
  "single",
  "swear",
  "tender",
  "violence",
] as const;

/**
 * What words are about, French and English together. The model learns which topics stand beside which in ordinary texts,
 * so that a word it never met counts for what it means. No rule asks for these lists, and none blocks.
 */
export const TOPICS: Lexicon = {
  // Work.
  parcel:
    "colis paquet carton cartons livraison livraisons livre livrer livreur livree commande commandes courses repas plateau sac sacs courrier lettre recommande facteur coursier relais consigne retour etiquette expediteur destinataire emballage palette transporteur parcel parcels package box boxes delivery deliveries deliver delivered courier order orders shipment pickup dropoff locker label sender groceries bag bags post postman",
  road: "route rue avenue boulevard rocade autoroute bouchon bouchons embouteillage trafic circulation travaux deviation accident gps rond camion camionnette fourgon vehicule utilitaire voiture moto scooter velo taxi vtc course chauffeur parking place stationnement stationner garer gare garez feu peage essence traffic road street lane motorway jam van truck lorry car bike cab ride driver park parking parked drive satnav junction roundabout roadworks detour",
  building:
    "immeuble batiment bat etage etages ascenseur escalier escaliers palier hall entree portail porte portes portillon interphone digicode sonnette sonne sonner code badge cle cles cave garage gardien gardienne concierge residence cour loge boite lettres grille barriere acces appartement appt lot building floor floors lift elevator stairs stairwell landing lobby entrance gate door doors doorbell buzzer intercom code key keys fob basement garage caretaker concierge flat block courtyard letterbox mailbox access porch",
  plumbing:
    "fuite fuites eau robinet robinets evier lavabo baignoire douche wc toilettes siphon joint joints tuyau tuyaux canalisation canalisations chaudiere chauffage radiateur radiateurs ballon cumulus pression vanne purge purger clapet raccord raccords flexible mitigeur chasse thermostat pompe circulateur bruleur filtre fioul gaz bouchon debouchage leak leaks water tap taps sink basin bath shower toilet drain drains pipe pipes boiler heating radiator radiators cylinder pressure valve bleed fitting fittings hose cistern thermostat pump burner filter gas oil stopcock washer seal",
  electricity:
    "courant electrique electricite disjoncteur tableau prise prises fil fils cable cables compteur fusible interrupteur ampoule lumiere lampe terre differentiel gaine panne coupure box fibre internet wifi reseau debit modem routeur decodeur signal ligne connexion raccordement technicien electricien power electric electrical breaker fuse fusebox socket sockets plug wire wires wiring cable cables meter switch bulb light lamp earth outage broadband fibre internet router modem network speed signal line connection installer engineer electrician",
  repair:
    "reparation reparer repare piece pieces panne intervention depannage devis garantie outil outils vis visser devisser percer perceuse colle silicone platre peinture carrelage parquet serrure serrurier cylindre verrou vitre vitrage volet volets store fenetre meuble meubles machine lave linge vaisselle four frigo hotte moteur demonter remonter monter montage pose poser remplacer remplacement neuf usee casse cassee repair repaired fix fixed part parts job quote warranty tool tools screw screws drill glue sealant plaster paint tiles flooring lock locksmith bolt window glazing shutter blind furniture appliance washing dishwasher oven fridge motor assemble assembly install installed replace replaced replacement worn broken",
  care: "soin soins infirmier infirmiere infirmieres aide soignante toilette pansement pansements traitement medicament medicaments comprime comprimes pilulier ordonnance piqure injection insuline tension glycemie perfusion sonde patient patiente medecin docteur hopital clinique kine seance douleur douleurs plaie jambe jambes dos peau rougeur talon fauteuil lit barriere couche couches protection repas mixe chute rechute care carer carers nurse nurses dressing dressings medication medications tablet tablets pill pills prescription injection insulin pressure sugar drip catheter patient doctor gp hospital clinic physio session pain wound leg legs back skin heel wheelchair bed rails pads fall falls",
  cleaning:
    "menage nettoyage nettoyer nettoye propre repassage repasser linge vitres poussiere aspirateur serpilliere poubelle poubelles dechets encombrants cuisine salon chambre chambres bureau jardin pelouse haie taille tonte arrosage piscine terrasse cleaning clean cleaned cleaner ironing laundry windows dust hoover mop bin bins rubbish kitchen lounge bedroom office garden lawn hedge mow watering pool patio",
  animal:
    "chien chiens chienne chat chats chatte chiot chaton lapin cheval poule animal animaux veto veterinaire vaccin croquettes laisse sterilisation niche aquarium dog dogs cat cats puppy kitten rabbit horse hen pet pets vet vaccine kibble lead leash litter",
  lesson:
    "cours eleve lecon devoirs maths anglais francais grammaire exercice exercices revision controle examen brevet bac professeur piano solfege lesson lessons pupil homework maths english french grammar exercise exercises revision test exam teacher tutor piano chapter",
  housing:
    "visite logement maison appartement bail loyer locataire proprietaire agence bien vente achat acquereur etat lieux diagnostic caution dossier notaire compromis viewing property house flat lease rent tenant landlord agency sale buyer deposit survey solicitor inventory",
  money:
    "prix tarif devis facture factures paiement payer paye payee reglement regler montant euros eur tva acompte remboursement rembourser carte virement cheque especes gratuit gratuitement franchise assurance pourboire monnaie price quote invoice invoices payment pay paid bill amount pounds vat deposit refund refunded card transfer cheque cash free excess insurance tip change fee charge charged",
  paper:
    "dossier numero reference ref contrat client service agence support ticket formulaire document documents signature signer signe photo photos piece identite carte attestation rapport compte rendu espace application appli mail mails lien page site file number reference contract customer service agency support ticket form document documents signature sign signed photo photos id card certificate report summary account app application email emails link page site website",
  appointment:
    "rdv rendez creneau creneaux passage passer passe repasser repasse venir viens viendrai arrive arriverai arrivee arrivons avance retard decaler decale decalee reporter reporte reportee annuler annule annulee confirmer confirme confirmee planning tournee disponible dispo prevu prevue demain aujourd hui matin apres midi soir appointment slot slots visit come coming arrive arrives arriving arrival early late delay delayed reschedule rescheduled postpone postponed cancel cancelled confirm confirmed schedule round available booked tomorrow today morning afternoon evening",
  time: "lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre h heure heures min minute minutes minuit midi semaine semaines mois jours weekend monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december hour hours mins minutes midnight noon week weeks month months days weekend",
  courtesy:
    "merci mercis svp stp plait bonjour bonsoir bjr bsr salutations cordialement bonne journee soiree continuation excellente desole desolee dsl pardon excusez excuse patience comprehension accueil plaisir volontiers ok daccord entendu parfait super nickel impec thanks thank thx cheers please pls hello hi morning afternoon regards sincerely good day evening sorry apologies apologise patience understanding welcome pleasure sure ok okay great perfect brilliant noted",
  complaint:
    "retard plainte reclamation inadmissible inacceptable honte scandaleux scandale decu decue mecontent mecontente furieux furieuse colere marre ras bol arnaque remboursement avocat tribunal conso mediateur nul lamentable deplorable bacle baclee serieux professionnel jamais late complaint unacceptable disgrace disgraceful disappointed unhappy furious angry fed joke scam refund lawyer solicitor court ombudsman poor appalling terrible shoddy unprofessional never",

  // Who speaks, and to whom.
  informal: "tu t te toi ton ta tes tas tes tavais taime tes",
  formal: "vous votre vos vs vot madame monsieur mme mr mlle",
  speaker: "je j me m moi mon ma mes jai jsuis jvais jte jvous i im ive ill id me my mine",
  together: "on nous ensemble tous deux seuls tranquilles nos we us our together both ourselves",
  whom: "qui quelqu quelquun personne celui celle who someone somebody anyone anybody nobody",
  question:
    "pourquoi pk pq prk comment combien quand ou quel quelle quels quelles est esce kel kan why how what when where which whats hows",
  not: "pas jamais rien plus aucun aucune non ne n no not never nothing none dont doesnt didnt wont cant isnt arent",
  will: "vais va vas allez veux voudrais aimerais aimerai pourrais peux peut pourrait voulez souhaite envie will would could can want wanna wish like love gonna lets shall",
  family:
    "mari femme epoux epouse maman papa mere pere fils fille enfant enfants bebe petit petite frere soeur grand parents belle famille voisin voisine colocataire husband wife mum mom dad mother father son daughter child children kid kids baby brother sister parents family neighbour neighbor flatmate",

  // Nearness.
  looks:
    "belle beau beaux belles joli jolie jolis jolies mignon mignonne mignonnes charmant charmante ravissant ravissante sublime magnifique splendide superbe canon sexy seduisant seduisante attirant attirante elegante craquante craquant adorable rayonnante eblouissante fraiche bombe beaute charme allure classe physique pretty beautiful gorgeous stunning cute hot fit lovely attractive handsome elegant charming dazzling radiant beauty looker stunner looks",
  body: "yeux regard sourire visage bouche levres cheveux corps jambes fesses seins poitrine cul hanches taille silhouette formes courbes peau parfum odeur voix mains bras epaules dos ventre cuisses muscles tatouage eyes gaze smile face mouth lips hair body legs bum bottom breasts chest arse ass hips waist figure shape curves skin perfume scent smell voice hands arms shoulders back belly thighs muscles tattoo dimples fossettes biceps barbe torse abdos boule derriere bassin cambrure bosse dimple abs",
  clothes:
    "robe jupe short jean pantalon legging pull chemisier top decollete talons bottes lunettes maillot pyjama nuisette peignoir culotte string lingerie soutif tenue maquillage rouge coiffure habillee vetements dress skirt shorts jeans trousers leggings jumper blouse top cleavage heels boots glasses swimsuit pyjamas nightie robe knickers thong lingerie bra outfit makeup lipstick hairdo dressed clothes",
  tender:
    "cheri cherie bebe bb chou choupinette puce poupee princesse ange tresor coeur mon amour doudou biche beaute poulette minette babe baby honey hun sweetie sweetheart darling gorgeous princess angel treasure love sugar doll",
  love: "aime aimer amour amoureux amoureuse kiffe kiff adore craque craquer craquant flashe foudre coup coeur sentiments plais plait plaire plaisez attire attirance seduire seduit tombe fou folle dingue obsede manque manques manquez love loved loving crush fancy adore smitten feelings attracted attraction obsessed crazy miss missed heart spark chemistry jtm kif raffole envoute ensorcele charme hypnotise pince amourache fallin falling",
  thought:
    "pense penser pensais pensees reve rever reves imagine imaginer imagination souviens souvenir oublie oublier tete esprit nuit dormir sommeil hante trotte think thinking thought thoughts dream dreaming dreamt imagine imagining remember forget mind head sleep awake night",
  kiss: "bisou bisous bise bises baiser baisers embrasse embrasser calin calins caresse caresses serrer bras tendresse kiss kisses kissing hug hugs cuddle cuddles caress touch hold tenderness xx xxx",
  single:
    "celibataire seul seule seules couple copain copine mec meuf mari fiance fiancee conjoint compagnon marie mariee divorce divorcee libre prise casee separe separee veuve single alone lonely couple boyfriend girlfriend partner fiance married divorced separated widow taken available bf gf roommate roommates flatmates pacsee housemate",
  outing:
    "verre cafe the apero diner dejeuner resto restaurant cine cinema film soiree boite bar pub concert expo balade promenade plage piscine pique nique brunch bowling danser danse sortir sortie weekend vacances voyage tete drink drinks coffee tea dinner lunch brunch restaurant cinema movie film party club bar pub concert walk beach pool picnic bowling dance dancing outing date weekend holiday trip billard crepes glace clope fumer danses kawa kafe kfe picole binouze pinte cocktail netflix chill popcorn smoothie gym",
  invite:
    "invite inviter invitation propose proposer offrir offre emmene emmener accompagner rejoindre rejoins retrouver retrouve rencontrer rencontre revoir revoit revoie connaitre connaissance capte capter partager dit dirait tente tenterait branche brancherait partante partant dispo libre invite inviting invitation offer treat take join meet meeting see again know hang chill share fancy up free down",
  private:
    "prive privee perso personnel personnelle direct directement ailleurs dehors hors discret discretement secret entre cote noir black liquide agence plateforme intermediaire private personal direct directly elsewhere outside off discreet secret between side cash agency platform middleman",
  reach:
    "numero num tel telephone portable mobile appelle appeler rappelle ecris ecrire texto texte sms message mp dm mail adresse contact ajoute ajouter trouve cherche suis follow scanne number phone cell mobile call ring text write message dm mail email address contact add find search follow scan swap numbers digits numba nummer perso blase",
  network:
    "insta instagram ig snap snapchat facebook fb messenger whatsapp wsp wa telegram signal tiktok linkedin skype discord viber tinder bumble onlyfans facetime pseudo compte profil reseau reseaux account handle username profile socials qr",
  where:
    "habite habites habitez vis vivez chez domicile adresse quartier rue ville travaille travaillez boulot bosse bosses bossez horaires age ans anniversaire origine etudes ecole fac metier prenom nom sors sortez live lives living home address neighbourhood town work works working job hours age old years birthday origin study school college university name surname go out",
  picture:
    "photo photos selfie video nude nudes cam camera image montre montrer envoie envoyer envoyez voir picture pictures pic pics selfie video nude nudes cam image show send see",
  charm:
    "gentille gentil sympa adorable douce doux drole sourire souriante souriant agreable delicieuse delicieux charme charmee special speciale unique rare perle plaisir moment feeling courant complicite kind nice sweet funny smile smiley lovely pleasant delightful charm special unique rare pleasure moment vibe connection",

  // Sex.
  sexual:
    "sexe sexy sexuel baiser baise baiserais niquer ken coucher lit nu nue poil nuit plan cul pipe sucer suce lecher jouir bander bande mouille mouiller chaude chaud excite excitee envie orgasme massage coquin coquine coquines caliente fantasme fantasmes branler bite queue chatte teub zob seins nichons fesses gode capote sex sexual fuck fucking shag bang bed naked nude night stand blowjob suck lick cum horny wet hard turned orgasm massage naughty kinky fantasy fantasies wank dick cock pussy tits boobs ass dildo condom swallow swallows screamer tight quickie wild rough sodomie mouilles prendre penetrer gemir crier soumise domination fessee strip stripper escort prostituee tapin passe tarif69 69 milf dilf booty twerk spank moan ride cowgirl",
  double:
    "tuyau outil outils engin manche raccord gros grosse long longue dur dure trou trous serrer visser enfoncer rentrer ramoner deboucher graisser huiler service special extra supplement finition nature autre pipe tool tools rod package big large long hard hole holes tight screw push insert plumb unblock grease service special extra finish ending favour",

  // Force.
  violence:
    "tuer tue crever creve frapper frappe taper cogner casser casse peter defoncer demonter massacrer planter saigner egorger bruler cramer exploser eclater gifler claque baffe etrangler gueule tronche dents os jambes kill murder hit beat smash break punch stab burn slap choke strangle hurt batter kick teeth bones legs face head stitches brick bricks egorge etrangle represailles enfer mort morts dead morfler crame cramee buter bute descendre flinguer flingue couteau lame batte gun knife bat blood sang cercueil tombe cimetiere hosto hopital coma bone nose nez machoire poing fists",
  revenge:
    "regretter regretteras regretterez payer payeras paieras cher attends attention prudence gare mefie surveille surveiller suivre suivi retrouver retrouve retrouverai sais ou habite vu vois yeux nuit soir noir seule accident malheur arriver arrive consequence consequences sinon avertissement prevenu prevenue promesse jure regret pay dear careful watch watching follow followed find know where live saw see eyes night dark alone accident happen happens consequences else otherwise warning warned promise swear sorry venge vengeance represailles morfler snitches addresses forget back tic tac compte jours enfer",
  belongings:
    "maison voiture pneus vitres cle cles double porte boite chien enfants gosses famille mari mere ecole boulot patron employeur reputation photos videos adresse nom facebook avis note etoile voisins house car tyres windows key keys spare copy door letterbox dog kids family husband mother school job boss employer reputation photos videos address name facebook review rating star neighbours",
  power:
    "plainte signalement signaler retire retirer supprime supprimer enleve efface avis police flics avocat tribunal justice preuve preuves temoin taire tais silence fermer complaint report reporting withdraw drop remove delete review police cops lawyer court proof witness quiet silence shut",
  insult:
    "con conne connard connasse salope salaud pute putain merde idiot idiote imbecile abruti abrutie debile cretin cretine nul nulle incapable menteur menteuse voleur voleuse boulet tocard minable pouffe pouffiasse garce batard enfoire encule pd porc cochon truie vache chienne ordure dechet clown bouffon cassos folle fou tare taree hysterique idiot moron stupid dumb bitch bastard cunt whore slut slag cow pig twat dick prick wanker liar thief loser scum trash clown joke pathetic useless ignorant fool crazy mad psycho karen charlot bolosse boloss trouduc boudin naze pov cruche bique debris sorciere radine larbin terrorist terroriste spastic spinster rat rats filthy disgusting snitch snitches clochard clodo kassos pouf poufiasse grognasse trou teube teubes gogol mongol golmon attarde attardee crevard crevarde raclure vermine parasite cafard limace serpilliere paillasson larve",
  contempt:
    "pauvre sale grosse gros vieux vieille moche laide grossiere bete betise cerveau cervelle intelligence intelligent comprendre apprendre lire ecrire analphabete inculte plouc beauf assiste cassos race pays etranger etrangere immigre arabe noir juif blanc femme bonne gonzesse blonde retraite mamie papy vieillard handicape fat ugly old smelly dirty brain brains thick slow understand learn read illiterate peasant scrounger race country foreigner immigrant black jew arab woman women bird blonde pensioner granny retard",
  swear:
    "merde putain bordel chier foutre fout fous nique niquer gueule ftg tg fdp ntm degage barre casse va fuck fucking shit piss bollocks hell damn bloody crap wtf sod bugger shut get lost",

  // Insistence.
  insist:
    "reponds repond repondre reponse rep pourquoi ignore ignores ignorer vu lu message messages silence relance relancer encore insiste insister attends attendre attendrai patience refuse refuser refus non oui changer avis chance effort peur timide dur jouer joue farouche reply answer answering respond ignore ignoring ghost ghosting read seen message messages silence again insist wait waiting patient refuse refused no yes change mind chance effort shy scared playing hard games vent vents airing aired ghosted fuis fuir rien stop sayin",
  owed: "gentil gentille correct respect politesse dois devez merite mal effort fait tout merci ingrate pourboire cadeau fleurs etoiles service nice kind polite respect owe deserve effort did everything thanks ungrateful tip gift flowers stars favour",
  there:
    "dehors devant bas porte fenetre lumiere allumee rideaux volets voiture garee maison chez attends bouge pars ouvre ouvrez descends descendez outside front door window light curtains blinds car parked home house waiting move leave open come",
};
