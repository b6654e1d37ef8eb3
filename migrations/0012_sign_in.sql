-- What is kept of somebody of the desk (mail address, name, secret of their authenticator) is sealed under a key of their own.
alter table vault.subject_key drop constraint subject_key_subject_check;
alter table vault.subject_key add constraint subject_key_subject_check
  check (subject ~ '^(cus|stf|rep|cas|dsk)_[0-9a-z]{26}$' or subject = 'tenant');

-- Whom a staff member works with, in the company's own references: who must not decide on their case.
alter table people.staff
  add column depot text check (length(depot) between 1 and 60),
  add column manager text check (length(manager) between 1 and 60),
  add column personnel text check (length(personnel) between 1 and 60),
  add column employer text check (length(employer) between 1 and 60);

create table people.desk_user (
  tenant_id int not null references store.tenant,
  desk_user_id text collate "C" not null,
  -- the company's personnel reference: two accounts of one person have the same
  identity text collate "C" not null check (length(identity) between 1 and 60 and identity = upper(identity)),
  duty text not null
    check (duty in ('dispatcher', 'handler', 'approver', 'rights_officer', 'dpo', 'auditor', 'admin')),
  depot text check (length(depot) between 1 and 60),
  language text not null check (language in ('fr', 'en')),
  is_active boolean not null,
  -- keyed hash of the mail address, to find them by; the address itself and the name are sealed
  email_index bytea not null check (length(email_index) = 32),
  email bytea not null,
  display_name bytea,
  password_hash text,
  totp_secret bytea,
  -- the last step of their authenticator that was used: no code counts twice
  totp_step bigint,
  -- keyed hash of (issuer, subject) at the identity provider
  oidc_index bytea check (length(oidc_index) = 32),
  invitation_hash bytea check (length(invitation_hash) = 32),
  invitation_ends_at timestamptz,
  accepted_at timestamptz,
  created_at timestamptz not null,
  primary key (desk_user_id, tenant_id),
  unique (email_index, tenant_id),
  unique (oidc_index, tenant_id),
  unique (invitation_hash, tenant_id),
  check ((invitation_hash is null) = (invitation_ends_at is null)),
  check ((totp_secret is null) = (totp_step is null))
);
create index desk_user_of_identity on people.desk_user (identity, tenant_id);
grant select, insert, update on people.desk_user to paravent_app;

create table people.passkey (
  tenant_id int not null references store.tenant,
  credential_id bytea not null check (length(credential_id) between 1 and 1023),
  desk_user_id text collate "C" not null,
  public_key bytea not null,
  use_count bigint not null,
  transports text[] not null,
  created_at timestamptz not null,
  primary key (credential_id, tenant_id)
);
create index passkey_of_desk_user on people.passkey (desk_user_id, tenant_id);
grant select, insert, update, delete on people.passkey to paravent_app;

-- Of the cookie the hash only. A session ends by itself (idle, or at its last instant) without being written to.
create table people.session (
  tenant_id int not null references store.tenant,
  session_id text collate "C" not null,
  token_hash bytea not null check (length(token_hash) = 32),
  desk_user_id text collate "C",
  staff_id text collate "C",
  began_by text not null check (began_by in ('invitation', 'totp', 'passkey', 'oidc', 'code')),
  began_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('sign_out', 'revoked', 'replaced', 'changed')),
  primary key (session_id, tenant_id),
  unique (token_hash, tenant_id),
  check ((desk_user_id is null) <> (staff_id is null)),
  check ((ended_at is null) = (end_reason is null))
);
create index session_of_desk_user on people.session (desk_user_id, tenant_id) where ended_at is null;
create index session_of_staff on people.session (staff_id, tenant_id) where ended_at is null;
create index session_ends on people.session (ends_at, tenant_id);
grant select, insert, update, delete on people.session to paravent_app;

-- Wrong tries of an account, known or not, or of an address: by keyed hash, so that this is no list of who signs in.
create table people.sign_in_limit (
  tenant_id int not null references store.tenant,
  limit_key bytea not null check (length(limit_key) = 32),
  failures int not null check (failures >= 0),
  failed_at timestamptz not null,
  shut_until timestamptz not null,
  primary key (limit_key, tenant_id)
);
create index sign_in_limit_failed on people.sign_in_limit (failed_at, tenant_id);
grant select, insert, update, delete on people.sign_in_limit to paravent_app;

-- Steps of a sign-in are sealed into a cookie; that one was used up is remembered here until it would have ended.
create table people.used_ticket (
  tenant_id int not null references store.tenant,
  ticket_hash bytea not null check (length(ticket_hash) = 32),
  ends_at timestamptz not null,
  primary key (ticket_hash, tenant_id)
);
create index used_ticket_ends on people.used_ticket (ends_at, tenant_id);
grant select, insert, delete on people.used_ticket to paravent_app;

-- The code that a staff member's phone was sent: one at a time.
create table people.staff_code (
  tenant_id int not null references store.tenant,
  staff_id text collate "C" not null,
  code_hash bytea not null check (length(code_hash) = 32),
  tries int not null check (tries >= 0),
  made_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (staff_id, tenant_id)
);
create index staff_code_ends on people.staff_code (ends_at, tenant_id);
grant select, insert, update, delete on people.staff_code to paravent_app;
