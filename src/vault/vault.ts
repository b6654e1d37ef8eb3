import type { KeyObject } from "node:crypto";
import type { AttemptId, CustomerId, MissionId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { Leaf } from "../ledger/index.ts";
import type { Query, Store, Tx } from "../store/index.ts";
import { deriveKey, hashParts, hashPhone } from "./cipher.ts";
import type { DoorFields } from "./door-fields.ts";
import { doorFields } from "./door-fields.ts";
import { KeyCache } from "./key-cache.ts";
import type { KeyVersion } from "./key-provider.ts";
import type { IndexKey, Keyring } from "./keyring.ts";
import { openContacts } from "./open-contacts.ts";
import type { ContactItem, PutContacts } from "./put-contacts.ts";
import { putContacts } from "./put-contacts.ts";
import type { Assignment, PersonId } from "./resolve-persons.ts";
import { assignPersons, findPerson, newPerson, resolvePersons } from "./resolve-persons.ts";
import type { KeyUse, Reindexing, Retirement, Rotation } from "./rotate-keys.ts";
import { keyUse, retireIndex, retireKek, rotateIndex, rotateKek } from "./rotate-keys.ts";
import type { ContactField, HashKind, Subject, TenantPurpose } from "./rules.ts";
import { use } from "./rules.ts";
import type { RecordId, RecordPart } from "./seal-record.ts";
import { openRecord, sealRecord } from "./seal-record.ts";
import { commitText, loadTextKeys, openForTenant, openText, sealForTenant, sealText } from "./seal-text.ts";
import type { Shredded, ShredOrder, Suppression } from "./shred.ts";
import { forgetPersons, shred, suppressionsOf } from "./shred.ts";

/**
 * Contact data, and the keys to it. All that other rooms may do with either is here; what a method promises is said
 * where its act is. It keeps keys in memory, never data: what it opens is `Sealed` and the caller's to forget.
 */
export class Vault {
  readonly #keyring: Keyring;
  readonly #log: Log;
  readonly #hashSecret: KeyObject;
  readonly #hashKeys = new Map<HashKind, KeyObject>();
  readonly #textKeys: KeyCache;

  /** Made by `openVault` only. */
  constructor(keyring: Keyring, log: Log, hashSecret: KeyObject) {
    this.#keyring = keyring;
    this.#log = log;
    this.#hashSecret = hashSecret;
    this.#textKeys = new KeyCache(() => performance.now());
  }

  /**
   * Notices keys that another process added or retired, and forgets those of subjects nobody wrote to lately. To be
   * called every minute or so, every hour at least. Throws when the key file is not this database's any more.
   */
  async refresh(query: Query): Promise<void> {
    this.#textKeys.sweep();
    await this.#keyring.refresh(query);
  }

  // Look-ups: synchronous, about 2 µs.

  /** Keyed hash of a phone in E.164 (32 bytes), to recognise it. It changes when the index key does. */
  phoneIndex(e164: Sealed<string>): Buffer {
    return hashPhone((this.#keyring.indexKeys[0] as IndexKey).key, openSealed(e164));
  }

  /** Every hash a phone may be known under: one, or two while the index key is changed, the newest first. */
  phoneIndexes(e164: Sealed<string>): readonly Buffer[] {
    return this.#keyring.indexKeys.map(({ key }) => hashPhone(key, openSealed(e164)));
  }

  /** Keyed hash (32 bytes) under a key of its own for each kind. It stays the same for ever, through all rotations. */
  keyedHash(kind: HashKind, ...parts: readonly string[]): Buffer {
    let key = this.#hashKeys.get(kind);
    if (key === undefined) {
      key = deriveKey(this.#hashSecret, use.hash(kind));
      this.#hashKeys.set(kind, key);
    }
    return hashParts(key, parts);
  }

  // Texts: synchronous once the keys are loaded.

  /**
   * Brings the keys of these customers into memory. Costs no query when they are there. Their data MUST be committed:
   * a key made in a transaction that is rolled back afterwards would stay.
   */
  async loadTextKeys(query: Query, customers: readonly CustomerId[]): Promise<void> {
    await loadTextKeys(query, this.#keyring, this.#textKeys, this.#log, customers);
  }

  /** Throws when her keys are not loaded, or destroyed: to such a customer nothing may be sent. */
  sealText(customer: CustomerId, attempt: AttemptId, text: string): Buffer {
    return sealText(this.#textKeys, customer, attempt, text);
  }

  /** Undefined when it was altered or is another attempt's, or her key was destroyed. Throws when not loaded. */
  openText(customer: CustomerId, attempt: AttemptId, sealed: Uint8Array): Sealed<string> | undefined {
    return openText(this.#textKeys, customer, attempt, sealed);
  }

  /**
   * Commitment (32 bytes) to a text: shows later that a copy is what was sent, as long as her key and the salt exist,
   * and tells nothing without. Undefined when her key was destroyed. Throws when not loaded.
   */
  commit(customer: CustomerId, salt: Uint8Array, text: string): Buffer | undefined {
    return commitText(this.#textKeys, customer, salt, text);
  }

  /** For what waits at most 24 h and belongs to no customer. */
  sealForTenant(purpose: TenantPurpose, text: string): Buffer {
    return sealForTenant(this.#keyring, purpose, text);
  }

  /** Undefined when it was altered, sealed for another purpose, or its key was retired. */
  openForTenant(purpose: TenantPurpose, sealed: Buffer): Sealed<string> | undefined {
    return openForTenant(this.#keyring, purpose, sealed);
  }

  // Reports and cases: what people say, for as long as the record is kept.

  async sealRecord(
    tx: Tx,
    record: RecordId,
    piece: { readonly part: string; readonly text: Sealed<string> },
  ): Promise<Buffer> {
    return sealRecord(tx, this.#keyring, record, piece);
  }

  async openRecord(
    query: Query,
    record: RecordId,
    parts: readonly RecordPart[],
  ): Promise<readonly (Sealed<string> | undefined)[]> {
    return openRecord(query, this.#keyring, this.#log, record, parts);
  }

  // Contact data.

  /** Some 500 items at a time are best. */
  async putContacts(tx: Tx, items: readonly ContactItem[]): Promise<PutContacts> {
    return putContacts(tx, this.#keyring, items);
  }

  /** For handing over to a carrier: the caller has recorded why. Left out: who has no phone, or was shredded. */
  async openPhones(query: Query, subjects: readonly Subject[]): Promise<Map<Subject, Sealed<string>>> {
    return openContacts(query, this.#keyring, this.#log, { subjects, scope: "", field: "phone" });
  }

  /**
   * Opens one field so that a person may read it. `recorded` is the ledger entry of that disclosure, written in this
   * same transaction: without an entry, nobody reads. Undefined when there is no such data (any more).
   */
  async readPlainContact(
    tx: Tx,
    asked: {
      readonly subject: Subject;
      readonly scope: "" | MissionId;
      readonly field: ContactField;
      readonly recorded: Leaf;
    },
  ): Promise<Sealed<string> | undefined> {
    const { subject, scope, field } = asked;
    const opened = await openContacts(tx, this.#keyring, this.#log, { subjects: [subject], scope, field });
    return opened.get(subject);
  }

  async doorFields(
    query: Query,
    missions: readonly { readonly id: MissionId; readonly customer: CustomerId }[],
  ): Promise<ReadonlyMap<MissionId, DoorFields>> {
    return doorFields(query, missions);
  }

  async shred(tx: Tx, order: ShredOrder): Promise<Shredded> {
    this.#textKeys.drop(order.subject);
    return shred(tx, order);
  }

  // Persons.

  async resolvePersons(tx: Tx, phones: readonly Sealed<string>[]): Promise<readonly PersonId[]> {
    return resolvePersons(tx, this.#keyring, phones);
  }

  async assignPersons(tx: Tx, assignments: readonly Assignment[]): Promise<Map<Subject, PersonId>> {
    return assignPersons(tx, assignments);
  }

  /** An identity for a handset that is no phone. Nobody finds it by a number. */
  async newPerson(tx: Tx): Promise<PersonId> {
    return newPerson(tx);
  }

  async findPerson(query: Query, e164: Sealed<string>): Promise<PersonId | undefined> {
    return findPerson(query, this.phoneIndexes(e164));
  }

  async suppressionsOf(tx: Tx, persons: readonly PersonId[]): Promise<Map<PersonId, Suppression[]>> {
    return suppressionsOf(tx, persons);
  }

  async forgetPersons(tx: Tx): Promise<number> {
    return forgetPersons(tx);
  }

  // Keys. Each runs its own transactions.

  async keyUse(query: Query): Promise<readonly KeyUse[]> {
    return keyUse(query);
  }

  async rotateKek(store: Store): Promise<Rotation> {
    return rotateKek(store, this.#keyring, this.#log);
  }

  async rotateIndex(store: Store): Promise<Reindexing> {
    return rotateIndex(store, this.#keyring, this.#log);
  }

  async retireKek(store: Store, version: KeyVersion): Promise<Retirement> {
    return retireKek(store, this.#keyring, version);
  }

  async retireIndex(store: Store, version: KeyVersion): Promise<Retirement> {
    return retireIndex(store, this.#keyring, version);
  }
}
