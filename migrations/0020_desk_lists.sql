-- What the desk looks for among all missions: by how a reference begins, by purpose, and those that were taken back.
create index mission_by_reference on missions.mission (reference collate "C", tenant_id);
create index mission_of_purpose on missions.mission (purpose, opens_at, mission_id, tenant_id);
create index mission_cancelled on missions.mission (opens_at, mission_id, tenant_id) where cancelled_at is not null;
create index mission_cancelled_of_purpose on missions.mission (purpose, opens_at, mission_id, tenant_id) where cancelled_at is not null;

-- How far an import is, for whoever waits for it. No row of the file is kept.
create table missions.import (
  tenant_id int not null references store.tenant,
  import_id text collate "C" not null,
  -- an account of the desk or a machine key; null: an operator
  begun_by text collate "C",
  -- the mapping: a name, or 'given' where it came with the file
  mapping text not null check (length(mapping) between 1 and 60),
  is_dry_run boolean not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  rows int not null default 0,
  accepted int not null default 0,
  rejected int not null default 0,
  started_at timestamptz not null,
  -- when it was heard of last: one that is silent for long has ended with its node
  seen_at timestamptz not null,
  ended_at timestamptz,
  primary key (import_id, tenant_id),
  check ((state = 'running') = (ended_at is null))
);
create index import_by_start on missions.import (started_at, import_id, tenant_id);
grant select, insert, update, delete on missions.import to paravent_app;
