-- The staff app is a handset, and so is the customer's page: a text to an end without a phone is read there.
-- is_counterpart_on_page: nothing but our own pages reaches the other end. Her page, where she gave no phone; his app, where
-- he has none, or where she has none and no number leads from her to him.
create or replace view missions.line_facts as
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
    m.purpose, m.purpose_version,
    e.far_number is null and (e.far_person is null or (e.sender_end = 'customer' and e.person is null))
      as is_counterpart_on_page
  from missions.line_end e
  cross join lateral (
    select opens_at, closes_at, grace_ms, channels, cancelled_at, purpose, purpose_version
    from missions.mission where mission_id = e.mission_id and tenant_id + 0 = e.tenant_id offset 0) m
  cross join lateral (
    select opted_out_at, phone_kind from missions.customer
    where customer_id = e.customer_id and tenant_id + 0 = e.tenant_id offset 0) c
  cross join lateral (
    select standing from people.staff where staff_id = e.staff_id and tenant_id + 0 = e.tenant_id offset 0) s;

-- Missions of a day are found among those whose numbers still lead somewhere, not among all somebody ever had.
create index line_leading_of_staff on missions.line (staff_id, quarantined_until, tenant_id);

-- When a staff member last looked at the thread of a mission: what came since is unread.
create table relay.thread_seen (
  tenant_id int not null,
  mission_id text collate "C" not null,
  staff_id text collate "C" not null,
  seen_at timestamptz not null,
  primary key (mission_id, staff_id, tenant_id)
);
grant select, insert, update, delete on relay.thread_seen to paravent_app;

-- A text that was sent is shown in its thread for as long as it is kept for whoever reports it: a day.
create index outbox_sent on store.outbox (attempt_id) where state = 'done' and kind = 'text';

-- Which of what leads to a door is kept of a mission; nothing of what it says.
create function vault.door_fields(tenant int, subjects text[], scopes text[])
returns table (scope text, has_address boolean, has_access_notes boolean)
language sql stable security definer set search_path = pg_catalog
as $$
  select a.scope, c.has_address, c.has_access_notes
  from unnest(subjects, scopes) as a (subject, scope)
  cross join lateral (
    select o.address is not null as has_address, o.access_notes is not null as has_access_notes
    from vault.contact o
    where o.tenant_id = tenant and o.subject = a.subject and o.scope = a.scope offset 0) c
$$;
revoke all on function vault.door_fields from public;
grant execute on function vault.door_fields to paravent_app;

-- What became of what a staff member reported.
create index report_of_reporter on reports.report (reporter_id, filed_at, tenant_id) where reporter_id is not null;
