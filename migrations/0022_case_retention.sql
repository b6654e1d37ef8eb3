-- Entries of reports and cases stay for three years, as long as a sanction may be invoked, and until the case that
-- needs them has ended. Source: Code du travail L1332-5; CNIL délibération 2021-122, up to 36 months.
insert into ledger.retention (tenant_id, class, months, since) values (1, 'case', 36, clock_timestamp());

create or replace function ledger.kept_since(tenant int, entry_class text) returns timestamptz
language sql stable security definer set search_path = pg_catalog
return least(
  store.act_time(tenant)
    - (select r.months from ledger.retention r where r.class = entry_class and r.tenant_id = tenant) * interval '1 month',
  case entry_class when 'case' then
    (select min(h.opened_at) from ledger.hold h where h.tenant_id = tenant and h.ended_at is null) end);

-- What keeps the entries of a case while it runs; another one after an appeal.
alter table cases.case add column hold_id text collate "C";
