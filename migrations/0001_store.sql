-- The application works as this role: it may do what the rooms need and nothing else. Roles belong to the
-- server, not to the database, so another database of the same server may have made it already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'paravent_app') then
    create role paravent_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;
grant paravent_app to current_user;

create extension if not exists btree_gist;

create schema store;
grant usage on schema store to paravent_app;

create table store.tenant (
  tenant_id int primary key,
  name text not null
);
insert into store.tenant (tenant_id, name) values (1, 'main');
grant select on store.tenant to paravent_app;

-- How far the simulator moved the clock. Zero for ever with a real carrier.
create table store.clock (
  tenant_id int primary key references store.tenant,
  offset_ms bigint not null default 0 check (offset_ms >= 0)
);
insert into store.clock (tenant_id) values (1);
grant select, update (offset_ms) on store.clock to paravent_app;

-- The instant of an act: the database's clock, in whole milliseconds, moved by the simulator's offset.
create function store.act_time(tenant int) returns timestamptz
language sql volatile parallel restricted
return date_trunc('milliseconds', clock_timestamp())
  + (select c.offset_ms from store.clock c where c.tenant_id = tenant) * interval '1 millisecond';

-- Answers to requests that carried an Idempotency-Key, kept 24 h.
create table store.idempotency (
  tenant_id int not null references store.tenant,
  key_hash bytea not null,
  body_hash bytea not null,
  status int not null,
  answer text not null,
  at timestamptz not null,
  primary key (key_hash, tenant_id)
);
create index idempotency_at on store.idempotency (at);
grant select, insert, update, delete on store.idempotency to paravent_app;

-- What is still to be handed to a carrier: somebody's text, or a notice of ours. A row that is done keeps
-- its ciphertext for at most 24 h, so that a report can copy what was said.
create table store.outbox (
  tenant_id int not null,
  outbox_id bigint not null generated always as identity,
  kind text not null check (kind in ('text', 'notice')),
  state text not null default 'queued' check (state in ('queued', 'handing_over', 'accepted', 'done')),
  attempt_id text collate "C",
  line_id text collate "C",
  carrier text not null,
  from_number text collate "C" not null,
  -- whose phone the vault opens at hand-over; a sender nobody here owns is kept sealed instead
  to_subject text collate "C",
  to_sealed bytea,
  sealed_text bytea,
  notice text,
  notice_params jsonb,
  created_at timestamptz not null,
  -- real time, not act time: leases and back-off must not follow the simulator's clock
  next_at timestamptz not null default clock_timestamp(),
  tries int not null default 0 check (tries between 0 and 100),
  -- handed over once without an answer: it may have arrived, whatever stands in its way now
  is_doubtful boolean not null default false,
  done_at timestamptz,
  primary key (outbox_id, tenant_id),
  check ((to_subject is null) <> (to_sealed is null)),
  check (case kind
    when 'text' then attempt_id is not null and line_id is not null and notice is null
    else notice is not null and sealed_text is null end)
);
create index outbox_due on store.outbox (next_at, outbox_id) where state = 'queued';
create index outbox_leased on store.outbox (next_at, outbox_id) where state = 'handing_over';
create index outbox_awaited on store.outbox (attempt_id) where state in ('handing_over', 'accepted');
create index outbox_done on store.outbox (done_at) where state = 'done';
grant select, insert, update, delete on store.outbox to paravent_app;
