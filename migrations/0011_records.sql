-- What people say in a report or a case is sealed under a key of its own, which is destroyed with it.
alter table vault.subject_key drop constraint subject_key_subject_check;
alter table vault.subject_key add constraint subject_key_subject_check
  check (subject ~ '^(cus|stf|rep|cas)_[0-9a-z]{26}$' or subject = 'tenant');

alter table people.machine_key drop constraint machine_key_scopes_check;
alter table people.machine_key add constraint machine_key_scopes_check check (scopes <@ array['activations:read',
  'activations:write', 'attempts:read', 'charter:read', 'charter:write', 'desk:write', 'disclosures:write',
  'ledger:audit', 'missions:read', 'missions:write', 'numbers:read', 'numbers:write', 'readings:read',
  'readings:write', 'reports:read', 'reports:write', 'screenings:read', 'staff:write', 'visits:write']);
