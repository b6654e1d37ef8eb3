create schema relay;
grant usage on schema relay to paravent_app;

-- One try at contact. The id is a keyed hash of (carrier, message id), so that the same message twice is
-- the same attempt and the earlier answer comes back.
create table relay.attempt (
  tenant_id int not null,
  attempt_id text collate "C" not null,
  at timestamptz not null,
  mission_id text collate "C",
  line_id text collate "C",
  staff_id text collate "C",
  customer_id text collate "C",
  channel text not null check (channel in ('sms', 'call', 'disclosure')),
  direction text not null check (direction in ('staff_to_customer', 'customer_to_staff', 'unknown')),
  outcome text not null
    check (outcome in ('delivered', 'queued', 'failed', 'unknown', 'refused', 'held', 'intercepted', 'disclosed')),
  code text,
  -- opens the commitment in the ledger together with the customer's key; destroyed after 12 months
  salt bytea check (length(salt) = 16),
  entry_id bigint not null,
  primary key (attempt_id, tenant_id),
  check ((outcome in ('refused', 'failed')) = (code is not null))
-- Each allowed one is written again when its result comes: with room on its page its indexes are not.
) with (fillfactor = 50);
-- Nothing but the mission: equal keys are kept once, so that this index stays small, and a mission has few attempts.
create index attempt_of_mission on relay.attempt (mission_id);
-- Without the id: a second index that holds it could be searched for it, by skipping through all instants.
create index attempt_at on relay.attempt (at, tenant_id);
grant select, insert, update, delete on relay.attempt to paravent_app;

-- Parts of a long text that wait for each other. Kept a while after the last one came: carriers repeat.
create table relay.part (
  tenant_id int not null,
  carrier text not null,
  -- keyed hash of (sender, number, concatenation reference, total)
  set_hash bytea not null check (length(set_hash) = 32),
  part_index int not null check (part_index between 1 and 255),
  part_total int not null check (part_total between 1 and 255),
  message_id_hash bytea not null,
  sealed_part bytea,
  first_at timestamptz not null,
  joined_at timestamptz,
  primary key (carrier, set_hash, part_index, tenant_id)
);
create index part_waiting on relay.part (first_at) where joined_at is null;
create index part_joined on relay.part (joined_at) where joined_at is not null;
grant select, insert, update, delete on relay.part to paravent_app;

-- Wrong mission codes of one caller on one number, and of all callers on it (caller_index all zero).
create table relay.code_try (
  tenant_id int not null,
  number text collate "C" not null,
  caller_index bytea not null check (length(caller_index) = 32),
  wrong int not null check (wrong >= 0),
  since_at timestamptz not null,
  locked_until timestamptz,
  primary key (number, caller_index, tenant_id)
);
grant select, insert, update, delete on relay.code_try to paravent_app;

-- Who was told once today that a number leads nowhere now.
create table relay.told (
  tenant_id int not null,
  sender_index bytea not null check (length(sender_index) = 32),
  day date not null,
  primary key (sender_index, day, tenant_id)
);
grant select, insert, delete on relay.told to paravent_app;

-- Words that are never refused, for the room that handles reports.
create table relay.signal (
  tenant_id int not null,
  signal_id text collate "C" not null,
  word text not null check (word in ('report', 'stop', 'start')),
  attempt_id text collate "C" not null,
  by text not null check (by in ('customer', 'staff', 'unknown')),
  mission_id text collate "C",
  staff_id text collate "C",
  customer_id text collate "C",
  at timestamptz not null,
  consumed_at timestamptz,
  primary key (signal_id, tenant_id)
);
create index signal_waiting on relay.signal (at) where consumed_at is null;
grant select, insert, update, delete on relay.signal to paravent_app;

-- Outages in which contact was refused without a record; written when the store is back.
create table relay.outage (
  tenant_id int not null,
  outage_id text collate "C" not null,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  refused int not null check (refused >= 0),
  entry_id bigint not null,
  primary key (outage_id, tenant_id)
);
grant select, insert, delete on relay.outage to paravent_app;
