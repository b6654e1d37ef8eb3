-- The latest cases first.
create index case_by_opening on cases.case (opened_at, case_id, tenant_id);
-- What waits for a second person.
create index proposal_waiting on cases.proposal (proposed_at, case_id, tenant_id) where state = 'open';
create index measure_waiting on cases.measure (ordered_at, case_id, tenant_id) where state = 'awaiting';
