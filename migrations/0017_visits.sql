-- A code to the phone of whoever was visited, by which a report of theirs is found again whose six words were lost.
create table reports.lost_code (
  tenant_id int not null,
  mission_id text collate "C" not null,
  nonce bytea not null check (length(nonce) = 16),
  -- keyed hash of the code
  code_hash bytea not null check (length(code_hash) = 32),
  sent_at timestamptz not null,
  tries int not null check (tries >= 0),
  -- codes sent for this mission since `counted_at`
  sends int not null check (sends > 0),
  counted_at timestamptz not null,
  primary key (mission_id, tenant_id)
);
create index lost_code_sent on reports.lost_code (sent_at);
grant select, insert, update, delete on reports.lost_code to paravent_app;
