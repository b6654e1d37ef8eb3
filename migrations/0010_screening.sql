-- What lets a module that watches staff be switched on, and when it was switched off again. References are the
-- company's own: what they lead to is kept there.
create schema charter;
grant usage on schema charter to paravent_app;

create table charter.activation (
  tenant_id int not null,
  activation_id text collate "C" not null,
  module text not null check (module in ('screening')),
  consulted_on date not null,
  notice_version text not null check (length(notice_version) between 1 and 60),
  impact_assessment text not null check (length(impact_assessment) between 1 and 60),
  legal_basis text not null check (length(legal_basis) between 1 and 60),
  began_at timestamptz not null,
  entry_id bigint not null,
  ended_at timestamptz,
  end_entry_id bigint,
  primary key (activation_id, tenant_id),
  check ((ended_at is null) = (end_entry_id is null))
);
create unique index activation_in_force on charter.activation (module, tenant_id) where ended_at is null;
grant select, insert, update on charter.activation to paravent_app;

-- A text that screening keeps back, until somebody reads it at its sender's wish or its time is over.
create table relay.kept_back (
  tenant_id int not null,
  attempt_id text collate "C" not null,
  line_id text collate "C" not null,
  carrier text not null,
  from_number text collate "C" not null,
  to_subject text collate "C" not null,
  sealed_text bytea not null,
  kept_at timestamptz not null,
  asked_at timestamptz,
  read_at timestamptz,
  -- who read it last: the company's own reference of a person
  reader text check (length(reader) between 1 and 60),
  primary key (attempt_id, tenant_id),
  check (asked_at is not null or read_at is null),
  check ((read_at is null) = (reader is null))
);
create index kept_back_of_line on relay.kept_back (line_id);
create index kept_back_since on relay.kept_back (kept_at);
create index kept_back_asked on relay.kept_back (asked_at, attempt_id) where asked_at is not null;
grant select, insert, update, delete on relay.kept_back to paravent_app;

-- What somebody was told last in this mission: that a machine checks texts, or that none does. Told again when that changes.
create table relay.told_of_screening (
  tenant_id int not null,
  mission_id text collate "C" not null,
  subject text collate "C" not null,
  is_on boolean not null,
  at timestamptz not null,
  primary key (mission_id, subject, tenant_id)
);
create index told_of_screening_at on relay.told_of_screening (at);
grant select, insert, update, delete on relay.told_of_screening to paravent_app;

alter table relay.signal drop constraint signal_word_check;
alter table relay.signal add constraint signal_word_check check (word in ('report', 'stop', 'start', 'review'));

-- A sentence of ours may say what a machine saw in somebody's text: that part of it is sealed.
alter table store.outbox drop constraint outbox_check1;
alter table store.outbox add constraint outbox_check1 check (case kind
  when 'text' then attempt_id is not null and line_id is not null and notice is null
  else notice is not null end);

alter table people.machine_key drop constraint machine_key_scopes_check;
alter table people.machine_key add constraint machine_key_scopes_check check (scopes <@ array['activations:read',
  'activations:write', 'attempts:read', 'disclosures:write', 'ledger:audit', 'missions:read', 'missions:write',
  'numbers:read', 'numbers:write', 'readings:read', 'readings:write', 'screenings:read', 'staff:write']);
