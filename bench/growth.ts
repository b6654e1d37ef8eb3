import pg from "pg";
import type { BenchHouse } from "./house.ts";
import { openBenchHouse, openMissions } from "./house.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { figure, heading, loadAverage, machineLine, median, printTable, short } from "./report.ts";
import { sharedCommits } from "./ways.ts";

const STORED_MISSIONS = 500_000;
const ATTEMPTS_PER_MISSION = 10;
const LIVE_MISSIONS = 10_000;
const ROUNDS = 3;
const SECONDS = 6;

/**
 * The gate of a company that has been here for a year beside the gate of a new one, in turns on one machine. The year
 * is written by SQL straight into the tables: missions that are over, their customers, phones, lines, attempts,
 * entries and chains, with the sizes and indexes real ones have.
 */
export async function benchGrowth({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("Growth");
  const missions = isQuick ? STORED_MISSIONS / 10 : STORED_MISSIONS;
  const seconds = isQuick ? 2 : SECONDS;
  const empty = await openBenchHouse();
  const full = await openBenchHouse();
  try {
    const began = performance.now();
    await writeYear(full, missions);
    console.log(
      `Stored ${short(missions)} missions and ${short(missions * ATTEMPTS_PER_MISSION)} attempts ` +
        `in ${((performance.now() - began) / 1_000).toFixed(0)} s.\n`,
    );
    const gates = {
      empty: sharedCommits(empty, await openMissions(empty, LIVE_MISSIONS)),
      full: sharedCommits(full, await openMissions(full, LIVE_MISSIONS)),
    };
    // Not counted: after a checkpoint each page that is touched is first written whole to the log.
    await gates.empty.rate(2 * seconds);
    await gates.full.rate(2 * seconds);
    const rounds: { empty: number; full: number; load: string }[] = [];
    for (let n = 0; n < ROUNDS; n += 1) {
      const emptyRate = await gates.empty.rate(seconds);
      const fullRate = await gates.full.rate(seconds);
      rounds.push({ empty: emptyRate, full: fullRate, load: loadAverage() });
    }
    await gates.empty.close();
    await gates.full.close();
    printTable(
      ["round", "empty, decisions/s", "full, decisions/s", "full : empty", "load"],
      rounds.map((round, i) => [
        String(i + 1),
        short(round.empty),
        short(round.full),
        short(round.full / round.empty),
        round.load,
      ]),
    );
    console.log(machineLine(full.engine.serverVersion), "\n");
    const ratio = median(rounds.map((round) => round.full / round.empty));
    return [figure("gate, full store : empty store", ratio, { atLeast: 0.9, unit: " ×" })];
  } finally {
    await full.close();
    await empty.close();
  }
}

/** Parameters: missions, attempts per mission. Ids have the shape of real ones; hashes are random bytes of real length. */
const STEPS: readonly string[] = [
  "set synchronous_commit = off",
  "set session_replication_role = replica",
  `create temp table source as
    select n, substr(md5('mission ' || n), 1, 26) as mid, substr(md5('line ' || n), 1, 26) as lid,
      substr(md5('customer ' || n), 1, 26) as cid, s.staff_id, s.person_id as staff_person,
      '+3393700' || lpad((n % 320)::text, 4, '0') as staff_number, '+3393700' || lpad(((n + 7) % 320)::text, 4, '0') as her_number,
      clock_timestamp() - interval '1 hour' - (n % 31000000) * interval '1 second' as at
    from generate_series(1, $MISSIONS) as n
    join (select staff_id, person_id, row_number() over () - 1 as place from people.staff) s on s.place = n % 400`,
  `insert into vault.person (tenant_id, person_id, index_version, phone_index)
    select 1, 1000000 + n, 1, sha256(('phone ' || n)::bytea) from source`,
  `insert into missions.customer (tenant_id, customer_id, reference, language, person_id, phone_kind, country, created_at)
    select 1, 'cus_' || cid, 'OLD-C-' || n, 'fr', 1000000 + n, 'mobile', 'FR', at from source`,
  `insert into missions.mission (tenant_id, mission_id, reference, purpose, purpose_version, legal_basis, customer_id,
      opens_at, closes_at, grace_ms, channels, request_hash, created_at)
    select 1, 'mis_' || mid, 'OLD-' || n, 'home-intervention', 1, 'eu-gdpr:A6-1-b-contract-performance', 'cus_' || cid,
      at - interval '2 hours', at, 900000, '{sms,call}', sha256(mid::bytea), at - interval '1 day' from source`,
  `insert into missions.line (tenant_id, line_id, mission_id, staff_id, customer_id, staff_person, customer_person,
      staff_number, customer_number, carrier, staff_code_hash, customer_code_hash, assigned_at, quarantined_until)
    select 1, 'lin_' || lid, 'mis_' || mid, staff_id, 'cus_' || cid, staff_person, 1000000 + n, staff_number, her_number,
      'simulator', substr(sha256(('s' || n)::bytea), 1, 16), substr(sha256(('c' || n)::bytea), 1, 16),
      at - interval '1 day', at + interval '30 days' from source`,
  `insert into ledger.chain (tenant_id, subject, seq, head)
    select 1, 'cus_' || cid, 1 + $ATTEMPTS, sha256(cid::bytea) from source`,
  `insert into ledger.entry (tenant_id, entry_id, class, subject, subject_seq, at, leaf_hash, bytes)
    select 1, -(n::bigint * $ATTEMPTS + k), 'routine', 'cus_' || cid, k + 1, at - k * interval '1 minute',
      sha256((n || ' ' || k)::bytea),
      convert_to('{"attempt":"att_' || mid || '","filling":"' || repeat(md5(n || ' ' || k), 13) || '"}', 'utf8')
    from source cross join generate_series(1, $ATTEMPTS) as k`,
  `insert into relay.attempt (tenant_id, attempt_id, at, mission_id, line_id, staff_id, customer_id, channel, direction,
      outcome, salt, entry_id)
    select 1, 'att_' || substr(md5(n || ' attempt ' || k), 1, 26), at - k * interval '1 minute', 'mis_' || mid,
      'lin_' || lid, staff_id, 'cus_' || cid, 'sms', case k % 2 when 0 then 'staff_to_customer' else 'customer_to_staff' end,
      'delivered', substr(sha256(('salt' || n || k)::bytea), 1, 16), -(n::bigint * $ATTEMPTS + k)
    from source cross join generate_series(1, $ATTEMPTS) as k`,
  "drop table source",
  // What the server would do by itself in the middle of a measurement.
  "vacuum analyze",
  "checkpoint",
];

/** As the owner of the database: the program itself could not write entries that never happened. */
async function writeYear({ engine }: BenchHouse, missions: number): Promise<void> {
  const owner = new pg.Client(engine.connection());
  await owner.connect();
  try {
    for (const step of STEPS) {
      await owner.query(
        step.replaceAll("$MISSIONS", String(missions)).replaceAll("$ATTEMPTS", String(ATTEMPTS_PER_MISSION)),
      );
    }
  } finally {
    await owner.end();
  }
}
