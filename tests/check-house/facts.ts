import type pg from "pg";

/** Everything a house wrote down, as it is read back. */
export type HouseFacts = {
  readonly entries: readonly EntryFact[];
  readonly chains: readonly { readonly subject: string; readonly seq: number; readonly head: Buffer | null }[];
  readonly attempts: readonly AttemptFact[];
  readonly texts: readonly TextFact[];
  readonly keptBack: readonly { readonly attempt_id: string }[];
  readonly signals: readonly { readonly attempt_id: string; readonly word: string }[];
  readonly outages: readonly { readonly outage_id: string; readonly entry_id: number }[];
  readonly cuts: readonly { readonly staff_id: string; readonly customer_id: string }[];
  /** Ends of lines that are written to on a page of ours, and by no carrier: line, and the way there. */
  readonly onPage: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** What was recorded before has served its time: rows go with it, entries a bundle at a time. */
  readonly keptSince: Date;
  /** (person, number) pairs that lead to two counterparts, or to one to whom they are not promised. */
  readonly crossed: readonly string[];
};

export type EntryFact = {
  readonly entry_id: number;
  readonly class: string;
  readonly subject: string | null;
  readonly subject_seq: number | null;
  readonly at: Date;
  readonly leaf_hash: Buffer;
  readonly bytes: Buffer;
  readonly body: EntryBody;
};

type Words =
  | "attempt"
  | "closesAt"
  | "code"
  | "customer"
  | "direction"
  | "line"
  | "mission"
  | "opensAt"
  | "outcome"
  | "previous"
  | "staff"
  | "what"
  | "word";
type LineOf = { readonly line: string; readonly staff: string };

/** An entry as a stranger reads it: what is named here, and whatever else it may hold. */
export type EntryBody = { readonly event: string; readonly at: string } & { readonly [word in Words]?: string } & {
  readonly customerSeq?: number;
  readonly graceMs?: number;
  readonly v?: number;
  readonly lines?: readonly LineOf[];
  readonly drawn?: readonly LineOf[];
  readonly ended?: readonly string[];
} & { readonly [field: string]: unknown };

export type AttemptFact = {
  readonly attempt_id: string;
  readonly mission_id: string | null;
  readonly line_id: string | null;
  readonly staff_id: string | null;
  readonly customer_id: string | null;
  readonly at: Date;
  readonly channel: "sms" | "call" | "chat" | "disclosure";
  readonly direction: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly entry_id: number;
};

export type TextFact = { readonly attempt_id: string; readonly state: string };

const SELECT_ENTRIES =
  "select entry_id, class, subject, subject_seq, at, leaf_hash, bytes from ledger.entry order by entry_id";
const SELECT_CHAINS = "select subject, seq, head from ledger.chain";
const SELECT_ATTEMPTS = `select attempt_id, mission_id, line_id, staff_id, customer_id, at, channel, direction, outcome,
  code, entry_id from relay.attempt`;
const SELECT_TEXTS = "select attempt_id, state from store.outbox where kind = 'text'";
const SELECT_KEPT_BACK = "select attempt_id from relay.kept_back";
const SELECT_SIGNALS = "select attempt_id, word from relay.signal";
const SELECT_OUTAGES = "select outage_id, entry_id from relay.outage";
const SELECT_CUTS = "select staff_id, customer_id from missions.pair_cut where lifted_at is null";
const SELECT_ON_PAGE = `select line_id || ' ' || case sender_end when 'staff' then 'staff_to_customer'
    else 'customer_to_staff' end as way
  from missions.line_end
  where far_number is null and (far_person is null or (sender_end = 'customer' and person is null))`;
const SELECT_NUMBERS = "select number from numbers.number";
const SELECT_KEPT_SINCE = "select ledger.kept_since(1, 'routine') as since";
const SELECT_CROSSED = `
  select 'reservations ' || a.reservation_id || ' and ' || b.reservation_id as what
  from numbers.reservation a
  join numbers.reservation b on b.tenant_id = a.tenant_id and b.person = a.person and b.number_id = a.number_id
    and b.counterpart <> a.counterpart and b.reservation_id > a.reservation_id
    and a.reserved_from < b.reserved_until and b.reserved_from < a.reserved_until
  union all
  select 'lines ' || a.line_id || ' and ' || b.line_id
  from missions.line_end a
  join missions.line_end b on b.tenant_id = a.tenant_id and b.person = a.person and b.number = a.number
    and b.far_person <> a.far_person and b.line_id > a.line_id
    and least(a.quarantined_until, b.quarantined_until) > store.act_time(a.tenant_id)
  where not a.needs_code and not b.needs_code and a.ended_at is null and b.ended_at is null
  union all
  select 'line ' || e.line_id || ' leads on until ' || e.quarantined_until || ', its number is reserved until '
    || coalesce((
      select max(r.reserved_until) from numbers.reservation r
      join numbers.number n on n.tenant_id = r.tenant_id and n.number_id = r.number_id
      where r.tenant_id = e.tenant_id and r.person = e.person and n.number = e.number
        and r.counterpart = e.far_person)::text, 'never')
  from missions.line_end e
  where not e.needs_code and e.ended_at is null and e.person is not null and e.far_person is not null
    and e.number is not null and not exists (
      select from numbers.reservation r
      join numbers.number n on n.tenant_id = r.tenant_id and n.number_id = r.number_id
      where r.tenant_id = e.tenant_id and r.person = e.person and n.number = e.number
        and r.counterpart = e.far_person and r.reserved_until >= e.quarantined_until)`;

export async function readHouse(client: Pick<pg.Pool, "query">): Promise<HouseFacts> {
  const read = async <R extends pg.QueryResultRow>(text: string) => (await client.query<R>(text)).rows;
  const entries = await read<Omit<EntryFact, "body">>(SELECT_ENTRIES);
  const numbers = await read<{ number: string }>(SELECT_NUMBERS);
  const onPage = await read<{ way: string }>(SELECT_ON_PAGE);
  const kept = await read<{ since: Date }>(SELECT_KEPT_SINCE);
  const crossed = await read<{ what: string }>(SELECT_CROSSED);
  return {
    entries: entries.map((entry) => ({ ...entry, body: JSON.parse(entry.bytes.toString("utf8")) as EntryBody })),
    chains: await read(SELECT_CHAINS),
    attempts: await read(SELECT_ATTEMPTS),
    texts: await read(SELECT_TEXTS),
    keptBack: await read(SELECT_KEPT_BACK),
    signals: await read(SELECT_SIGNALS),
    outages: await read(SELECT_OUTAGES),
    cuts: await read(SELECT_CUTS),
    onPage: new Set(onPage.map(({ way }) => way)),
    numbers: new Set(numbers.map(({ number }) => number)),
    keptSince: kept[0]?.since as Date,
    crossed: crossed.map(({ what }) => what),
  };
}
