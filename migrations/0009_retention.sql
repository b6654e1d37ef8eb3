-- How long entries of a class are kept. `document` is where the risk of misuse and the procedure for looking into it
-- are written down; without one, a year.
create table ledger.retention (
  tenant_id int not null,
  class text collate "C" not null check (class in ('routine', 'case')),
  months int not null check (months between 0 and 36),
  document text check (length(document) between 1 and 500),
  since timestamptz not null,
  primary key (class, tenant_id),
  check (class <> 'routine' or months = 12 or months between 6 and 36 and (months < 12 or document is not null))
);
insert into ledger.retention (tenant_id, class, months, since) values (1, 'routine', 12, clock_timestamp());

-- A case, or whatever else needs entries for longer than they are kept. While one is open, entries of class case made
-- since it opened stay.
create table ledger.hold (
  tenant_id int not null,
  hold_id text collate "C" not null check (length(hold_id) between 1 and 100),
  opened_at timestamptz not null,
  ended_at timestamptz,
  primary key (hold_id, tenant_id)
);

-- What a hold needs, copied while it could still be proved: leaf, proof and checkpoint go on to verify when the log has
-- forgotten the entry.
create table ledger.kept (
  tenant_id int not null,
  hold_id text collate "C" not null,
  entry_id bigint not null,
  log text collate "C" not null,
  index bigint not null,
  leaf bytea not null,
  proof text not null,
  primary key (hold_id, entry_id, tenant_id),
  foreign key (hold_id, tenant_id) references ledger.hold on delete cascade
);

-- Before this instant entries of a class have served their time.
create function ledger.kept_since(tenant int, entry_class text) returns timestamptz
language sql stable security definer set search_path = pg_catalog
return case entry_class
  when 'case' then least(store.act_time(tenant),
    (select min(h.opened_at) from ledger.hold h where h.tenant_id = tenant and h.ended_at is null))
  else store.act_time(tenant)
    - (select r.months from ledger.retention r where r.class = entry_class and r.tenant_id = tenant) * interval '1 month'
  end;

-- Sets the minimum index of a log and destroys what lies before it. Refuses what has not served its time, whoever asks.
create function ledger.prune(tenant int, log_name text, new_minimum bigint) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  pruned record;
begin
  select l.class, l.minimum, l.size, l.closed_at is not null as is_closed into strict pruned from ledger.log l
  where l.name = log_name and l.tenant_id + 0 = tenant for update;
  if new_minimum <= pruned.minimum or new_minimum > pruned.size then
    raise exception 'could not prune % to %', log_name, new_minimum;
  end if;
  -- What is left of a bundle must be all of it: C2SP tlog-tiles, pruning.
  if new_minimum % 256 <> 0 and (new_minimum < pruned.size or not pruned.is_closed) then
    raise exception 'could not prune % to %: that is in the middle of a bundle', log_name, new_minimum;
  end if;
  if exists (
    select from ledger.sequenced s
    where s.log = log_name and s.first_index > pruned.minimum - 1000 and s.first_index < new_minimum
      and s.first_index + s.count > pruned.minimum and s.tenant_id + 0 = tenant
      and s.at >= ledger.kept_since(tenant, pruned.class)
  ) then
    raise exception 'could not prune % to %: entries before it have not served their time', log_name, new_minimum;
  end if;
  with gone as (
    delete from ledger.entry e using ledger.sequenced s
    where s.log = log_name and s.first_index > pruned.minimum - 1000 and s.first_index < new_minimum
      and s.tenant_id + 0 = tenant
      and e.entry_id >= s.first_entry_id + greatest(0, pruned.minimum - s.first_index)
      and e.entry_id < s.first_entry_id + least(s.count, new_minimum - s.first_index)
      and e.class = s.class and e.at = s.at and e.tenant_id + 0 = tenant
    returning e.subject, e.subject_seq
  )
  delete from ledger.customer_entry c using gone g
  where c.subject = g.subject and c.seq = g.subject_seq and c.tenant_id + 0 = tenant;
  delete from ledger.sequenced s
  where s.log = log_name and s.first_index + s.count <= new_minimum and s.first_index < new_minimum
    and s.tenant_id + 0 = tenant;
  -- C2SP tlog-tiles, pruning: tiles that end at the minimum or before it.
  delete from ledger.tile t
  where t.log = log_name and t.tenant_id + 0 = tenant and (t.index + 1) * 256::numeric ^ (t.level + 1) <= new_minimum;
  update ledger.log l set minimum = new_minimum where l.name = log_name and l.tenant_id + 0 = tenant;
end
$$;

-- Makes the partitions of this month and the next two, and drops those of months gone by that hold nothing any more.
-- A month of which entries came before its partition was made stays in the default one.
create function ledger.turn_months(tenant int) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  this_month timestamp := date_trunc('month', store.act_time(tenant) at time zone 'utc');
  month timestamp;
  kept text;
  partition_name text;
  is_empty boolean;
begin
  perform set_config('lock_timeout', '2000', true);
  foreach kept in array array['routine', 'case'] loop
    for i in 0..2 loop
      month := this_month + i * interval '1 month';
      partition_name := 'entry_' || kept || '_' || to_char(month, 'YYYY_MM');
      if to_regclass('ledger.' || partition_name) is null and not exists (
        select from ledger.entry_default d where d.class = kept and d.at >= month at time zone 'utc'
          and d.at < (month + interval '1 month') at time zone 'utc') then
        execute format('create table ledger.%I partition of ledger.entry for values from (%L, %L) to (%L, %L)',
          partition_name, kept, month at time zone 'utc', kept, (month + interval '1 month') at time zone 'utc');
      end if;
    end loop;
  end loop;
  for partition_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'ledger.entry'::regclass and c.relname ~ '^entry_(routine|case)_\d{4}_\d\d$'
      and to_date(right(c.relname, 7), 'YYYY_MM') < this_month - interval '2 months'
  loop
    execute format('select not exists (select from ledger.%I)', partition_name) into is_empty;
    if is_empty then
      execute format('drop table ledger.%I', partition_name);
    end if;
  end loop;
end
$$;

revoke all on function ledger.kept_since, ledger.prune, ledger.turn_months from public;
grant execute on function ledger.kept_since, ledger.prune, ledger.turn_months to paravent_app;
grant select, insert, update on ledger.retention to paravent_app;
grant select, insert, update, delete on ledger.hold, ledger.kept to paravent_app;
