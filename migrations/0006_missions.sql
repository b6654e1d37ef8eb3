create schema missions;
grant usage on schema missions to paravent_app;

create table missions.purpose (
  tenant_id int not null references store.tenant,
  name text not null,
  version int not null check (version > 0),
  dpv_iri text not null,
  legal_basis_iri text not null,
  channels text[] not null check (channels <@ array['sms', 'call']),
  padding_before_minutes int not null check (padding_before_minutes between 0 and 1440),
  padding_after_minutes int not null check (padding_after_minutes between 0 and 1440),
  grace_minutes int not null check (grace_minutes between 0 and 1440),
  quarantine_days int not null check (quarantine_days between 1 and 365),
  retention_months int not null check (retention_months between 1 and 120),
  max_texts int not null check (max_texts between 1 and 10000),
  max_calls int not null check (max_calls between 1 and 10000),
  max_call_seconds int not null check (max_call_seconds between 10 and 14400),
  ring_seconds int not null check (ring_seconds between 5 and 60),
  primary key (name, version, tenant_id)
);
grant select, insert on missions.purpose to paravent_app;

create table missions.customer (
  tenant_id int not null references store.tenant,
  customer_id text collate "C" not null,
  reference text not null check (length(reference) between 1 and 200),
  language text not null check (language in ('fr', 'en')),
  -- identity of her phone, and what it can do; null: no phone known
  person_id bigint,
  phone_kind text check (phone_kind in ('mobile', 'landline', 'unclear')),
  country text,
  opted_out_at timestamptz,
  created_at timestamptz not null,
  primary key (customer_id, tenant_id),
  unique (reference, tenant_id),
  check ((person_id is null) = (phone_kind is null))
);
create index customer_of_person on missions.customer (person_id, tenant_id) where person_id is not null;
grant select, insert, update on missions.customer to paravent_app;

-- Its tenant is that of its customer.
create table missions.mission (
  tenant_id int not null,
  mission_id text collate "C" not null,
  reference text not null check (length(reference) between 1 and 200),
  purpose text not null,
  purpose_version int not null,
  legal_basis text not null,
  customer_id text collate "C" not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  grace_ms bigint not null check (grace_ms between 0 and 86400000),
  channels text[] not null check (channels <@ array['sms', 'call']),
  cancelled_at timestamptz,
  on_my_way_at timestamptz,
  -- keyed hash of the request: the same reference again is the same mission only with the same body
  request_hash bytea not null check (length(request_hash) = 32),
  created_at timestamptz not null,
  primary key (mission_id, tenant_id),
  unique (reference, tenant_id),
  foreign key (purpose, purpose_version, tenant_id) references missions.purpose,
  foreign key (customer_id, tenant_id) references missions.customer,
  check (closes_at >= opens_at)
) with (fillfactor = 85);
create index mission_of_customer on missions.mission (customer_id, tenant_id);
create index mission_by_opening on missions.mission (opens_at, mission_id, tenant_id);
grant select, insert, update on missions.mission to paravent_app;

-- One staff member on one mission: the masked number he dials, the one she sees. A person without a phone
-- has no number at that end. needs_code: the pool was short, the number is shared.
create table missions.line (
  tenant_id int not null,
  line_id text collate "C" not null,
  mission_id text collate "C" not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  staff_person bigint,
  customer_person bigint,
  staff_number text collate "C",
  customer_number text collate "C",
  carrier text,
  staff_needs_code boolean not null default false,
  customer_needs_code boolean not null default false,
  -- keyed hash of the mission code with each number, for callers who must type it
  staff_code_hash bytea check (length(staff_code_hash) = 16),
  customer_code_hash bytea check (length(customer_code_hash) = 16),
  code_nonce int not null default 0,
  assigned_at timestamptz not null,
  -- set when the staff member is taken off the mission or the line was replaced by another one
  ended_at timestamptz,
  -- until when a stale number still leads here: end of grace plus quarantine
  quarantined_until timestamptz not null,
  primary key (line_id, tenant_id),
  foreign key (mission_id, tenant_id) references missions.mission
) with (fillfactor = 85);
create unique index line_of_mission on missions.line (mission_id, staff_id, tenant_id) where ended_at is null;
create index line_of_staff on missions.line (staff_id, assigned_at, tenant_id);
create index line_at_staff_end on missions.line (staff_number, staff_person, tenant_id);
create index line_at_customer_end on missions.line (customer_number, customer_person, tenant_id);
-- Only for what asks for a number: a plan made while they are empty would take either for a list of all lines.
create unique index line_by_staff_code on missions.line (staff_number, staff_code_hash, tenant_id)
  where ended_at is null and staff_number is not null;
create unique index line_by_customer_code on missions.line (customer_number, customer_code_hash, tenant_id)
  where ended_at is null and customer_number is not null;
grant select, insert, update on missions.line to paravent_app;

-- This staff member and this customer cannot reach each other. Provisional until a human reviewed it.
create table missions.pair_cut (
  tenant_id int not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  cut_at timestamptz not null,
  cause text not null check (cause in ('report_word', 'desk')),
  lifted_at timestamptz,
  primary key (staff_id, customer_id, cut_at, tenant_id),
  check (lifted_at >= cut_at)
);
create unique index pair_cut_in_force on missions.pair_cut (staff_id, customer_id, tenant_id) where lifted_at is null;
grant select, insert, update on missions.pair_cut to paravent_app;

-- What the gate asks, published by this room: both ends of every line, as who dials which number sees them.
create view missions.line_end as
  select tenant_id, 'staff' as sender_end, line_id, mission_id, staff_id, customer_id,
    staff_number as number, staff_person as person, staff_needs_code as needs_code, staff_code_hash as code_hash,
    customer_number as far_number, customer_person as far_person, carrier, assigned_at, ended_at, quarantined_until
  from missions.line
  union all
  select tenant_id, 'customer', line_id, mission_id, staff_id, customer_id,
    customer_number, customer_person, customer_needs_code, customer_code_hash,
    staff_number, staff_person, carrier, assigned_at, ended_at, quarantined_until
  from missions.line;
grant select on missions.line_end to paravent_app;

-- One line end with everything a decision needs. The gate keeps its plans for weeks, made perhaps while the tables
-- were empty, so that nothing may hang on statistics: `offset 0` keeps each look-up a look-up by key, from the line
-- to what belongs to it, and `+ 0` keeps the tenant from being taken for a key: an index searched by it is read whole.
create view missions.line_facts as
  select e.tenant_id, e.number, e.person, e.needs_code, e.code_hash, e.quarantined_until, e.assigned_at,
    e.sender_end, e.line_id, e.mission_id, e.staff_id, e.customer_id, e.far_number, e.carrier,
    e.ended_at is null as is_assigned,
    exists (
      select from missions.pair_cut x
      where x.staff_id = e.staff_id and x.customer_id = e.customer_id and x.tenant_id + 0 = e.tenant_id and x.lifted_at is null offset 0
    ) as is_pair_cut,
    s.standing = 'active' as is_staff_active,
    c.opted_out_at is not null as is_customer_opted_out,
    m.cancelled_at is not null as is_cancelled,
    m.opens_at, m.closes_at, m.grace_ms,
    'sms' = any (m.channels) and c.phone_kind is distinct from 'landline' as allows_sms,
    'call' = any (m.channels) as allows_call,
    e.far_person is not null and e.far_number is not null as is_counterpart_reachable,
    m.purpose, m.purpose_version
  from missions.line_end e
  cross join lateral (
    select opens_at, closes_at, grace_ms, channels, cancelled_at, purpose, purpose_version
    from missions.mission where mission_id = e.mission_id and tenant_id + 0 = e.tenant_id offset 0) m
  cross join lateral (
    select opted_out_at, phone_kind from missions.customer
    where customer_id = e.customer_id and tenant_id + 0 = e.tenant_id offset 0) c
  cross join lateral (
    select standing from people.staff where staff_id = e.staff_id and tenant_id + 0 = e.tenant_id offset 0) s;
grant select on missions.line_facts to paravent_app;
