/** @import { Code } from "./sentences.mjs" */

/**
 * The English of `FRENCH`.
 * @type {Readonly<Record<Code, string>>}
 */
export const ENGLISH = {
  checkpoint_verified: "The checkpoint of log {origin} carries a good signature of that log, for {size|entry|entries}.",
  checkpoint_witnessed:
    "The checkpoint of log {origin}, for {size|entry|entries}, is signed by that log and cosigned by enough witnesses for your policy.",
  checkpoints_same: "Both checkpoints of log {origin} describe the same state ({newer|entry|entries}).",
  consistency_verified:
    "Log {origin} has only grown, from {older} to {newer|entry|entries}: nothing the older checkpoint attested was changed or taken out.",
  inclusion_verified:
    "These bytes are, to the bit, the entry at index {index} of log {origin}, as attested by the checkpoint signed for {size|entry|entries}.",
  audit_verified:
    "Log {origin} ({size|entry|entries}) was rebuilt from its entries: {count|entry|entries} read, from index {from} on. Entries, tiles and signed root agree.",
  audit_hashes_verified:
    "The hashes of log {origin} ({size|entry|entries}) agree with the signed root. The entries themselves were not read.",
  complete_from_first:
    "The list is complete: it holds every entry of the ledger about {customer} up to the close of {day}, from the first on: {count|entry|entries}.",
  complete_from_later:
    "The list is complete from entry number {first} about {customer} on, up to the close of {day} ({shown|entry|entries}). The entries before are not in it.",

  checkpoint_signed: "Checkpoint of {origin} ({size|entry|entries}): good signature of key {name}.",
  checkpoint_extensions: "The checkpoint carries {count|further line|further lines}, whose content nobody can check.",
  cosignature_good: "Good cosignature of witness {name}, dated by the witness {time}.",
  cosignature_good_untimed: "Good cosignature of witness {name}, without a date.",
  cosignature_unchecked: "Signature {name} not checked on this runtime, which lacks ML-DSA-44. It does not count.",
  signatures_ignored:
    "{count|signature of a key that you did not name: it is ignored|signatures of keys that you did not name: they are ignored}.",
  quorum_met: "Witnesses: {found} of at least {needed} required ({name}).",
  quorum_none: "Your policy requires no witness: nothing here excludes that the company has shown others another log.",
  quorum_not_asked:
    "No witness is required, as there is no policy: nothing here excludes that the company has shown others another log.",
  proof_read: "Proof file read: entry at index {index}, {count|hash|hashes} up to the root.",
  proof_extra: "The proof file carries extra data that nobody has signed; they are ignored.",
  inclusion_good:
    "The path of hashes leads from these bytes, at index {index}, to the signed root ({size|entry|entries}).",
  entry_read: "Entry well formed, version 1: {event}, {at}.",
  entry_not_read: "The content was not read as an entry of a ledger, as you asked.",
  day_read: "The daily entry fixes the list of customers at the close of {day}: {customers|customer|customers}.",
  map_leads: "That list gives {customer} {count|entry|entries}.",
  list_chained:
    "Entries number {first} to {last}: well formed, without a gap, each tied to the one before by its hash.",
  list_later:
    "Entries number {first} to {last} are later than the close of {day}: they are tied to those before, but nothing shows that there are no others.",
  list_earlier:
    "Entries number 1 to {until} are not in this file. The company must say whether they were erased at the end of their retention; this file cannot show it.",
  audit_pruned:
    "The log says that entries below index {minimum} were erased at the end of their retention. The examination begins at index {from}; the hashes before still count.",
  audit_hashes_only: "Only hashes were checked, not what the entries say.",
  audit_entries: "{count|entry|entries} read and well formed, from index {from} on.",
  audit_chains:
    "{count|customer’s chain|customers’ chains} followed without a break, {continued|of which begins|of which begin} before the first entry read.",
  audit_tiles: "{count|tile|tiles} identical to the log’s, byte for byte.",
  audit_root: "The root computed over {size|entry|entries} is the one that is signed.",
  audit_since: "The older checkpoint ({size|entry|entries}) is the beginning of this log.",

  note_too_large: "The checkpoint has {bytes} bytes, more than is allowed.",
  note_not_utf8: "The checkpoint is not valid UTF-8 text.",
  note_control_character: "The checkpoint contains a forbidden control character.",
  note_unsigned: "The checkpoint carries no signature.",
  note_truncated: "The checkpoint is cut short: its last line does not end.",
  note_too_many_signatures: "The checkpoint carries {count} signature lines, more than is allowed.",
  note_signature_malformed: "Signature line {line} of the checkpoint is malformed.",
  checkpoint_malformed: "The text of the checkpoint is not as it must be: an origin, a size, a root, no empty line.",
  checkpoint_size_malformed:
    "The size “{text}” of the checkpoint is not a number written as it must be (digits, no leading zero, at most 9,007,199,254,740,991).",
  checkpoint_root_malformed: "The root “{text}” of the checkpoint is not a hash of 32 bytes in base 64.",
  checkpoint_empty_root: "The checkpoint says the log is empty, but its root is not that of an empty log.",
  signature_wrong:
    "The signature of {name} is wrong: the checkpoint was changed after it was signed, or is not from that key.",
  log_unknown: "The checkpoint is that of {origin}, a log for which you named no key.",
  log_signature_missing: "The checkpoint lacks the signature of the key you named for {origin}.",
  quorum_missed:
    "The checkpoint is not attested enough: {found|witness|witnesses} of at least {needed} required ({name}).",
  origins_differ: "The two checkpoints are not of the same log: {older} and {newer}.",
  log_shrank:
    "Log {origin} has shrunk: the newer checkpoint has {newer|entry|entries}, the older one {older}. Attested entries have disappeared.",
  log_forked:
    "Log {origin} has signed two different roots for the same size ({newer|entry|entries}): it exists in two versions.",

  proof_too_large: "The proof file has {bytes} bytes, more than is allowed.",
  proof_not_utf8: "The proof file is not valid UTF-8 text.",
  proof_not_a_proof: "This file is not a proof: its first line is not “c2sp.org/tlog-proof@v1”.",
  proof_unknown_version: "This file is a proof of an unknown version: “{text}”.",
  proof_truncated: "The proof is cut short.",
  proof_extra_malformed: "The “extra” line of the proof is not canonical base 64.",
  proof_index_malformed: "The index line “{text}” of the proof is not “index” and a number without leading zero.",
  proof_hash_malformed: "Hash number {line} of the proof is not 32 bytes in canonical base 64.",
  proof_too_many_hashes: "The proof has {count} hashes, more than any log needs.",
  index_beyond_tree: "Index {index} is beyond the end of the log, which has {size|entry|entries}.",
  inclusion_length: "The proof has {found|hash|hashes}; at this index it must have exactly {needed}.",
  inclusion_wrong:
    "These bytes are not the entry at index {index} of this log of {size|entry|entries}: the path does not lead to the signed root. The entry, the index or the proof was changed.",
  consistency_length:
    "The proof has {found|hash|hashes}; from {older} to {newer|entry|entries} it must have exactly {needed}.",
  consistency_wrong:
    "The log was rewritten: its state at {newer|entry|entries} does not continue that at {older|entry|entries}, or the proof was changed.",

  entry_too_large: "The entry is longer than 65,535 bytes.",
  json_not_object: "The entry is not a JSON object.",
  json_truncated: "The entry is cut short (byte {byte}).",
  json_unexpected: "The entry is not JSON (byte {byte}).",
  json_space: "The entry is not canonical: there is white space between its members (byte {byte}).",
  json_member_order: "The entry is not canonical: its members are not in order (byte {byte}).",
  json_member_twice: "The entry has the same member twice (byte {byte}).",
  json_number: "The entry has a number that is not an integer in canonical form (byte {byte}).",
  json_escape: "The entry is not canonical: a character is escaped as it must not be (byte {byte}).",
  json_not_utf8: "The entry is not valid UTF-8 text (byte {byte}).",
  json_too_deep: "The entry is nested more than 64 levels deep (byte {byte}).",
  json_trailing: "The entry is followed by bytes that are not part of it (byte {byte}).",
  entry_without_version: "The entry does not say the version of its format.",
  entry_unknown_version: "The entry is of a version of the format unknown to this program: {version}.",
  entry_instant: "The entry does not say its instant (“at”) as it must.",
  entry_event: "The entry does not say its act (“event”) as it must.",
  entry_chain:
    "The entry does not say as it must where it stands in a customer’s chain (“customer”, “customerSeq”, “previous”).",
  chain_rank: "The rank of this entry (“customerSeq”) does not follow that of the same customer’s entry before.",
  chain_link:
    "The hash “previous” of this entry is not that of the same customer’s entry before: one of the two was changed.",

  minimum_beyond_tree: "The log says that entries up to index {minimum} were erased, but has only {size}.",
  tile_missing: "The log does not give {path}, which it must.",
  tile_size: "{path} has {found} bytes instead of {needed}.",
  bundle_too_large: "{path} is larger than a bundle of entries can be.",
  bundle_short: "The bundle ends before the entry at index {index} does.",
  bundle_long: "Bundle number {index} has bytes that belong to no entry.",
  tile_differs:
    "Tile {path} does not agree with the entries of the log (index {first} to {last}): an entry or the tile was changed.",
  root_differs: "The root computed over {size|entry|entries} is not the one that is signed: the log was changed.",
  since_rewritten:
    "The log was rewritten: its first {older} entries are no longer those the older checkpoint attested.",

  completeness_too_large: "The file has {bytes} bytes, more than is allowed.",
  completeness_malformed: "The file is not as it must be: “{member}” is missing or malformed.",
  completeness_format: "The file is not of the format “paravent-completeness@v1” (“{text}”).",
  day_malformed: "The proven entry is not a daily entry that fixes the list of customers.",
  map_root_differs: "The path given does not lead to the list of customers fixed at the close of {day}.",
  map_without_customer:
    "The list of customers fixed at the close of {day} does not contain {customer}: nothing shows that these entries are complete.",
  list_entry_malformed: "Entry {position} of the file is not well formed (byte {byte}).",
  list_other_customer: "Entry {position} of the file is not about this customer.",
  list_rank:
    "The list is not complete: in place {position} of the file is entry number {found} instead of number {expected}.",
  list_link: "Entry number {rank} is not tied to the one before it in the file: one of the two was changed.",
  list_head: "Entry number {rank} is not the one that was recorded at the close of {day}: it was changed.",
  list_short:
    "The list is not complete: the ledger had {count|entry|entries} at the close of {day}, the file goes from number {first} to number {last}.",

  log_signature_unchecked: "The signature of log {origin} is of a kind (ML-DSA-44) that this runtime cannot check.",
  quorum_unchecked:
    "The quorum cannot be established here: {found} of {needed} ({name}), the rest being signed with ML-DSA-44, which this runtime cannot check. Use Node 24.6 or later.",
  ed25519_missing: "This browser cannot check Ed25519 signatures. Use a more recent one.",
  vkey_malformed: "The key “{vkey}” is not written as a verifier key (name+8 hex digits+base 64).",
  vkey_unknown_type: "The key {name} is of a type unknown to this program ({type}).",
  vkey_wrong_id: "The id {id} of key {name} does not match the key: it was copied wrongly.",
  keys_collide: "Two different keys have the name {name} and the same id.",
  trust_without_log: "Name the key of the log: without it no signature can be checked.",
  policy_too_large: "The policy file has {bytes} bytes, more than is allowed.",
  policy_control_character: "Line {line} of the policy: forbidden control character (Windows line ends, perhaps).",
  policy_line_unknown: "Line {line} of the policy: it begins neither with log nor with witness, group or quorum.",
  policy_line_malformed: "Line {line} of the policy: something is missing, or there is too much.",
  policy_name_taken: "Line {line} of the policy: this name is taken or reserved.",
  policy_name_unknown: "Line {line} of the policy: a name is not defined above.",
  policy_member_twice: "Line {line} of the policy: a member is already in a group.",
  policy_threshold:
    "Line {line} of the policy: the threshold must be all, any or a number from 1 to the number of members.",
  policy_key_type: "Line {line} of the policy: this key is not of a type allowed there.",
  policy_key_twice: "Line {line} of the policy: this key is already there.",
  policy_quorum_twice: "Line {line} of the policy: the quorum is already set.",
  policy_without_quorum: "The policy sets no quorum.",
  policy_too_many: "Line {line} of the policy: more than 256 lines of this kind.",
  since_below_minimum:
    "The older checkpoint ({size|entry|entries}) is about entries that have been erased since (below index {minimum}): the tie cannot be computed from the tiles.",
  index_below_minimum:
    "The tiles of the entry at index {index} were erased (minimum: {minimum}). A proof given before stays valid.",
  entries_missing:
    "The log does not give its entries. They need an auditor’s key (--auditor-key); --hashes-only checks the hashes alone.",
  file_unreadable: "File {path} cannot be read ({reason}).",
  file_too_large: "{path} has {bytes} bytes, more than is allowed here ({limit}).",
  network_failed: "{url} cannot be read ({reason}).",
  network_status: "{url} answers with status {status}.",
  network_redirect: "{url} redirects to another address, which is not followed.",
  auditor_key_in_clear: "The auditor’s key will not be sent in clear to {url}: use https.",
  folder_of_logs: "{path} holds several logs. Name one of them: {names}.",
  log_description_malformed: "The description of the log ({path}) is not as expected; give --minimum.",
};
