-- Nothing here is granted on the tables: only these functions read the vault, and only the room vault calls them.
create schema vault;
grant usage on schema vault to paravent_app;

-- Which versions of the tenant key this database was written with: a start with another key file is refused.
-- The newest one wraps keys and says who a new phone is; a change of key begins by adding a row here.
create table vault.tenant_key (
  tenant_id int not null references store.tenant,
  key_version int not null check (key_version > 0),
  kek_fingerprint bytea not null check (length(kek_fingerprint) = 32),
  index_fingerprint bytea not null check (length(index_fingerprint) = 32),
  is_demo boolean not null,
  added_at timestamptz not null,
  -- since when all older keys are wrapped anew under this one
  rotated_at timestamptz,
  kek_retired_at timestamptz,
  index_retired_at timestamptz,
  primary key (key_version, tenant_id)
);

-- A subject is a customer (cus_…), a staff member (stf_…), or 'tenant' for the secret of keyed hashes. No wrapped
-- key, no way back to the data: shredding removes it and leaves the date.
create table vault.subject_key (
  tenant_id int not null references store.tenant,
  subject text collate "C" not null check (subject ~ '^(cus|stf)_[0-9a-z]{26}$' or subject = 'tenant'),
  wrapped bytea,
  key_version int,
  shredded_at timestamptz,
  primary key (subject, tenant_id),
  check ((wrapped is null) = (shredded_at is not null)),
  check ((wrapped is null) = (key_version is null)),
  check (subject <> 'tenant' or wrapped is not null)
);

-- scope: '' for what belongs to the subject, a mission id for what belongs to one visit. One row for each, since a row
-- costs more than the seals in it. `put_contacts`, the only way in, checks a batch against the live keys at once: a
-- foreign key would look up each row, and take a shredded subject.
create table vault.contact (
  tenant_id int not null,
  subject text collate "C" not null,
  scope text collate "C" not null default '',
  display_name bytea,
  phone bytea,
  email bytea,
  address bytea,
  access_notes bytea,
  primary key (subject, scope, tenant_id)
);

create sequence vault.person_id;
grant usage on sequence vault.person_id to paravent_app;

-- The identity of a phone: who shares it shares its masked numbers. Found by keyed hash only. A person has one row
-- for each version of the index key in use, so that during a change of key every node finds everybody.
create table vault.person (
  tenant_id int not null references store.tenant,
  person_id bigint not null,
  index_version int not null,
  phone_index bytea not null check (length(phone_index) = 32),
  -- set when nobody answers at this phone any more: until then a quarantine or a suppression needs to know it again
  kept_until timestamptz,
  primary key (person_id, index_version, tenant_id),
  unique (phone_index, tenant_id)
);
create index person_kept on vault.person (kept_until, tenant_id) where kept_until is not null;

-- All that other rooms see of a phone: for the gate's own join.
create view vault.phone_person as select tenant_id, phone_index, person_id from vault.person;
grant select on vault.phone_person to paravent_app;

-- Which subjects answer at a phone today. One phone each. `assign_persons`, the only way in, checks that they have a key.
create table vault.person_subject (
  tenant_id int not null,
  subject text collate "C" not null,
  person_id bigint not null,
  primary key (subject, tenant_id)
);
create index person_subject_person on vault.person_subject (person_id, tenant_id);

-- A cut or an opt-out survives shredding, with a reason and an end, on the identity of the phone: it holds under
-- whichever reference the person returns.
create table vault.suppression (
  tenant_id int not null,
  person_id bigint not null,
  kind text not null check (kind in ('opt_out', 'pair_cut')),
  staff_id text collate "C" not null default '',
  reason text not null,
  ends_at timestamptz not null,
  primary key (person_id, kind, staff_id, tenant_id),
  check ((kind = 'pair_cut') = (staff_id <> ''))
);

-- Keys ---------------------------------------------------------------------------------------------------------

-- Functions that take a batch ask for each item by itself (`lateral … offset 0`, or a subquery in place of a column).
-- For a join, PostgreSQL keeps the plan it made while the table was empty, and reads all of it, until it is analysed:
-- the first 100,000 rows of an import would each cost a look at all those before.

create function vault.tenant_keys(tenant int)
returns table (key_version int, kek_fingerprint bytea, index_fingerprint bytea, is_demo boolean, is_rotated boolean,
  is_kek_retired boolean, is_index_retired boolean)
language sql stable security definer set search_path = pg_catalog
as $$
  select k.key_version, k.kek_fingerprint, k.index_fingerprint, k.is_demo, k.rotated_at is not null,
    k.kek_retired_at is not null, k.index_retired_at is not null
  from vault.tenant_key k where k.tenant_id = tenant order by k.key_version
$$;

-- Whoever writes under a key shares this lock until commit, and whoever adds a version takes it alone: once a version
-- is added, nothing is ever written under an older one again, by no node.
create function vault.is_newest(tenant int, version int) returns boolean
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('vault.tenant_key'), tenant);
  return version = (select max(k.key_version) from vault.tenant_key k where k.tenant_id = tenant);
end
$$;

create function vault.add_tenant_key(
  tenant int, version int, kek_fingerprint bytea, index_fingerprint bytea, is_demo boolean, at timestamptz
) returns boolean
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  perform pg_advisory_xact_lock(hashtext('vault.tenant_key'), tenant);
  insert into vault.tenant_key (tenant_id, key_version, kek_fingerprint, index_fingerprint, is_demo, added_at, rotated_at)
  select tenant, version, add_tenant_key.kek_fingerprint, add_tenant_key.index_fingerprint, add_tenant_key.is_demo, at,
    case when not exists (select from vault.tenant_key k where k.tenant_id = tenant) then at end
  where not exists (select from vault.tenant_key k where k.tenant_id = tenant and k.key_version >= version);
  return found;
end
$$;

-- Gives each subject a key unless it has one, and tells which it has: a null one was shredded. Until commit nobody
-- else writes about these subjects nor shreds them. No rows when `newest` no longer is: the caller must read the keys again.
create function vault.put_keys(tenant int, newest int, asked text[], candidates bytea[])
returns table (subject text, wrapped bytea, key_version int)
language plpgsql security definer set search_path = pg_catalog
as $$
declare added int;
begin
  if not vault.is_newest(tenant, newest) then return; end if;
  return query
    insert into vault.subject_key as k (tenant_id, subject, wrapped, key_version)
    select tenant, a.subject, a.wrapped, newest from unnest(asked, candidates) as a (subject, wrapped)
    order by a.subject
    on conflict do nothing
    returning k.subject, k.wrapped, k.key_version;
  get diagnostics added = row_count;
  if added = cardinality(asked) then return; end if;
  return query
    select a.subject, k.wrapped, k.key_version
    from (select n.subject, n.wrapped from unnest(asked, candidates) as n (subject, wrapped) order by n.subject) a
    cross join lateral (select o.wrapped, o.key_version from vault.subject_key o
      where o.tenant_id = tenant and o.subject = a.subject for no key update) k
    where k.wrapped is distinct from a.wrapped;
end
$$;

-- In plpgsql, like all that runs often: before PostgreSQL 18 a function in sql is planned at each call.
create function vault.wrapped_keys(tenant int, asked text[])
returns table (subject text, wrapped bytea, key_version int)
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  return query
    select a.subject, k.wrapped, k.key_version from unnest(asked) as a (subject)
    cross join lateral (select o.wrapped, o.key_version from vault.subject_key o
      where o.tenant_id = tenant and o.subject = a.subject offset 0) k;
end
$$;

-- How much still depends on each version.
create function vault.key_use(tenant int)
returns table (key_version int, subjects bigint, persons bigint)
language sql stable security definer set search_path = pg_catalog
as $$
  select t.key_version, coalesce(k.subjects, 0), coalesce(p.persons, 0)
  from vault.tenant_key t
  left join (select s.key_version, count(*) as subjects from vault.subject_key s
    where s.tenant_id = tenant group by s.key_version) k using (key_version)
  left join (select i.index_version as key_version, count(*) as persons from vault.person i
    where i.tenant_id = tenant group by i.index_version) p using (key_version)
  where t.tenant_id = tenant order by t.key_version
$$;

create function vault.keys_to_rewrap(tenant int, newest int, after text, most int)
returns table (subject text, wrapped bytea, key_version int)
language sql stable security definer set search_path = pg_catalog
as $$
  select k.subject, k.wrapped, k.key_version from vault.subject_key k
  where k.tenant_id = tenant and k.subject > after and k.key_version <> newest
  order by k.subject limit most
$$;

-- Only a key that is still wrapped as it was read: one shredded meanwhile stays shredded. Null when `newest` no
-- longer is.
create function vault.rewrap(tenant int, newest int, subjects text[], befores bytea[], afters bytea[]) returns int
language plpgsql security definer set search_path = pg_catalog
as $$
declare rewrapped int;
begin
  if not vault.is_newest(tenant, newest) then return null; end if;
  update vault.subject_key k set wrapped = n.after, key_version = newest
  from (select u.subject, u.before, u.after from unnest(subjects, befores, afters) as u (subject, before, after)
    order by u.subject) n
  where k.tenant_id = tenant and k.subject = n.subject and k.wrapped = n.before;
  get diagnostics rewrapped = row_count;
  return rewrapped;
end
$$;

create function vault.finish_rotation(tenant int, version int, at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  update vault.tenant_key k set rotated_at = at
  where k.tenant_id = tenant and k.key_version = version and k.rotated_at is null;
  return found;
end
$$;

-- Nothing is written under an older version once a newer one was added, so what is not in use now never will be.
create function vault.retire_kek(tenant int, version int, at timestamptz, settled timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  if not exists (select from vault.tenant_key k
    where k.tenant_id = tenant and k.key_version > version and k.added_at <= settled) then
    return 'too_early';
  end if;
  if exists (select from vault.subject_key k where k.tenant_id = tenant and k.key_version = version) then
    return 'in_use';
  end if;
  update vault.tenant_key k set kek_retired_at = coalesce(k.kek_retired_at, at)
  where k.tenant_id = tenant and k.key_version = version;
  return case when found then 'retired' else 'unknown' end;
end
$$;

create function vault.retire_index(tenant int, version int, at timestamptz, settled timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  if not exists (select from vault.tenant_key k
    where k.tenant_id = tenant and k.key_version > version and k.added_at <= settled) then
    return 'too_early';
  end if;
  if exists (select from vault.person p where p.tenant_id = tenant and p.index_version = version and not exists (
    select from vault.person q
    where q.tenant_id = tenant and q.person_id = p.person_id and q.index_version > version)) then
    return 'in_use';
  end if;
  update vault.tenant_key k set index_retired_at = coalesce(k.index_retired_at, at)
  where k.tenant_id = tenant and k.key_version = version;
  return case when found then 'retired' else 'unknown' end;
end
$$;

create function vault.delete_retired_indexes(tenant int, most int) returns int
language plpgsql security definer set search_path = pg_catalog
as $$
declare gone int;
begin
  delete from vault.person p
  where (p.tenant_id, p.person_id, p.index_version) in (
    select q.tenant_id, q.person_id, q.index_version from vault.person q
    join vault.tenant_key k on k.tenant_id = q.tenant_id and k.key_version = q.index_version
    where q.tenant_id = tenant and k.index_retired_at is not null
    limit most);
  get diagnostics gone = row_count;
  return gone;
end
$$;

-- Contact data -------------------------------------------------------------------------------------------------

-- A null seal leaves the field as it is, and one of no bytes removes it. The caller holds the subjects' keys, through
-- `put_keys` in the same transaction: no row appears nor goes meanwhile.
create function vault.put_contacts(tenant int, subjects text[], scopes text[], display_names bytea[], phones bytea[],
  emails bytea[], addresses bytea[], notes bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare is_known boolean[];
begin
  if exists (select from (select distinct u.subject from unnest(subjects) as u (subject)) n
    where (select k.wrapped from vault.subject_key k where k.tenant_id = tenant and k.subject = n.subject) is null) then
    raise exception 'could not keep contact data of a subject without a key';
  end if;
  is_known := array(
    select (select true from vault.contact c
      where c.tenant_id = tenant and c.subject = n.subject and c.scope = n.scope) is true
    from unnest(subjects, scopes) as n (subject, scope));
  -- Apart from those that are there already: `on conflict` costs a new row half as much again.
  insert into vault.contact (tenant_id, subject, scope, display_name, phone, email, address, access_notes)
  select tenant, n.subject, n.scope, nullif(n.display_name, ''), nullif(n.phone, ''), nullif(n.email, ''),
    nullif(n.address, ''), nullif(n.access_notes, '')
  from unnest(subjects, scopes, display_names, phones, emails, addresses, notes, is_known)
    as n (subject, scope, display_name, phone, email, address, access_notes, is_known)
  where not n.is_known
  order by n.subject, n.scope;
  insert into vault.contact as c (tenant_id, subject, scope, display_name, phone, email, address, access_notes)
  select tenant, n.subject, n.scope, n.display_name, n.phone, n.email, n.address, n.access_notes
  from unnest(subjects, scopes, display_names, phones, emails, addresses, notes, is_known)
    as n (subject, scope, display_name, phone, email, address, access_notes, is_known)
  where n.is_known
  order by n.subject, n.scope
  on conflict (subject, scope, tenant_id) do update set
    display_name = nullif(coalesce(excluded.display_name, c.display_name), ''),
    phone = nullif(coalesce(excluded.phone, c.phone), ''),
    email = nullif(coalesce(excluded.email, c.email), ''),
    address = nullif(coalesce(excluded.address, c.address), ''),
    access_notes = nullif(coalesce(excluded.access_notes, c.access_notes), '');
end
$$;

create function vault.sealed_contacts(tenant int, subjects text[], of_scope text, of_field text)
returns table (subject text, sealed bytea, wrapped bytea, key_version int)
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  return query
    select a.subject, c.sealed, c.wrapped, c.key_version from unnest(subjects) as a (subject)
    cross join lateral (
      select case of_field when 'displayName' then o.display_name when 'phone' then o.phone when 'email' then o.email
          when 'address' then o.address when 'accessNotes' then o.access_notes end as sealed,
        k.wrapped, k.key_version
      from vault.contact o join vault.subject_key k on k.tenant_id = tenant and k.subject = a.subject
      where o.tenant_id = tenant and o.subject = a.subject and o.scope = of_scope offset 0) c
    where c.sealed is not null;
end
$$;

-- Persons ------------------------------------------------------------------------------------------------------

-- Finds the person of each phone, known by one index for each live version, or makes one. The newest index decides
-- who was first. Gives a row or more for each phone; none at all when `newest` no longer is.
create function vault.resolve_persons(tenant int, newest int, phones int[], versions int[], indexes bytea[])
returns table (phone int, person_id bigint)
language plpgsql security definer set search_path = pg_catalog
as $$
declare known int[];
begin
  if not vault.is_newest(tenant, newest) then return; end if;
  -- Who is here stays here, also while somebody else who answered at the phone leaves.
  known := array(
    select a.phone
    from (select n.phone, n.phone_index from unnest(phones, indexes) as n (phone, phone_index) order by n.phone_index) a
    cross join lateral (select from vault.person p
      where p.tenant_id = tenant and p.phone_index = a.phone_index for key share) k);
  insert into vault.person (tenant_id, person_id, index_version, phone_index)
  select tenant, nextval('vault.person_id'), newest, a.phone_index
  from unnest(phones, versions, indexes) as a (phone, version, phone_index)
  where a.version = newest and a.phone <> all (known)
  order by a.phone_index
  on conflict (tenant_id, phone_index) do nothing;
  if cardinality(array_remove(versions, newest)) > 0 then
    insert into vault.person (tenant_id, person_id, index_version, phone_index)
    select tenant, f.person_id, b.version, b.phone_index
    from (select a.phone, (select p.person_id from vault.person p
        where p.tenant_id = tenant and p.phone_index = a.phone_index) as person_id
      from unnest(phones, versions, indexes) as a (phone, version, phone_index) where a.version = newest) f
    join unnest(phones, versions, indexes) as b (phone, version, phone_index) on b.phone = f.phone
    join vault.tenant_key k on k.tenant_id = tenant and k.key_version = b.version and k.index_retired_at is null
    where f.person_id is not null and b.version <> newest
    order by b.phone_index
    on conflict do nothing;
  end if;
  return query
    select f.phone, f.person_id
    from (select a.phone, (select p.person_id from vault.person p
        where p.tenant_id = tenant and p.phone_index = a.phone_index) as person_id
      from unnest(phones, indexes) as a (phone, phone_index)) f
    where f.person_id is not null;
end
$$;

-- Whoever leaves a phone locks its person first, then looks who is left: two who leave at once see each other.
-- `keep` null forgets at once a phone at which nobody is left.
create function vault.release_persons(tenant int, persons bigint[], keep timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare alone bigint[];
begin
  perform from vault.person p where p.tenant_id = tenant and p.person_id = any (persons)
  order by p.person_id, p.index_version for update;
  alone := array(select a.person_id from unnest(persons) as a (person_id) where not exists (
    select from vault.person_subject s where s.tenant_id = tenant and s.person_id = a.person_id));
  if keep is null then
    delete from vault.person p
    where p.tenant_id = tenant and p.person_id = any (alone) and not exists (
      select from vault.suppression u where u.tenant_id = tenant and u.person_id = p.person_id);
  end if;
  update vault.person p
  set kept_until = greatest(keep, (select max(u.ends_at) from vault.suppression u
    where u.tenant_id = tenant and u.person_id = p.person_id))
  where p.tenant_id = tenant and p.person_id = any (alone);
end
$$;

-- Says at which phone each subject answers from now on (null: none), and tells where they answered before.
create function vault.assign_persons(tenant int, subjects text[], persons bigint[], keep timestamptz)
returns table (subject text, previous bigint)
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  -- of each subject, where she answered before: her row is locked in the order of `subjects`
  befores bigint[];
  left_behind bigint[];
begin
  befores := array(
    select s.person_id from unnest(subjects) as a (subject)
    left join lateral (select o.person_id from vault.person_subject o
      where o.tenant_id = tenant and o.subject = a.subject for update) s on true);
  left_behind := array(
    select distinct n.before from unnest(persons, befores) as n (person_id, before)
    where n.before is not null and n.before is distinct from n.person_id);
  if left_behind <> '{}' then
    return query
      delete from vault.person_subject s where s.tenant_id = tenant and s.subject = any (array(
        select n.subject from unnest(subjects, persons, befores) as n (subject, person_id, before)
        where n.before is not null and n.before is distinct from n.person_id))
      returning s.subject, s.person_id;
  end if;
  if exists (select from unnest(subjects, befores) as n (subject, before) where n.before is null
    and (select true from vault.subject_key k where k.tenant_id = tenant and k.subject = n.subject) is null) then
    raise exception 'could not say at which phone a subject without a key answers';
  end if;
  insert into vault.person_subject (tenant_id, subject, person_id)
  select tenant, n.subject, n.person_id from unnest(subjects, persons, befores) as n (subject, person_id, before)
  where n.person_id is not null and n.before is distinct from n.person_id
  order by n.subject;
  update vault.person p set kept_until = null where p.ctid = any (array(
    select o.ctid from unnest(persons) as a (person_id)
    cross join lateral (select q.ctid from vault.person q
      where q.tenant_id = tenant and q.person_id = a.person_id and q.kept_until is not null offset 0) o));
  if left_behind <> '{}' then perform vault.release_persons(tenant, left_behind, keep); end if;
end
$$;

create function vault.persons_to_index(tenant int, newest int, after bigint, most int)
returns table (person_id bigint, index_version int, phone_index bytea,
  subject text, sealed bytea, wrapped bytea, key_version int)
language sql stable security definer set search_path = pg_catalog
as $$
  select p.person_id, p.index_version, p.phone_index, c.subject, c.phone, k.wrapped, k.key_version
  from (
    select distinct on (o.person_id) o.person_id, o.index_version, o.phone_index from vault.person o
    where o.tenant_id = tenant and o.person_id > after and not exists (
      select from vault.person q
      where q.tenant_id = tenant and q.person_id = o.person_id and q.index_version = newest)
    order by o.person_id, o.index_version desc limit most) p
  left join lateral (
    select s.subject, t.phone from vault.person_subject s
    join vault.contact t on t.tenant_id = tenant and t.subject = s.subject and t.scope = ''
    where s.tenant_id = tenant and s.person_id = p.person_id and t.phone is not null
    limit 5) c on true
  left join vault.subject_key k on k.tenant_id = tenant and k.subject = c.subject
  order by p.person_id
$$;

create function vault.index_persons(tenant int, newest int, persons bigint[], indexes bytea[]) returns int
language plpgsql security definer set search_path = pg_catalog
as $$
declare indexed int;
begin
  if not vault.is_newest(tenant, newest) then return null; end if;
  perform from vault.person p where p.tenant_id = tenant and p.person_id = any (persons)
  order by p.person_id, p.index_version for key share;
  insert into vault.person (tenant_id, person_id, index_version, phone_index)
  select tenant, a.person_id, newest, a.phone_index from unnest(persons, indexes) as a (person_id, phone_index)
  where exists (select from vault.person p where p.tenant_id = tenant and p.person_id = a.person_id)
  order by a.phone_index
  on conflict do nothing;
  get diagnostics indexed = row_count;
  return indexed;
end
$$;

create function vault.suppressions(tenant int, persons bigint[], at timestamptz)
returns table (person_id bigint, kind text, staff_id text, reason text, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog
as $$
  select u.person_id, u.kind, u.staff_id, u.reason, u.ends_at from vault.suppression u
  where u.tenant_id = tenant and u.person_id = any (persons) and u.ends_at > at
$$;

create function vault.forget_persons(tenant int, at timestamptz, most int) returns int
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  over bigint[];
  gone int;
begin
  delete from vault.suppression u where u.tenant_id = tenant and u.ends_at <= at;
  over := array(select p.person_id from vault.person p
    where p.tenant_id = tenant and p.kept_until <= at limit most for update skip locked);
  delete from vault.person p
  where p.tenant_id = tenant and p.person_id = any (over) and p.kept_until <= at
    and not exists (select from vault.person_subject s where s.tenant_id = tenant and s.person_id = p.person_id);
  get diagnostics gone = row_count;
  return gone;
end
$$;

-- Shredding ----------------------------------------------------------------------------------------------------

-- False when there is no key to destroy.
create function vault.shred(tenant int, shredded text, at timestamptz, keep timestamptz,
  kinds text[], staff_ids text[], reasons text[], ends timestamptz[]) returns boolean
language plpgsql security definer set search_path = pg_catalog
as $$
declare answered bigint;
begin
  update vault.subject_key k set wrapped = null, key_version = null, shredded_at = at
  where k.tenant_id = tenant and k.subject = shredded and k.wrapped is not null;
  if not found then return false; end if;
  delete from vault.contact c where c.tenant_id = tenant and c.subject = shredded;
  delete from vault.person_subject s where s.tenant_id = tenant and s.subject = shredded
  returning s.person_id into answered;
  if answered is null then return true; end if;
  insert into vault.suppression as u (tenant_id, person_id, kind, staff_id, reason, ends_at)
  select tenant, answered, n.kind, n.staff_id, n.reason, n.ends_at
  from unnest(kinds, staff_ids, reasons, ends) as n (kind, staff_id, reason, ends_at)
  on conflict (tenant_id, person_id, kind, staff_id)
  do update set reason = excluded.reason, ends_at = greatest(u.ends_at, excluded.ends_at);
  perform vault.release_persons(tenant, array[answered], keep);
  return true;
end
$$;

-- Functions are open to everybody unless said otherwise; these are for the application, and helpers for nobody.
revoke all on all functions in schema vault from public;
grant execute on function
  vault.tenant_keys, vault.add_tenant_key, vault.put_keys, vault.wrapped_keys, vault.key_use, vault.keys_to_rewrap,
  vault.rewrap, vault.finish_rotation, vault.retire_kek, vault.retire_index, vault.delete_retired_indexes, vault.put_contacts,
  vault.sealed_contacts, vault.resolve_persons, vault.assign_persons, vault.persons_to_index, vault.index_persons,
  vault.suppressions, vault.forget_persons, vault.shred
to paravent_app;
