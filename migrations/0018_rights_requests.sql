-- What somebody asks for of their data. Source: GDPR art. 15-18, 20, 21.
alter table cases.case add column asked_right text
  check (asked_right in ('access', 'rectification', 'erasure', 'restriction', 'portability', 'objection'));
alter table cases.case add constraint case_right_of_request
  check ((procedure = 'rights_request') = (asked_right is not null));
