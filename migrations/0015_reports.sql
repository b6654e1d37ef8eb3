-- What somebody says happened. Words, phones and pictures are sealed under the report's own key.
create schema reports;
grant usage on schema reports to paravent_app;

create table reports.report (
  tenant_id int not null,
  report_id text collate "C" not null,
  -- what its receipt is made of: the attempt it came by, or the token of the form. One source, one report
  source text collate "C" not null check (length(source) between 10 and 100),
  -- keyed hash of the receipt
  receipt_index bytea not null check (length(receipt_index) = 32),
  filed_at timestamptz not null,
  door text not null
    check (door in ('sms', 'report_number', 'call', 'chat', 'page', 'visit_link', 'staff', 'desk', 'api')),
  by text not null check (by in ('customer', 'staff', 'relative', 'witness', 'unknown')),
  language text not null check (language in ('fr', 'en')),
  mission_id text collate "C",
  customer_id text collate "C",
  -- the staff member who reports
  reporter_id text collate "C",
  -- not known which of those named it was
  is_unsure boolean not null,
  what text[] not null check (what <@ array['message', 'call', 'home', 'other', 'danger']),
  wish text not null check (wish in ('unsaid', 'protect_only', 'procedure', 'stopped')),
  -- recognises the phone it came from, for what is added later
  sender_index bytea check (length(sender_index) = 32),
  -- how the reporter may be reached: by the number and carrier they wrote to, or not at all
  answer_number text collate "C",
  answer_carrier text,
  sealed_phone bytea,
  -- they asked that answers come as texts, words and all
  by_sms boolean not null,
  sealed_hours bytea,
  is_danger boolean not null,
  paged_at timestamptz,
  danger_seen_at timestamptz,
  danger_seen_by text collate "C",
  -- as the room of cases tells
  case_id text collate "C",
  state text not null default 'received' check (state in ('received', 'enquiry', 'decision', 'closed')),
  outcome text check (outcome in ('confirmed', 'not_confirmed', 'cannot_be_decided', 'out_of_scope')),
  next_on date,
  entry_id bigint not null,
  primary key (report_id, tenant_id),
  unique (source, tenant_id),
  unique (receipt_index, tenant_id),
  check ((answer_number is null) = (answer_carrier is null)),
  check ((danger_seen_at is null) = (danger_seen_by is null))
);
create index report_filed on reports.report (filed_at, report_id, tenant_id);
create index report_of_mission on reports.report (mission_id, tenant_id) where mission_id is not null;
create index report_of_sender on reports.report (sender_index, filed_at, tenant_id) where sender_index is not null;
create index report_without_case on reports.report (filed_at, tenant_id) where case_id is null;
create index report_in_danger on reports.report (filed_at, tenant_id) where is_danger and danger_seen_at is null;
grant select, insert, update on reports.report to paravent_app;

-- Whom it is about, and how that is known. A lead comes from a number that anybody could have forged.
create table reports.concerned (
  tenant_id int not null,
  report_id text collate "C" not null,
  staff_id text collate "C" not null,
  known_by text not null check (known_by in ('named', 'mission', 'lead')),
  primary key (report_id, staff_id, tenant_id),
  foreign key (report_id, tenant_id) references reports.report
);
create index concerned_staff on reports.concerned (staff_id, tenant_id);
grant select, insert on reports.concerned to paravent_app;

-- What was said, at once or later, in any order. `once` names what it came with: the same twice is the same.
create table reports.detail (
  tenant_id int not null,
  report_id text collate "C" not null,
  once text collate "C" not null,
  kind text not null check (kind in ('text', 'when', 'message', 'number', 'reference', 'picture')),
  at timestamptz not null,
  sealed bytea not null,
  -- of what came from elsewhere: when it was looked into. After the answer, so that nobody can time what was found
  looked_at timestamptz,
  primary key (report_id, once, kind, tenant_id),
  foreign key (report_id, tenant_id) references reports.report
);
create index detail_to_look_into on reports.detail (at, report_id, tenant_id)
  where kind in ('message', 'number') and looked_at is null;
grant select, insert, update (looked_at) on reports.detail to paravent_app;

-- Whether a text that was forwarded is, letter for letter, one that went through us, and which.
create table reports.finding (
  tenant_id int not null,
  report_id text collate "C" not null,
  attempt_id text collate "C" not null,
  at timestamptz not null,
  primary key (report_id, attempt_id, tenant_id),
  foreign key (report_id, tenant_id) references reports.report
);
grant select, insert on reports.finding to paravent_app;

create table reports.message (
  tenant_id int not null,
  report_id text collate "C" not null,
  once text collate "C" not null,
  sender text not null check (sender in ('reporter', 'desk')),
  desk_user_id text collate "C",
  at timestamptz not null,
  sealed bytea not null,
  read_at timestamptz,
  primary key (report_id, once, tenant_id),
  foreign key (report_id, tenant_id) references reports.report,
  check ((sender = 'desk') = (desk_user_id is not null))
);
create index message_of_report on reports.message (report_id, at, tenant_id);
grant select, insert, update (read_at) on reports.message to paravent_app;

-- Whether all is well since: asked after a week, a month, three months.
create table reports.check_in (
  tenant_id int not null,
  report_id text collate "C" not null,
  after_days int not null check (after_days in (7, 30, 90)),
  due_at timestamptz not null,
  asked_at timestamptz,
  answer text check (answer in ('fine', 'pressure', 'contacted')),
  answered_at timestamptz,
  -- the room of cases took note
  taken_at timestamptz,
  primary key (report_id, after_days, tenant_id),
  foreign key (report_id, tenant_id) references reports.report,
  check ((answer is null) = (answered_at is null))
);
create index check_in_due on reports.check_in (due_at, tenant_id) where asked_at is null;
create index check_in_untaken on reports.check_in (answered_at, tenant_id)
  where answer in ('pressure', 'contacted') and taken_at is null;
grant select, insert, update on reports.check_in to paravent_app;

-- Whose phones are rung when somebody is in danger.
create table reports.on_call (
  tenant_id int not null,
  staff_id text collate "C" not null,
  since_at timestamptz not null,
  primary key (staff_id, tenant_id)
);
grant select, insert, delete on reports.on_call to paravent_app;

-- Receipts that were tried and are none, by keyed hash of the address, and of all addresses together (all zero).
create table reports.receipt_try (
  tenant_id int not null,
  address_index bytea not null check (length(address_index) = 32),
  since_at timestamptz not null,
  tries int not null check (tries > 0),
  primary key (address_index, tenant_id)
);
grant select, insert, update, delete on reports.receipt_try to paravent_app;

alter table missions.pair_cut drop constraint pair_cut_cause_check;
alter table missions.pair_cut add constraint pair_cut_cause_check check (cause in ('report_word', 'report', 'desk'));

-- Who was taken off a mission may be whom a report is about. Lines that were not are found by `line_of_mission`.
create index line_ended_of_mission on missions.line (mission_id) where ended_at is not null;
