create schema people;
grant usage on schema people to paravent_app;

create table people.staff (
  tenant_id int not null references store.tenant,
  staff_id text collate "C" not null,
  reference text not null check (length(reference) between 1 and 200),
  regime text not null check (regime in ('employee-fr', 'platform-fr', 'contractor', 'generic')),
  language text not null check (language in ('fr', 'en')),
  standing text not null default 'active' check (standing in ('active', 'suspended', 'excluded')),
  -- identity of the handset: of the phone, or of the app where there is no phone
  person_id bigint not null,
  has_phone boolean not null,
  created_at timestamptz not null,
  primary key (staff_id, tenant_id),
  unique (reference, tenant_id)
);
create index staff_of_person on people.staff (person_id, tenant_id);
grant select, insert, update on people.staff to paravent_app;

-- Moves whenever somebody's standing does: whoever remembers standings reads this one row instead of all of them.
create table people.standing_epoch (
  tenant_id int primary key references store.tenant,
  epoch bigint not null default 0
);
insert into people.standing_epoch (tenant_id) values (1);
grant select on people.standing_epoch to paravent_app;

create function people.move_standing_epoch() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  update people.standing_epoch e set epoch = e.epoch + 1 where e.tenant_id = new.tenant_id;
  return null;
end
$$;
create trigger standing_moved after update of standing on people.staff
  for each row when (old.standing is distinct from new.standing) execute function people.move_standing_epoch();

create table people.machine_key (
  tenant_id int not null references store.tenant,
  key_id text collate "C" not null,
  name text not null check (length(name) between 1 and 100),
  key_hash bytea not null check (length(key_hash) = 32),
  scopes text[] not null check (scopes <@ array['attempts:read', 'disclosures:write', 'ledger:audit', 'missions:read', 'missions:write',
    'numbers:read', 'numbers:write', 'staff:write']),
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (key_id, tenant_id),
  unique (key_hash, tenant_id)
);
grant select, insert, update on people.machine_key to paravent_app;
