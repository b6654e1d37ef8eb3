create schema ledger;
grant usage on schema ledger to paravent_app;

-- One row an entry, in the order of arrival; its place in the tree comes from the sequencer.
-- No foreign key to the tenant here nor on what else is written for every attempt: each row would lock the one row
-- of the tenant, and every commit would wait for that lock.
create table ledger.entry (
  tenant_id int not null,
  entry_id bigint not null,
  log text not null,
  subject text collate "C",
  subject_seq bigint check (subject_seq > 0),
  at timestamptz not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  bytes bytea not null check (length(bytes) between 2 and 65535),
  primary key (entry_id, tenant_id),
  check ((subject is null) = (subject_seq is null))
);

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

-- Entries are never changed nor removed: the application only reads them, and adds through this function.
-- Each entry about a customer must follow her last one; entries of one customer come in order.
create function ledger.append(
  tenant int, log_name text, at timestamptz,
  entry_ids bigint[], leaf_hashes bytea[], bodies bytea[], subjects text[], subject_seqs bigint[],
  chain_subjects text[], chain_seqs bigint[], chain_heads bytea[], changes_facts boolean
) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare moved int;
begin
  insert into ledger.entry (tenant_id, entry_id, log, subject, subject_seq, at, leaf_hash, bytes)
  select tenant, e.entry_id, log_name, e.subject, e.subject_seq, append.at, e.leaf_hash, e.body
  from unnest(entry_ids, leaf_hashes, bodies, subjects, subject_seqs) as e (entry_id, leaf_hash, body, subject, subject_seq);

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

revoke all on function ledger.append, ledger.lock_chains, ledger.outdate_facts from public;
grant execute on function ledger.append, ledger.lock_chains, ledger.outdate_facts to paravent_app;
grant select on ledger.entry, ledger.chain to paravent_app;
grant usage on sequence ledger.entry_id to paravent_app;
