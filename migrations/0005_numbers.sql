create schema numbers;
grant usage on schema numbers to paravent_app;

-- Whose number it is must be known before the tenant is: the one global table.
create table numbers.owner (
  number text collate "C" primary key check (number ~ '^\+[1-9][0-9]{6,14}$'),
  tenant_id int not null references store.tenant
);
grant select, insert on numbers.owner to paravent_app;

create table numbers.number (
  tenant_id int not null references store.tenant,
  number_id int not null generated always as identity,
  number text collate "C" not null references numbers.owner,
  country text not null check (country ~ '^[A-Z]{2}$'),
  carrier text not null,
  -- never given by itself / given to nobody new, while its lines go on
  is_reserved boolean not null default false,
  is_draining boolean not null default false,
  -- reservations whose window has not ended, those in quarantine, and when it was last given: the allocator
  -- counts along without waiting for anybody, a job puts it right every minute
  in_use int not null default 0 check (in_use >= 0),
  in_quarantine int not null default 0 check (in_quarantine >= 0),
  last_given_at timestamptz,
  added_at timestamptz not null,
  primary key (number_id, tenant_id),
  unique (number, tenant_id)
) with (fillfactor = 50);
grant select, insert, update on numbers.number to paravent_app;

-- One row a person who was ever to hold a number. Whoever gives her one locks it first, so that two nodes choose
-- for one person one after the other and never wait for each other in a circle.
create table numbers.holder (
  tenant_id int not null references store.tenant,
  person bigint not null,
  primary key (person, tenant_id)
);
grant select, insert, update on numbers.holder to paravent_app;

-- A person may not hold one number for two counterparts at once nor within the quarantine. The database
-- enforces it: no code, on no node, can give a crossed pair. Rows are never changed: a window that moves adds one.
create table numbers.reservation (
  tenant_id int not null,
  reservation_id bigint not null generated always as identity,
  person bigint not null,
  number_id int not null,
  counterpart bigint not null,
  -- [reserved_from, in_use_until) is the window with its grace, [in_use_until, reserved_until) the quarantine
  reserved_from timestamptz not null,
  in_use_until timestamptz not null,
  reserved_until timestamptz not null,
  primary key (person, counterpart, reservation_id, tenant_id),
  check (reserved_from < in_use_until and in_use_until <= reserved_until),
  -- `+ 0` here and `- 0` below: each of three indexes that begin with the person answers its own kind of question and
  -- is no candidate for another. A new database has no statistics, and the planner took the wrong one.
  constraint reservation_not_crossed exclude using gist (
    (person + 0) with =, number_id with =, (tenant_id + 0) with =, (counterpart + 0) with <>,
    tstzrange(reserved_from, reserved_until) with &&
  )
);
-- What a person holds at a time, read for each batch without touching the table (for which it must include the person).
create index reservation_of_person on numbers.reservation ((person - 0), reserved_until, tenant_id)
  include (person, number_id, reserved_from);
-- What still runs: rows come nearly in this order, so that years of history are skipped for a few pages of index.
create index reservation_by_end on numbers.reservation using brin (reserved_until)
  with (pages_per_range = 32, autosummarize = on);
grant select, insert on numbers.reservation to paravent_app;

-- What a foreign key to the number says, asked once a statement: asked of each row, it locked the few numbers again
-- and again, and took a quarter of the time of an import's reservations.
create function numbers.check_number_is_there() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
  if exists (select from (select distinct g.number_id, g.tenant_id from given g) g
    where (select true from numbers.number n where n.number_id = g.number_id and n.tenant_id = g.tenant_id) is null) then
    raise foreign_key_violation using message = 'could not reserve a number that is not in the pool';
  end if;
  return null;
end
$$;
create trigger reservation_number_is_there after insert on numbers.reservation
  referencing new table as given for each statement execute function numbers.check_number_is_there();

create function numbers.check_number_is_free() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
  if exists (select from numbers.reservation r join gone g on g.number_id = r.number_id and g.tenant_id = r.tenant_id) then
    raise foreign_key_violation using message = 'could not remove a number that was reserved';
  end if;
  return null;
end
$$;
create trigger number_is_free after delete on numbers.number
  referencing old table as gone for each statement execute function numbers.check_number_is_free();

-- Reserves these spans (Unix ms) in the order of persons, neighbours in the index and one order for everybody, and tells
-- how many: those are left out that would have crossed another pair. The persons are locked, so there is hardly ever
-- one, and `on conflict` would look at everything twice: it is for the second try only.
create function numbers.reserve(tenant int, persons bigint[], counterparts bigint[], froms bigint[], ends bigint[],
  reserved_ends bigint[], number_ids int[]) returns int
language plpgsql set search_path = pg_catalog
as $$
declare given int;
begin
  begin
    insert into numbers.reservation
      (tenant_id, person, number_id, counterpart, reserved_from, in_use_until, reserved_until)
    select tenant, a.person, a.number_id, a.counterpart, timestamptz 'epoch' + a.from_ms * interval '1 millisecond',
      timestamptz 'epoch' + a.until_ms * interval '1 millisecond',
      timestamptz 'epoch' + a.reserved_ms * interval '1 millisecond'
    from unnest(persons, counterparts, froms, ends, reserved_ends, number_ids)
      with ordinality as a (person, counterpart, from_ms, until_ms, reserved_ms, number_id, n)
    order by a.person, a.n;
  exception when exclusion_violation then
    insert into numbers.reservation
      (tenant_id, person, number_id, counterpart, reserved_from, in_use_until, reserved_until)
    select tenant, a.person, a.number_id, a.counterpart, timestamptz 'epoch' + a.from_ms * interval '1 millisecond',
      timestamptz 'epoch' + a.until_ms * interval '1 millisecond',
      timestamptz 'epoch' + a.reserved_ms * interval '1 millisecond'
    from unnest(persons, counterparts, froms, ends, reserved_ends, number_ids)
      with ordinality as a (person, counterpart, from_ms, until_ms, reserved_ms, number_id, n)
    order by a.person, a.n
    on conflict on constraint reservation_not_crossed do nothing;
  end;
  get diagnostics given = row_count;
  return given;
end
$$;
