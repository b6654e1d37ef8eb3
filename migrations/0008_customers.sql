-- What there is about each customer up to the last daily commitment: how many entries, and the leaf hash of the last.
-- `key` is SHA-256 of the pseudonym, and places her in the Merkle map.
create table ledger.customer_state (
  tenant_id int not null,
  key bytea not null check (length(key) = 32),
  subject text collate "C" not null,
  count bigint not null check (count > 0),
  head bytea not null check (length(head) = 32),
  primary key (key, tenant_id)
);

-- Which entries those are. Written once a day: an index of all entries by customer would be written with each of them.
create table ledger.customer_entry (
  tenant_id int not null,
  subject text collate "C" not null,
  seq bigint not null check (seq > 0),
  entry_id bigint not null,
  class text collate "C" not null,
  at timestamptz not null,
  primary key (subject, seq, tenant_id)
);

-- A daily commitment. `buckets` are the roots of the map's 4,096 parts by the first 12 bits of the key, in order, zeros
-- for an empty one; the latest has them, so that a proof reads one part only.
create table ledger.customer_map (
  tenant_id int not null,
  day date not null,
  entry_id bigint not null,
  at timestamptz not null,
  customers bigint not null,
  root bytea not null check (length(root) = 32),
  buckets bytea check (length(buckets) = 131072),
  primary key (day, tenant_id)
);
alter table ledger.customer_map alter buckets set storage external;

-- How far each log was read.
create table ledger.customer_read (
  tenant_id int not null,
  log text collate "C" not null,
  size bigint not null,
  primary key (log, tenant_id)
);

-- Takes in what was placed in a log since the last time, `most` appends at once. False: nothing was left.
create function ledger.read_customers(tenant int, log_name text, most int) returns boolean
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  from_index bigint;
  to_index bigint;
begin
  select r.size into from_index from ledger.customer_read r where r.log = log_name and r.tenant_id + 0 = tenant;
  select max(s.first_index + s.count) into to_index from (
    select q.first_index, q.count from ledger.sequenced q
    where q.log = log_name and q.first_index >= coalesce(from_index, 0) and q.tenant_id + 0 = tenant
    order by q.first_index limit most) s;
  if to_index is null then
    return false;
  end if;
  with placed as materialized (
    select e.subject, e.subject_seq, e.leaf_hash, e.entry_id, e.class, e.at
    from ledger.sequenced s
    join ledger.entry e on e.entry_id >= s.first_entry_id and e.entry_id < s.first_entry_id + s.count
      and e.class = s.class and e.at = s.at and e.tenant_id + 0 = tenant
    where s.log = log_name and s.first_index >= coalesce(from_index, 0) and s.first_index < to_index
      and s.tenant_id + 0 = tenant and e.subject is not null
  ), listed as (
    insert into ledger.customer_entry (tenant_id, subject, seq, entry_id, class, at)
    select tenant, p.subject, p.subject_seq, p.entry_id, p.class, p.at from placed p
    on conflict (subject, seq, tenant_id) do update
      set entry_id = excluded.entry_id, class = excluded.class, at = excluded.at
  )
  insert into ledger.customer_state as c (tenant_id, key, subject, count, head)
  select distinct on (p.subject) tenant, sha256(convert_to(p.subject, 'utf8')), p.subject, p.subject_seq, p.leaf_hash
  from placed p order by p.subject, p.subject_seq desc
  on conflict (key, tenant_id) do update set count = excluded.count, head = excluded.head
    where c.count < excluded.count;
  insert into ledger.customer_read as r (tenant_id, log, size) values (tenant, log_name, to_index)
  on conflict (log, tenant_id) do update set size = excluded.size;
  return true;
end
$$;

revoke all on function ledger.read_customers from public;
grant execute on function ledger.read_customers to paravent_app;
grant select on ledger.customer_state, ledger.customer_entry to paravent_app;
grant select, insert, update (buckets) on ledger.customer_map to paravent_app;
