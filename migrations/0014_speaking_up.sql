-- Words, answers and texts by which somebody speaks up, for the room that handles reports. What they wrote and from
-- which phone is sealed; `sender_index` recognises that phone again.
alter table relay.signal drop constraint signal_word_check;
alter table relay.signal add constraint signal_word_check check (word in ('report', 'stop', 'start', 'review', 'help',
  'answer', 'written', 'called'));
alter table relay.signal add column choice int check (choice between 1 and 5);
-- the attempt of the signal that this one answers or adds to
alter table relay.signal add column adds_to text collate "C";
alter table relay.signal add column number text collate "C";
alter table relay.signal add column carrier text;
alter table relay.signal add column sender_index bytea check (length(sender_index) = 32);
alter table relay.signal add column sealed bytea;
alter table relay.signal add column language text check (language in ('fr', 'en'));
create index signal_of_attempt on relay.signal (attempt_id, tenant_id);

-- What was asked last of a phone on a number: a digit that comes back is an answer to it for a day.
create table relay.question (
  tenant_id int not null,
  sender_index bytea not null check (length(sender_index) = 32),
  number text collate "C" not null,
  kind text not null check (kind in ('help', 'stop', 'report')),
  -- the attempt that was answered with the question: of a report, the one its receipt is made of
  attempt_id text collate "C" not null,
  language text not null check (language in ('fr', 'en')),
  -- words that tell of danger were written
  is_danger boolean not null default false,
  additions int not null default 0 check (additions >= 0),
  asked_at timestamptz not null,
  primary key (sender_index, number, tenant_id)
);
create index question_asked on relay.question (asked_at);
grant select, insert, update, delete on relay.question to paravent_app;

-- One number of a tenant is set aside for reports: it leads to nobody, and no text to it is ever refused.
alter table numbers.number add column use text not null default 'lines' check (use in ('lines', 'report'));
create unique index number_for_reports on numbers.number (use, tenant_id) where use = 'report';

-- Whoever draws a line locks nothing of the number. So setting it aside waits for those who do, and they find out here.
create or replace function numbers.check_number_is_there() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
  if exists (select from (select distinct g.number_id, g.tenant_id from given g) g
    where (select true from numbers.number n
      where n.number_id = g.number_id and n.tenant_id = g.tenant_id and n.use = 'lines') is null) then
    raise foreign_key_violation using message = 'could not reserve a number that is not in the pool';
  end if;
  return null;
end
$$;

-- Says what a number is for. `report`: none that leads to anybody at `at` or still may, and one only.
-- Locks numbers.reservation against whoever adds to it or asks the same, until the end of the transaction.
create function numbers.set_use(tenant int, asked text, wanted text, at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog
as $$
declare id int;
begin
  if wanted = 'report' then
    lock table numbers.reservation in share row exclusive mode;
    perform 1 from numbers.number n where n.tenant_id = tenant and n.use = 'report' and n.number <> asked;
    if found then
      return 'report_number_taken';
    end if;
    select n.number_id into id from numbers.number n where n.tenant_id = tenant and n.number = asked;
    perform 1 from numbers.reservation r where r.number_id = id and r.tenant_id = tenant and r.reserved_until > at;
    if found then
      return 'number_in_use';
    end if;
  end if;
  update numbers.number n set use = wanted where n.tenant_id = tenant and n.number = asked;
  return 'set';
end
$$;
revoke all on function numbers.set_use from public;
grant execute on function numbers.set_use to paravent_app;

-- What a customer wrote on her page, for her to read again until her mission is over. Sealed under her key.
create table relay.chat (
  tenant_id int not null,
  attempt_id text collate "C" not null,
  mission_id text collate "C" not null,
  customer_id text collate "C" not null,
  sealed_text bytea not null,
  at timestamptz not null,
  primary key (attempt_id, tenant_id)
);
create index chat_of_mission on relay.chat (mission_id);
grant select, insert, delete on relay.chat to paravent_app;

alter table relay.attempt drop constraint attempt_channel_check;
alter table relay.attempt add constraint attempt_channel_check check (channel in ('sms', 'call', 'chat', 'disclosure'));

-- Appointments that were announced: once for each window.
create table relay.announcement (
  tenant_id int not null,
  mission_id text collate "C" not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  at timestamptz not null,
  entry_id bigint not null,
  primary key (mission_id, opens_at, closes_at, tenant_id)
);
create index announcement_at on relay.announcement (at);
grant select, insert, delete on relay.announcement to paravent_app;
