create schema ledger;
grant usage on schema ledger to paravent_app;

-- One row an entry, in the order of arrival; its place in the tree comes from the sequencer. A partition a class and
-- month, so that what has expired is dropped and not searched for; the default one takes what came before its month
-- was made ready.
-- No foreign key to the tenant here nor on what else is written for every attempt: each row would lock the one row
-- of the tenant, and every commit would wait for that lock.
create table ledger.entry (
  tenant_id int not null,
  entry_id bigint not null,
  -- how long it is kept: routine, or until the end of the case
  class text collate "C" not null check (class in ('routine', 'case')),
  subject text collate "C",
  subject_seq bigint check (subject_seq > 0),
  at timestamptz not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  bytes bytea not null check (length(bytes) between 2 and 65535),
  primary key (entry_id, class, at, tenant_id),
  check ((subject is null) = (subject_seq is null))
) partition by range (class, at);
create table ledger.entry_default partition of ledger.entry default;

create sequence ledger.entry_id increment by 1000 no cycle;

-- The last entry of each customer. Whoever writes about her locks this row first, so that two acts about
-- one customer never interleave.
create table ledger.chain (
  tenant_id int not null,
  subject text collate "C" not null,
  seq bigint not null default 0 check (seq >= 0),
  head bytea check (length(head) = 32),
  -- moves with every entry that is not about a contact: what was read about her under an older one no longer counts
  facts_version bigint not null default 0,
  primary key (subject, tenant_id)
) with (fillfactor = 60);

-- What was appended and has no place in a tree yet: a row an append, whose entries have consecutive ids. Whoever writes
-- about a customer holds her chain, so that the numbers given here follow the order of her entries.
create table ledger.pending (
  tenant_id int not null,
  pending_id bigint not null generated always as identity,
  class text collate "C" not null,
  at timestamptz not null,
  first_entry_id bigint not null,
  count int not null check (count > 0),
  primary key (pending_id, tenant_id)
);

-- Entries are never changed nor removed but by expiry: the application only reads them, and adds through this function.
-- Each entry about a customer must follow her last one; entries of one customer come in order.
create function ledger.append(
  tenant int, entry_class text, at timestamptz,
  entry_ids bigint[], leaf_hashes bytea[], bodies bytea[], subjects text[], subject_seqs bigint[],
  chain_subjects text[], chain_seqs bigint[], chain_heads bytea[], changes_facts boolean
) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare moved int;
begin
  insert into ledger.entry (tenant_id, entry_id, class, subject, subject_seq, at, leaf_hash, bytes)
  select tenant, e.entry_id, entry_class, e.subject, e.subject_seq, append.at, e.leaf_hash, e.body
  from unnest(entry_ids, leaf_hashes, bodies, subjects, subject_seqs) as e (entry_id, leaf_hash, body, subject, subject_seq);

  insert into ledger.pending (tenant_id, class, at, first_entry_id, count)
  values (tenant, entry_class, append.at, entry_ids[1], cardinality(entry_ids));

  -- An insert that always meets its row: found by key, whatever the planner believes about the table's size.
  insert into ledger.chain as c (tenant_id, subject, seq, head)
  select tenant, n.subject, n.seq, n.head from unnest(chain_subjects, chain_seqs, chain_heads) as n (subject, seq, head)
  on conflict (subject, tenant_id) do update
    set seq = excluded.seq, head = excluded.head, facts_version = c.facts_version + changes_facts::int
    where c.seq < excluded.seq;
  get diagnostics moved = row_count;
  if moved <> coalesce(array_length(chain_subjects, 1), 0) then
    raise exception 'could not append: % of % chains moved on', moved, array_length(chain_subjects, 1);
  end if;
end
$$;

-- Locks the chains of these customers in one order for everybody, and starts those that are new.
create function ledger.lock_chains(tenant int, asked text[])
returns table (subject text, seq bigint, head text, facts_version bigint)
language plpgsql security definer set search_path = pg_catalog
as $$
declare found int;
begin
  return query
    select c.subject, c.seq, encode(c.head, 'base64'), c.facts_version from ledger.chain c
    where c.subject = any (asked) and c.tenant_id + 0 = tenant
    order by c.subject for update;
  get diagnostics found = row_count;
  if found < cardinality(asked) then
    insert into ledger.chain (tenant_id, subject)
    select distinct tenant, a.subject from unnest(asked) as a (subject)
    where not exists (select from ledger.chain c where c.subject = a.subject and c.tenant_id + 0 = tenant)
    order by a.subject
    on conflict do nothing;
    return query
      select c.subject, c.seq, encode(c.head, 'base64'), c.facts_version from ledger.chain c
      where c.subject = any (asked) and c.tenant_id + 0 = tenant
      order by c.subject for update;
  end if;
end
$$;

-- What was read about these customers no longer counts, though nothing was recorded about them: a line of somebody
-- else with the same phone was made beside theirs.
create function ledger.outdate_facts(tenant int, subjects text[]) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  perform from ledger.lock_chains(tenant, subjects);
  update ledger.chain c set facts_version = c.facts_version + 1
  where c.subject = any (subjects) and c.tenant_id + 0 = tenant;
end
$$;

-- A tree. One a retention class and year; a further generation follows when a restore has lost entries.
create table ledger.log (
  tenant_id int not null,
  name text collate "C" not null,
  class text collate "C" not null,
  year int not null,
  generation int not null check (generation > 0),
  -- fixed with the first checkpoint: whoever verifies knows the log by it
  origin text not null,
  vkey text not null,
  size bigint not null check (size >= 0),
  root bytea not null check (length(root) = 32),
  checkpoint text not null,
  sequenced_at timestamptz not null,
  minimum bigint not null default 0 check (minimum between 0 and size),
  closed_at timestamptz,
  primary key (name, tenant_id),
  unique (class, year, generation, tenant_id)
);

-- Where entries are in a tree: entry `first_entry_id + n` has index `first_index + n`. Never changed.
create table ledger.sequenced (
  tenant_id int not null,
  log text collate "C" not null,
  first_index bigint not null check (first_index >= 0),
  first_entry_id bigint not null,
  count int not null check (count > 0),
  class text collate "C" not null,
  at timestamptz not null,
  primary key (log, first_index, tenant_id)
);
create unique index sequenced_entry on ledger.sequenced (first_entry_id, tenant_id);

-- C2SP tiles. An incomplete one grows at its end: what it held at a smaller size is its beginning.
create table ledger.tile (
  tenant_id int not null,
  log text collate "C" not null,
  level int not null check (level between 0 and 63),
  index bigint not null check (index >= 0),
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (log, level, index, tenant_id)
);
-- Hashes do not compress.
alter table ledger.tile alter hashes set storage external;

-- One sequencer at a time among all nodes. One that hangs in the middle of its transaction is ended by the server, so
-- that another can go on.
create function ledger.lead(tenant int) returns boolean
language sql volatile security definer set search_path = pg_catalog
return set_config('idle_in_transaction_session_timeout', '2000', true) is not null
  and pg_try_advisory_xact_lock(7021018, tenant);

-- Gives pending entries their places: `old_size`, `old_size + 1`, … in the order of `pending_ids`. All of it or nothing;
-- a log that moved on since it was read is left alone.
create function ledger.sequence(
  tenant int, log_name text, old_size bigint, new_size bigint, new_root bytea, note text, now timestamptz,
  pending_ids bigint[], levels int[], indexes bigint[], from_widths int[], added bytea[]
) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  placed bigint;
  grown record;
begin
  update ledger.log l set size = new_size, root = new_root, checkpoint = note, sequenced_at = now
  where l.name = log_name and l.tenant_id + 0 = tenant and l.size = old_size and new_size > old_size and l.closed_at is null;
  if not found then
    raise exception 'could not sequence %: it is not at size %', log_name, old_size;
  end if;

  with taken as (
    delete from ledger.pending p where p.pending_id = any (pending_ids) and p.tenant_id + 0 = tenant
    returning p.first_entry_id, p.count, p.class, p.at, array_position(pending_ids, p.pending_id) as n
  ), filed as (
    insert into ledger.sequenced (tenant_id, log, first_index, first_entry_id, count, class, at)
    select tenant, log_name, old_size + sum(t.count) over (order by t.n) - t.count, t.first_entry_id, t.count, t.class, t.at
    from taken t
    returning count
  )
  select sum(f.count) into placed from filed f;
  if placed is distinct from new_size - old_size then
    raise exception 'could not sequence %: % of % entries were pending', log_name, placed, new_size - old_size;
  end if;

  insert into ledger.tile as t (tenant_id, log, level, index, hashes)
  select tenant, log_name, g.level, g.index, g.added
  from unnest(levels, indexes, from_widths, added) as g (level, index, from_width, added)
  where g.from_width = 0;
  -- At most one a level, each by its key: the plan of a join, made while the table was small, would read all of it.
  for grown in
    select g.level, g.index, g.from_width, g.added
    from unnest(levels, indexes, from_widths, added) as g (level, index, from_width, added)
    where g.from_width > 0
  loop
    update ledger.tile t set hashes = t.hashes || grown.added
    where t.log = log_name and t.level = grown.level and t.index = grown.index and t.tenant_id + 0 = tenant
      and length(t.hashes) = 32 * grown.from_width;
    if not found then
      raise exception 'could not sequence %: a tile is not as it was', log_name;
    end if;
  end loop;
end
$$;

-- A tree begins empty, in the transaction that gives its first entry its place.
create function ledger.open_log(
  tenant int, log_name text, log_class text, log_year int, log_generation int, log_origin text, log_vkey text,
  empty_root bytea, now timestamptz
) returns void
language sql security definer set search_path = pg_catalog
begin atomic
  insert into ledger.log (tenant_id, name, class, year, generation, origin, vkey, size, root, checkpoint, sequenced_at)
  values (tenant, log_name, log_class, log_year, log_generation, log_origin, log_vkey, 0, empty_root, '', now);
end;

-- Nothing goes into a log that is closed.
create function ledger.close_log(tenant int, log_name text, now timestamptz) returns void
language sql security definer set search_path = pg_catalog
begin atomic
  update ledger.log l set closed_at = now where l.name = log_name and l.tenant_id + 0 = tenant and l.closed_at is null;
end;

-- Checkpoints that witnesses were asked to cosign, with what they answered. A cosignature is a line of a signed note.
create table ledger.cosigned (
  tenant_id int not null,
  log text collate "C" not null,
  size bigint not null check (size > 0),
  note text not null,
  lines text[] not null default '{}',
  -- the policy's quorum has cosigned it
  witnessed_at timestamptz,
  primary key (log, size, tenant_id)
);

-- Who of the nodes asks witnesses, or the time-stamping authority, for now.
create table ledger.lease (
  tenant_id int not null,
  task text collate "C" not null,
  holder text not null,
  until timestamptz not null,
  primary key (task, tenant_id)
);

-- RFC 3161: what a time-stamping authority says of a checkpoint, once a day.
create table ledger.anchor (
  tenant_id int not null,
  log text collate "C" not null,
  day date not null,
  checkpoint text not null,
  token bytea not null,
  primary key (log, day, tenant_id)
);

-- Where an entry stands, and its place in a tree once it has one. Until then `log` is where it will be.
create view ledger.leaf as
select e.tenant_id, e.entry_id, e.class, e.at, e.leaf_hash,
  coalesce(s.log, l.name, e.class || '-' || date_part('year', e.at at time zone 'utc')) as log,
  s.first_index + (e.entry_id - s.first_entry_id) as index
from ledger.entry e
left join lateral (
  select r.log, r.first_index, r.first_entry_id, r.count from ledger.sequenced r
  where r.first_entry_id <= e.entry_id and r.tenant_id + 0 = e.tenant_id
  order by r.first_entry_id desc limit 1) s on e.entry_id < s.first_entry_id + s.count
left join lateral (
  select o.name from ledger.log o
  where o.class = e.class and o.year = date_part('year', e.at at time zone 'utc') and o.closed_at is null
    and o.tenant_id + 0 = e.tenant_id) l on s.log is null;

revoke all on function ledger.append, ledger.lock_chains, ledger.outdate_facts, ledger.lead, ledger.sequence,
  ledger.open_log, ledger.close_log from public;
grant execute on function ledger.append, ledger.lock_chains, ledger.outdate_facts, ledger.lead, ledger.sequence,
  ledger.open_log, ledger.close_log to paravent_app;
grant select on ledger.entry, ledger.chain, ledger.pending, ledger.log, ledger.sequenced, ledger.tile, ledger.leaf
  to paravent_app;
grant select, insert, update, delete on ledger.cosigned, ledger.lease to paravent_app;
grant select, insert on ledger.anchor to paravent_app;
grant usage on sequence ledger.entry_id to paravent_app;
