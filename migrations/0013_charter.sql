-- Modules that watch staff: another one.
alter table charter.activation drop constraint activation_module_check;
alter table charter.activation add constraint activation_module_check
  check (module in ('screening', 'cut-attempt-alerts'));

-- What was in force at a date is asked for years later: nothing of a version changes, and no right to change it exists.
create table charter.charter (
  tenant_id int not null references store.tenant,
  version int not null check (version between 1 and 10000),
  title text not null check (length(title) between 1 and 200),
  text_fr text not null check (length(text_fr) between 1 and 60000),
  text_en text not null check (length(text_en) between 1 and 60000),
  scale jsonb not null check (jsonb_typeof(scale) = 'array' and jsonb_array_length(scale) between 1 and 40),
  in_force_from date not null,
  consulted_on date,
  deposited_on date,
  -- why there is no consultation or deposit
  exemption text check (exemption in ('under_50_employees', 'no_employees')),
  content_hash bytea not null check (length(content_hash) = 32),
  recorded_at timestamptz not null,
  entry_id bigint not null,
  primary key (version, tenant_id),
  check (consulted_on <= deposited_on and deposited_on <= in_force_from),
  check ((consulted_on is null) = (exemption is not null) and (deposited_on is null) = (exemption is not null))
);
create index charter_in_force on charter.charter (in_force_from, version, tenant_id);
grant select, insert on charter.charter to paravent_app;

-- What the company asks for before a mission. The last row counts; the others say since when.
create table charter.policy (
  tenant_id int not null references store.tenant,
  entry_id bigint not null,
  requires_acknowledgement boolean not null,
  set_at timestamptz not null,
  primary key (entry_id, tenant_id)
);
grant select, insert on charter.policy to paravent_app;

create table charter.acknowledgement (
  tenant_id int not null references store.tenant,
  staff_id text collate "C" not null,
  version int not null,
  -- 'session': by themselves; 'paper': the company says so
  given_by text not null check (given_by in ('session', 'paper')),
  given_at timestamptz not null,
  entry_id bigint not null,
  primary key (staff_id, version, tenant_id)
);
create index acknowledgement_in_order on charter.acknowledgement (entry_id, tenant_id);
grant select, insert on charter.acknowledgement to paravent_app;

create table charter.notice (
  tenant_id int not null references store.tenant,
  version text collate "C" not null check (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
  title text not null check (length(title) between 1 and 200),
  text_fr text not null check (length(text_fr) between 1 and 60000),
  text_en text not null check (length(text_en) between 1 and 60000),
  modules text[] not null check (modules <@ array['screening', 'cut-attempt-alerts'] and cardinality(modules) > 0),
  content_hash bytea not null check (length(content_hash) = 32),
  recorded_at timestamptz not null,
  entry_id bigint not null,
  primary key (version, tenant_id)
);
grant select, insert on charter.notice to paravent_app;

create table charter.notice_receipt (
  tenant_id int not null references store.tenant,
  staff_id text collate "C" not null,
  version text collate "C" not null,
  given_by text not null check (given_by in ('session', 'paper')),
  given_at timestamptz not null,
  entry_id bigint not null,
  primary key (staff_id, version, tenant_id)
);
create index notice_receipt_of_version on charter.notice_receipt (version, entry_id, tenant_id);
grant select, insert on charter.notice_receipt to paravent_app;

-- Done or not done: there is no column for a score.
create table charter.lesson_done (
  tenant_id int not null references store.tenant,
  staff_id text collate "C" not null,
  lesson text not null check (lesson ~ '^[a-z][a-z0-9-]{0,39}$'),
  done_at timestamptz not null,
  entry_id bigint not null,
  primary key (staff_id, lesson, tenant_id)
);
create index lesson_done_in_order on charter.lesson_done (entry_id, tenant_id);
grant select, insert on charter.lesson_done to paravent_app;
