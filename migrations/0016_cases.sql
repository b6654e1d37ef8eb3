-- New missions are refused to whoever is on hold; those they have go on.
alter table people.staff add column on_hold_since timestamptz;

-- Attempts on pairs that are cut are few; whoever handles the case hears of them.
create index attempt_on_cut_pair on relay.attempt (at) where code = 'pair_cut';

create schema cases;
grant usage on schema cases to paravent_app;

create table cases.case (
  tenant_id int not null references store.tenant,
  case_id text collate "C" not null,
  procedure text not null check (procedure in ('customer_complaint', 'staff_alert', 'rights_request')),
  state text not null
    check (state in ('received', 'triage', 'enquiry', 'heard', 'proposed', 'approved', 'closed')),
  outcome text check (outcome in ('confirmed', 'not_confirmed', 'cannot_be_decided', 'out_of_scope')),
  -- 1, and one more with each appeal: nobody who decided in an earlier round decides in a later one
  round int not null default 1 check (round between 1 and 10),
  customer_id text collate "C",
  -- a staff member reports her: nobody of the staff is concerned
  is_about_customer boolean not null default false,
  is_danger boolean not null default false,
  is_special_category boolean not null default false,
  is_withdrawn boolean not null default false,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- the oldest deadline of the law that is still ahead or was missed; null: none
  due_on date,
  entry_id bigint not null,
  primary key (case_id, tenant_id),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state in ('approved', 'closed')) = (outcome is not null))
);
create index case_by_due on cases.case (coalesce(due_on, 'infinity'), case_id, tenant_id);
create index case_of_customer on cases.case (customer_id, tenant_id) where customer_id is not null;
create index case_closed on cases.case (closed_at, tenant_id) where state = 'closed';
grant select, insert, update on cases.case to paravent_app;

-- The person concerned, or who it may have been. The row goes when the trace in their record has to.
create table cases.concerned (
  tenant_id int not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  is_certain boolean not null,
  added_at timestamptz not null,
  primary key (case_id, staff_id, tenant_id),
  foreign key (case_id, tenant_id) references cases.case
);
create index concerned_of_staff on cases.concerned (staff_id, tenant_id);
grant select, insert, update (is_certain), delete on cases.concerned to paravent_app;

create table cases.report (
  tenant_id int not null,
  report_id text collate "C" not null,
  case_id text collate "C" not null,
  linked_at timestamptz not null,
  primary key (report_id, tenant_id),
  foreign key (case_id, tenant_id) references cases.case
);
create index report_of_case on cases.report (case_id, tenant_id);
grant select, insert, update (case_id) on cases.report to paravent_app;

create table cases.link (
  tenant_id int not null,
  case_id text collate "C" not null,
  other_case_id text collate "C" not null,
  linked_at timestamptz not null,
  primary key (case_id, other_case_id, tenant_id),
  check (case_id <> other_case_id)
);
grant select, insert on cases.link to paravent_app;

-- Whatever a person wrote into a case, sealed under the case's own key.
create table cases.text (
  tenant_id int not null,
  text_id text collate "C" not null,
  case_id text collate "C" not null,
  kind text not null
    check (kind in ('note', 'reasons', 'source', 'allegation', 'statement', 'evidence', 'answer', 'appeal', 'companion')),
  at timestamptz not null,
  by_kind text not null check (by_kind in ('desk', 'staff', 'companion')),
  by_id text collate "C" not null,
  -- the day something happened, for evidence; the hour is shown only where a decision says so
  happened_at timestamptz,
  sealed bytea not null,
  primary key (text_id, tenant_id),
  foreign key (case_id, tenant_id) references cases.case
);
create index text_of_case on cases.text (case_id, at, tenant_id);
grant select, insert on cases.text to paravent_app;

-- Each act on a case, done or refused.
create table cases.history (
  tenant_id int not null,
  history_id bigint not null generated always as identity,
  case_id text collate "C" not null,
  at timestamptz not null,
  act text not null check (act ~ '^[a-z]+(-[a-z]+)+$'),
  code text,
  by_kind text not null check (by_kind in ('desk', 'staff', 'companion', 'machine')),
  by_id text collate "C",
  from_state text not null,
  to_state text not null,
  text_id text collate "C",
  entry_id bigint not null,
  primary key (history_id, tenant_id),
  check (code is null or from_state = to_state)
);
create index history_of_case on cases.history (case_id, history_id, tenant_id);
grant select, insert on cases.history to paravent_app;

create table cases.assignment (
  tenant_id int not null,
  case_id text collate "C" not null,
  role text not null check (role in ('handler', 'approver')),
  desk_user_id text collate "C" not null,
  identity text collate "C" not null,
  assigned_at timestamptz not null,
  ended_at timestamptz,
  -- why somebody with a conflict of interest was assigned all the same: by the DPO only
  conflicts text[] not null default '{}',
  override_text_id text collate "C",
  primary key (case_id, role, desk_user_id, assigned_at, tenant_id),
  foreign key (case_id, tenant_id) references cases.case,
  check ((conflicts = '{}') = (override_text_id is null))
);
create unique index assignment_of_handler on cases.assignment (case_id, tenant_id) where role = 'handler' and ended_at is null;
create unique index assignment_in_force on cases.assignment (case_id, role, desk_user_id, tenant_id) where ended_at is null;
grant select, insert, update (ended_at) on cases.assignment to paravent_app;

-- What a handler proposes and another person decides on. Versions count through all rounds of a case.
create table cases.proposal (
  tenant_id int not null,
  case_id text collate "C" not null,
  version int not null check (version > 0),
  round int not null,
  outcome text not null check (outcome in ('confirmed', 'not_confirmed', 'cannot_be_decided', 'out_of_scope')),
  -- the charter's sanctions that are asked for: codes, pseudonyms and days only
  sanctions jsonb not null check (jsonb_typeof(sanctions) = 'array'),
  from_state text not null,
  text_id text collate "C" not null,
  -- what the person concerned reads
  statement_text_id text collate "C",
  proposed_at timestamptz not null,
  proposed_by text collate "C" not null,
  proposed_identity text collate "C" not null,
  state text not null default 'open' check (state in ('open', 'approved', 'declined', 'withdrawn')),
  decided_at timestamptz,
  decided_by text collate "C",
  decided_identity text collate "C",
  decision_text_id text collate "C",
  primary key (case_id, version, tenant_id),
  check (statement_text_id is not null or sanctions = '[]'),
  foreign key (case_id, tenant_id) references cases.case,
  constraint four_eyes check (decided_identity <> proposed_identity),
  check ((state in ('approved', 'declined')) = (decided_by is not null)),
  check ((decided_by is null) = (decided_identity is null) and (decided_by is null) = (decided_at is null))
);
create unique index proposal_open on cases.proposal (case_id, tenant_id) where state = 'open';
grant select, insert, update (state, decided_at, decided_by, decided_identity, decision_text_id) on cases.proposal to paravent_app;

-- Whose account it is, is asked of the accounts: what the program says about it does not count. Two accounts of one
-- person are one person; nobody decides on a case about themselves, nor again on what they decided before an appeal.
create function cases.check_signer(tenant int, signed_case text, account text, identity text) returns void
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  perform from people.desk_user u where u.desk_user_id = account and u.tenant_id = tenant and u.identity = check_signer.identity;
  if not found then
    raise exception 'could not keep a signature on %: % is not an account of that person', signed_case, account
      using errcode = 'check_violation';
  end if;
  perform from cases.concerned c
    join people.staff s on s.staff_id = c.staff_id and s.tenant_id = c.tenant_id
    where c.case_id = signed_case and c.tenant_id = tenant and s.personnel = check_signer.identity;
  if found then
    raise exception 'could not keep a signature on %: it is about the person who signs', signed_case
      using errcode = 'check_violation';
  end if;
end
$$;

create function cases.check_four_eyes() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'open' or new.decided_by is not null then
      raise exception 'could not keep proposal % of %: it is decided before it is made', new.version, new.case_id
        using errcode = 'check_violation';
    end if;
    perform cases.check_signer(new.tenant_id, new.case_id, new.proposed_by, new.proposed_identity);
  else
    if old.state <> 'open' then
      raise exception 'could not decide on proposal % of %: it is decided', new.version, new.case_id
        using errcode = 'check_violation';
    end if;
    if new.decided_by is not null then
      perform cases.check_signer(new.tenant_id, new.case_id, new.decided_by, new.decided_identity);
    end if;
  end if;
  perform from cases.proposal p
    where p.case_id = new.case_id and p.tenant_id = new.tenant_id and p.round < new.round
      and (p.proposed_identity in (new.proposed_identity, new.decided_identity)
        or p.decided_identity in (new.proposed_identity, new.decided_identity));
  if found then
    raise exception 'could not keep proposal % of %: somebody decided before the appeal', new.version, new.case_id
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger proposal_signed before insert or update on cases.proposal
  for each row execute function cases.check_four_eyes();

-- No outcome without a proposal of this round that another person approved.
create function cases.check_outcome() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  if new.outcome is not null then
    perform from cases.proposal p
      where p.case_id = new.case_id and p.tenant_id = new.tenant_id and p.round = new.round and p.state = 'approved'
        and p.outcome = new.outcome;
    if not found then
      raise exception 'could not close %: nobody approved that outcome', new.case_id using errcode = 'check_violation';
    end if;
  end if;
  return new;
end
$$;
create trigger case_decided before insert or update of state, outcome, round on cases.case
  for each row execute function cases.check_outcome();

create table cases.category (
  tenant_id int not null,
  case_id text collate "C" not null,
  code text not null check (code ~ '^([MA]\d{1,2}|D\d{1,2})$'),
  is_primary boolean not null,
  set_at timestamptz not null,
  set_by text collate "C" not null,
  ended_at timestamptz,
  text_id text collate "C" not null,
  primary key (case_id, code, set_at, tenant_id),
  foreign key (case_id, tenant_id) references cases.case
);
create unique index category_primary on cases.category (case_id, tenant_id) where is_primary and ended_at is null;
create unique index category_in_force on cases.category (case_id, code, tenant_id) where ended_at is null;
grant select, insert, update (ended_at) on cases.category to paravent_app;

-- A date the law counts from. Another value later is another row: what was believed when stays to be seen.
create table cases.date_fact (
  tenant_id int not null,
  case_id text collate "C" not null,
  fact text not null check (fact ~ '^[a-z]+(_[a-z]+)*_on$'),
  falls_on date not null,
  source_kind text not null check (source_kind in ('report', 'document', 'statement', 'ledger')),
  text_id text collate "C",
  set_at timestamptz not null,
  set_by text collate "C",
  ended_at timestamptz,
  primary key (case_id, fact, set_at, tenant_id),
  foreign key (case_id, tenant_id) references cases.case,
  check ((source_kind = 'ledger') = (set_by is null))
);
create unique index date_fact_in_force on cases.date_fact (case_id, fact, tenant_id) where ended_at is null;
grant select, insert, update (ended_at) on cases.date_fact to paravent_app;

-- What is done about a person. A human orders it, with reasons; where the rules ask, another person signs.
create table cases.measure (
  tenant_id int not null,
  measure_id text collate "C" not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  kind text not null check (kind in ('hold', 'suspension', 'sanction')),
  -- of the charter's scale, in the version in force at the date of the facts
  sanction text,
  scale_version int,
  days int check (days > 0),
  exception text,
  state text not null check (state in ('awaiting', 'in_force', 'declined', 'ended')),
  ordered_at timestamptz not null,
  ordered_by text collate "C" not null,
  ordered_identity text collate "C" not null,
  signed_at timestamptz,
  signed_by text collate "C",
  signed_identity text collate "C",
  text_id text collate "C" not null,
  from_at timestamptz,
  until_at timestamptz,
  sanctioned_on date,
  ended_at timestamptz,
  ended_by text collate "C",
  entry_id bigint not null,
  primary key (measure_id, tenant_id),
  foreign key (case_id, tenant_id) references cases.case,
  constraint measure_four_eyes check (signed_identity <> ordered_identity),
  check ((kind = 'sanction') = (sanction is not null and scale_version is not null)),
  -- a sanction and an exception to the law's dates take two people
  check (state in ('awaiting', 'declined') or signed_by is not null or (kind <> 'sanction' and exception is null)),
  check ((state in ('in_force', 'ended')) = (from_at is not null)),
  check ((state = 'ended') = (ended_at is not null)),
  check ((signed_by is null) = (signed_identity is null) and (signed_by is null) = (signed_at is null))
);
create index measure_of_case on cases.measure (case_id, ordered_at, tenant_id);
create index measure_of_staff on cases.measure (staff_id, ordered_at, tenant_id);
create index measure_until on cases.measure (until_at, tenant_id) where state = 'in_force' and until_at is not null;
grant select, insert, update (state, signed_at, signed_by, signed_identity, from_at, until_at, sanctioned_on, ended_at, ended_by)
  on cases.measure to paravent_app;
grant delete on cases.measure to paravent_app;

create function cases.check_measure() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  if tg_op = 'INSERT' then
    perform cases.check_signer(new.tenant_id, new.case_id, new.ordered_by, new.ordered_identity);
  end if;
  if new.signed_by is not null and (tg_op = 'INSERT' or old.signed_by is null) then
    perform cases.check_signer(new.tenant_id, new.case_id, new.signed_by, new.signed_identity);
  end if;
  if tg_op = 'UPDATE' and old.signed_by is not null and new.signed_by is distinct from old.signed_by then
    raise exception 'could not sign %: it is signed', new.measure_id using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger measure_signed before insert or update on cases.measure
  for each row execute function cases.check_measure();

-- What a human made of a pair cut. Lifted, it is over; kept, it comes back to be looked at; lasting, it does not.
create table cases.cut_review (
  tenant_id int not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  cut_at timestamptz not null,
  decided_at timestamptz not null,
  decision text not null check (decision in ('lifted', 'kept', 'lasting')),
  case_id text collate "C" not null,
  text_id text collate "C" not null,
  decided_by text collate "C" not null,
  -- when a cut that was kept is due again
  due_at timestamptz,
  primary key (staff_id, customer_id, cut_at, decided_at, tenant_id),
  check ((decision = 'kept') = (due_at is not null))
);
grant select, insert on cases.cut_review to paravent_app;

-- Whom the person concerned chose to assist them. Of the link the hash only.
create table cases.companion (
  tenant_id int not null,
  companion_id text collate "C" not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  token_hash bytea not null check (length(token_hash) = 32),
  text_id text collate "C" not null,
  named_at timestamptz not null,
  revoked_at timestamptz,
  primary key (companion_id, tenant_id),
  unique (token_hash, tenant_id),
  foreign key (case_id, tenant_id) references cases.case
);
create index companion_of_case on cases.companion (case_id, tenant_id);
grant select, insert, update (revoked_at), delete on cases.companion to paravent_app;

-- What the person concerned may see beyond the handler's words, by a reasoned decision of the DPO.
create table cases.release (
  tenant_id int not null,
  case_id text collate "C" not null,
  what text not null check (what in ('exact_times', 'report_text')),
  -- the report whose words are shown; empty for exact times
  report_id text collate "C" not null,
  text_id text collate "C" not null,
  decided_by text collate "C" not null,
  decided_at timestamptz not null,
  primary key (case_id, what, report_id, tenant_id),
  foreign key (case_id, tenant_id) references cases.case,
  check ((what = 'report_text') = (report_id <> ''))
);
grant select, insert on cases.release to paravent_app;

create table cases.alert (
  tenant_id int not null,
  alert_id text collate "C" not null,
  kind text not null
    check (kind in ('reading_beyond', 'export_beyond', 'cut_attempt', 'further_report', 'reprisal')),
  -- who is told: the DPO, or whoever handles the case
  duty text not null check (duty in ('dpo', 'handler')),
  case_id text collate "C" not null,
  -- what it is about, so that one thing alerts once: an entry, an attempt, a report
  cause text not null,
  desk_user_id text collate "C",
  staff_id text collate "C",
  at timestamptz not null,
  seen_at timestamptz,
  seen_by text collate "C",
  primary key (alert_id, tenant_id),
  unique (case_id, kind, cause, tenant_id),
  check ((seen_at is null) = (seen_by is null))
);
create index alert_unseen on cases.alert (at, alert_id, tenant_id) where seen_at is null;
grant select, insert, update (seen_at, seen_by, staff_id) on cases.alert to paravent_app;

revoke all on function cases.check_signer, cases.check_four_eyes, cases.check_outcome, cases.check_measure from public;
