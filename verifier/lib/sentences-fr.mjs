/**
 * What every finding says, in French: written first, for a judge. `{name}` is a value, `{name|un|plusieurs}` a count
 * with its noun; `{at}`, `{time}` and `{day}` are dates.
 */
export const FRENCH = {
  // Verdicts: what was shown, and what was not.
  checkpoint_verified:
    "Le point de contrôle du journal {origin} porte une signature valable de ce journal, pour {size|entrée|entrées}.",
  checkpoint_witnessed:
    "Le point de contrôle du journal {origin}, pour {size|entrée|entrées}, est signé par ce journal et cosigné par assez de témoins au regard de votre politique.",
  checkpoints_same: "Les deux points de contrôle du journal {origin} décrivent le même état ({newer|entrée|entrées}).",
  consistency_verified:
    "Le journal {origin} a seulement grandi, de {older} à {newer|entrée|entrées} : rien de ce qu’attestait l’ancien point de contrôle n’a été modifié ni retiré.",
  inclusion_verified:
    "Ces octets sont, au bit près, l’entrée d’index {index} du journal {origin}, telle que l’atteste le point de contrôle signé pour {size|entrée|entrées}.",
  audit_verified:
    "Le journal {origin} ({size|entrée|entrées}) a été reconstruit à partir de ses entrées : {count|entrée relue|entrées relues}, à partir de l’index {from}. Les entrées, les tuiles et la racine signée concordent.",
  audit_hashes_verified:
    "Les empreintes du journal {origin} ({size|entrée|entrées}) concordent avec la racine signée. Les entrées elles-mêmes n’ont pas été lues.",
  complete_from_first:
    "La liste est complète : elle contient toutes les entrées du registre concernant {customer} jusqu’à la clôture du {day}, à partir de la première, soit {count|entrée|entrées}.",
  complete_from_later:
    "La liste est complète à partir de l’entrée n° {first} concernant {customer}, jusqu’à la clôture du {day} ({shown|entrée|entrées}). Les entrées antérieures n’y figurent pas.",

  // Steps.
  checkpoint_signed: "Point de contrôle de {origin} ({size|entrée|entrées}) : signature valable de la clé {name}.",
  checkpoint_extensions:
    "Le point de contrôle porte {count|ligne supplémentaire|lignes supplémentaires}, dont personne ne peut vérifier le contenu.",
  cosignature_good: "Cosignature valable du témoin {name}, datée par lui du {time}.",
  cosignature_good_untimed: "Cosignature valable du témoin {name}, sans date.",
  cosignature_unchecked:
    "Signature {name} non vérifiée : cet environnement ne dispose pas de l’algorithme ML-DSA-44. Elle ne compte pas.",
  signatures_ignored:
    "{count|signature d’une clé que vous n’avez pas indiquée : elle est ignorée|signatures de clés que vous n’avez pas indiquées : elles sont ignorées}.",
  quorum_met: "Témoins : {found} sur au moins {needed} requis ({name}).",
  quorum_none:
    "Votre politique n’exige aucun témoin : rien n’exclut ici que l’entreprise ait montré à d’autres un autre journal.",
  quorum_not_asked:
    "Aucun témoin n’est exigé, faute de politique : rien n’exclut ici que l’entreprise ait montré à d’autres un autre journal.",
  proof_read: "Fichier de preuve lu : entrée d’index {index}, {count|empreinte|empreintes} jusqu’à la racine.",
  proof_extra: "Le fichier de preuve porte des données supplémentaires que personne n’a signées ; elles sont ignorées.",
  inclusion_good:
    "Le chemin d’empreintes mène de ces octets, à l’index {index}, à la racine signée ({size|entrée|entrées}).",
  entry_read: "Entrée conforme au format, version 1 : {event}, {at}.",
  entry_not_read: "Le contenu n’a pas été lu comme une entrée de registre, à votre demande.",
  day_read: "L’entrée quotidienne arrête la liste des clients à la clôture du {day} : {customers|client|clients}.",
  map_leads: "Cette liste attribue {count|entrée|entrées} à {customer}.",
  list_chained: "Entrées n° {first} à {last} : conformes, sans lacune, chacune liée à la précédente par son empreinte.",
  list_later:
    "Les entrées n° {first} à {last} sont postérieures à la clôture du {day} : elles sont liées aux précédentes, mais rien ne montre qu’il n’y en a pas d’autres.",
  list_earlier:
    "Les entrées n° 1 à {until} ne sont pas dans ce fichier. L’entreprise doit dire si elles ont été effacées au terme de leur durée de conservation ; ce fichier ne permet pas de le savoir.",
  audit_pruned:
    "Le journal déclare effacées, au terme de leur conservation, les entrées d’index inférieur à {minimum}. L’examen commence à l’index {from} ; les empreintes qui précèdent comptent toujours.",
  audit_hashes_only: "Seules les empreintes ont été vérifiées, non le contenu des entrées.",
  audit_entries: "{count|entrée relue et conforme|entrées relues et conformes} au format, à partir de l’index {from}.",
  audit_chains:
    "{count|chaîne de client suivie|chaînes de clients suivies} sans rupture, dont {continued|commencée|commencées} avant la première entrée lue.",
  audit_tiles: "{count|tuile identique|tuiles identiques} à celles du journal, octet pour octet.",
  audit_root: "La racine recalculée pour {size|entrée|entrées} est celle qui est signée.",
  audit_since: "L’ancien point de contrôle ({size|entrée|entrées}) est bien le début de ce journal.",

  // What does not hold: signed notes.
  note_too_large: "Le point de contrôle compte {bytes} octets, plus qu’il n’est admis.",
  note_not_utf8: "Le point de contrôle n’est pas un texte UTF-8 valable.",
  note_control_character: "Le point de contrôle contient un caractère de commande interdit.",
  note_unsigned: "Le point de contrôle ne porte aucune signature.",
  note_truncated: "Le point de contrôle est tronqué : sa dernière ligne n’est pas terminée.",
  note_too_many_signatures: "Le point de contrôle porte {count} lignes de signature, plus qu’il n’est admis.",
  note_signature_malformed: "La ligne de signature n° {line} du point de contrôle est mal formée.",
  checkpoint_malformed:
    "Le texte du point de contrôle n’a pas la forme requise : une origine, une taille, une racine, aucune ligne vide.",
  checkpoint_size_malformed:
    "La taille « {text} » du point de contrôle n’est pas un nombre écrit comme il doit l’être (des chiffres, sans zéro initial, 9 007 199 254 740 991 au plus).",
  checkpoint_root_malformed:
    "La racine « {text} » du point de contrôle n’est pas une empreinte de 32 octets en base 64.",
  checkpoint_empty_root:
    "Le point de contrôle annonce un journal vide, mais sa racine n’est pas celle d’un journal vide.",
  signature_wrong:
    "La signature de {name} est fausse : le point de contrôle a été modifié après signature, ou ne vient pas de cette clé.",
  log_unknown: "Le point de contrôle est celui de {origin}, journal pour lequel vous n’avez indiqué aucune clé.",
  log_signature_missing:
    "Le point de contrôle ne porte pas la signature de la clé que vous avez indiquée pour {origin}.",
  quorum_missed:
    "Le point de contrôle n’est pas assez attesté : {found|témoin|témoins} sur au moins {needed} requis ({name}).",
  origins_differ: "Les deux points de contrôle ne sont pas du même journal : {older} et {newer}.",
  log_shrank:
    "Le journal {origin} a rétréci : le nouveau point de contrôle compte {newer|entrée|entrées}, l’ancien {older}. Des entrées attestées ont disparu.",
  log_forked:
    "Le journal {origin} a signé deux racines différentes pour la même taille ({newer|entrée|entrées}) : il existe en deux versions.",

  // Proofs.
  proof_too_large: "Le fichier de preuve compte {bytes} octets, plus qu’il n’est admis.",
  proof_not_utf8: "Le fichier de preuve n’est pas un texte UTF-8 valable.",
  proof_not_a_proof: "Ce fichier n’est pas une preuve : sa première ligne n’est pas « c2sp.org/tlog-proof@v1 ».",
  proof_unknown_version: "Ce fichier est une preuve d’une version inconnue : « {text} ».",
  proof_truncated: "La preuve est tronquée.",
  proof_extra_malformed: "La ligne « extra » de la preuve n’est pas en base 64 canonique.",
  proof_index_malformed:
    "La ligne d’index « {text} » de la preuve n’est pas « index » suivi d’un nombre sans zéro initial.",
  proof_hash_malformed: "L’empreinte n° {line} de la preuve n’est pas de 32 octets en base 64 canonique.",
  proof_too_many_hashes: "La preuve compte {count} empreintes, plus qu’aucun journal n’en demande.",
  index_beyond_tree: "L’index {index} est au-delà de la fin du journal, qui compte {size|entrée|entrées}.",
  inclusion_length: "La preuve compte {found|empreinte|empreintes} ; à cet index il en faut exactement {needed}.",
  inclusion_wrong:
    "Ces octets ne sont pas l’entrée d’index {index} de ce journal de {size|entrée|entrées} : le chemin ne mène pas à la racine signée. L’entrée, l’index ou la preuve a été modifié.",
  consistency_length:
    "La preuve compte {found|empreinte|empreintes} ; de {older} à {newer|entrée|entrées} il en faut exactement {needed}.",
  consistency_wrong:
    "Le journal a été réécrit : son état à {newer|entrée|entrées} ne prolonge pas celui à {older|entrée|entrées}, ou la preuve a été modifiée.",

  // Entries.
  entry_too_large: "L’entrée dépasse 65 535 octets.",
  json_not_object: "L’entrée n’est pas un objet JSON.",
  json_truncated: "L’entrée est tronquée (octet {byte}).",
  json_unexpected: "L’entrée n’est pas du JSON (octet {byte}).",
  json_space: "L’entrée n’est pas sous forme canonique : elle contient un blanc entre ses membres (octet {byte}).",
  json_member_order: "L’entrée n’est pas sous forme canonique : ses membres ne sont pas dans l’ordre (octet {byte}).",
  json_member_twice: "L’entrée contient deux fois le même membre (octet {byte}).",
  json_number: "L’entrée contient un nombre qui n’est pas un entier sous forme canonique (octet {byte}).",
  json_escape: "L’entrée n’est pas sous forme canonique : un caractère y est mal échappé (octet {byte}).",
  json_not_utf8: "L’entrée n’est pas un texte UTF-8 valable (octet {byte}).",
  json_too_deep: "L’entrée est imbriquée sur plus de 64 niveaux (octet {byte}).",
  json_trailing: "L’entrée est suivie d’octets qui n’en font pas partie (octet {byte}).",
  entry_without_version: "L’entrée n’indique pas la version de son format.",
  entry_unknown_version: "L’entrée est d’une version de format inconnue de ce programme : {version}.",
  entry_instant: "L’entrée n’indique pas d’instant (« at ») sous la forme requise.",
  entry_event: "L’entrée n’indique pas d’acte (« event ») sous la forme requise.",
  entry_chain:
    "L’entrée n’indique pas comme il faut sa place dans la chaîne d’un client (« customer », « customerSeq », « previous »).",
  chain_rank: "Le rang de cette entrée (« customerSeq ») ne suit pas celui de l’entrée précédente du même client.",
  chain_link:
    "L’empreinte « previous » de cette entrée n’est pas celle de l’entrée précédente du même client : l’une des deux a été modifiée.",

  // Whole logs.
  minimum_beyond_tree:
    "Le journal déclare effacées les entrées jusqu’à l’index {minimum}, mais n’en compte que {size}.",
  tile_missing: "Le journal ne fournit pas {path}, qu’il doit fournir.",
  tile_size: "{path} compte {found} octets au lieu de {needed}.",
  bundle_too_large: "{path} dépasse la taille qu’un paquet d’entrées peut avoir.",
  bundle_short: "Le paquet s’arrête avant la fin de l’entrée d’index {index}.",
  bundle_long: "Le paquet d’entrées n° {index} contient des octets de trop.",
  tile_differs:
    "La tuile {path} ne concorde pas avec les entrées du journal (index {first} à {last}) : une entrée ou la tuile a été modifiée.",
  root_differs:
    "La racine recalculée pour {size|entrée|entrées} n’est pas celle qui est signée : le journal a été modifié.",
  since_rewritten:
    "Le journal a été réécrit : ses {older} premières entrées ne sont plus celles qu’attestait l’ancien point de contrôle.",

  // Completeness.
  completeness_too_large: "Le fichier compte {bytes} octets, plus qu’il n’est admis.",
  completeness_malformed: "Le fichier n’a pas la forme requise : « {member} » est absent ou mal formé.",
  completeness_format: "Le fichier n’est pas au format « paravent-completeness@v1 » (« {text} »).",
  day_malformed: "L’entrée prouvée n’est pas une entrée quotidienne qui arrête la liste des clients.",
  map_root_differs: "Le chemin fourni ne mène pas à la liste des clients arrêtée à la clôture du {day}.",
  map_without_customer:
    "La liste des clients arrêtée à la clôture du {day} ne contient pas {customer} : rien ne montre que ces entrées sont complètes.",
  list_entry_malformed: "L’entrée en position {position} du fichier n’est pas une entrée conforme (octet {byte}).",
  list_other_customer: "L’entrée en position {position} du fichier ne concerne pas ce client.",
  list_rank:
    "La liste n’est pas complète : en position {position} du fichier se trouve l’entrée n° {found} au lieu de la n° {expected}.",
  list_link:
    "L’entrée n° {rank} n’est pas liée à celle qui la précède dans le fichier : l’une des deux a été modifiée.",
  list_head: "L’entrée n° {rank} n’est pas celle qui était enregistrée à la clôture du {day} : elle a été modifiée.",
  list_short:
    "La liste n’est pas complète : le registre comptait {count|entrée|entrées} à la clôture du {day}, le fichier va de la n° {first} à la n° {last}.",

  // Nothing can be said.
  log_signature_unchecked:
    "La signature du journal {origin} est d’un type (ML-DSA-44) que cet environnement ne sait pas vérifier.",
  quorum_unchecked:
    "Le quorum ne peut pas être établi ici : {found} sur {needed} ({name}), le reste étant signé en ML-DSA-44, que cet environnement ne sait pas vérifier. Utilisez Node 24.6 ou plus récent.",
  ed25519_missing: "Ce navigateur ne sait pas vérifier les signatures Ed25519. Utilisez un navigateur plus récent.",
  vkey_malformed: "La clé « {vkey} » n’a pas la forme d’une clé de vérification (nom+8 chiffres hexadécimaux+base 64).",
  vkey_unknown_type: "La clé {name} est d’un type que ce programme ne connaît pas ({type}).",
  vkey_wrong_id: "L’identifiant {id} de la clé {name} ne correspond pas à la clé : elle a été mal recopiée.",
  keys_collide: "Deux clés différentes portent le nom {name} et le même identifiant.",
  trust_without_log: "Indiquez la clé du journal : sans elle, aucune signature ne peut être vérifiée.",
  policy_too_large: "Le fichier de politique compte {bytes} octets, plus qu’il n’est admis.",
  policy_control_character:
    "Ligne {line} de la politique : caractère de commande interdit (fins de ligne Windows, peut-être).",
  policy_line_unknown: "Ligne {line} de la politique : elle ne commence ni par log, ni par witness, group ou quorum.",
  policy_line_malformed: "Ligne {line} de la politique : il manque un élément, ou il y en a un de trop.",
  policy_name_taken: "Ligne {line} de la politique : ce nom est déjà pris ou réservé.",
  policy_name_unknown: "Ligne {line} de la politique : un nom n’est pas défini plus haut.",
  policy_member_twice: "Ligne {line} de la politique : un membre figure déjà dans un groupe.",
  policy_threshold:
    "Ligne {line} de la politique : le seuil doit être all, any ou un nombre de 1 au nombre de membres.",
  policy_key_type: "Ligne {line} de la politique : cette clé n’est pas d’un type admis à cette place.",
  policy_key_twice: "Ligne {line} de la politique : cette clé y figure déjà.",
  policy_quorum_twice: "Ligne {line} de la politique : le quorum y est déjà fixé.",
  policy_without_quorum: "La politique ne fixe aucun quorum.",
  policy_too_many: "Ligne {line} de la politique : plus de 256 lignes de cette sorte.",
  since_below_minimum:
    "L’ancien point de contrôle ({size|entrée|entrées}) porte sur des entrées effacées depuis (index inférieur à {minimum}) : le lien ne peut pas être recalculé à partir des tuiles.",
  index_below_minimum:
    "Les tuiles de l’entrée d’index {index} ont été effacées (minimum : {minimum}). Une preuve fournie auparavant reste valable.",
  entries_missing:
    "Le journal ne fournit pas ses entrées. Elles demandent la clé d’un auditeur (--auditor-key) ; --hashes-only vérifie les seules empreintes.",
  file_unreadable: "Le fichier {path} ne peut pas être lu ({reason}).",
  file_too_large: "{path} compte {bytes} octets, plus qu’il n’est admis ici ({limit}).",
  network_failed: "{url} ne peut pas être lu ({reason}).",
  network_status: "{url} répond avec le statut {status}.",
  network_redirect: "{url} renvoie vers une autre adresse, qui n’est pas suivie.",
  auditor_key_in_clear: "La clé d’auditeur ne sera pas envoyée en clair à {url} : utilisez https.",
  folder_of_logs: "{path} contient plusieurs journaux. Indiquez l’un d’eux : {names}.",
  log_description_malformed: "La description du journal ({path}) n’a pas la forme attendue ; indiquez --minimum.",
};
