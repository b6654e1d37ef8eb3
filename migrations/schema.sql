-- What the migrations add up to. Generated: npm test -- src/store/schema-dump.test.ts --update
-- To be read and compared, not to be run: bodies of functions are in the migrations, here is the SHA-256 of each.

create schema cases;
grant usage on schema cases to paravent_app;

create schema charter;
grant usage on schema charter to paravent_app;

create schema ledger;
grant usage on schema ledger to paravent_app;

create schema missions;
grant usage on schema missions to paravent_app;

create schema numbers;
grant usage on schema numbers to paravent_app;

create schema people;
grant usage on schema people to paravent_app;

create schema relay;
grant usage on schema relay to paravent_app;

create schema reports;
grant usage on schema reports to paravent_app;

create schema store;
grant usage on schema store to paravent_app;

create schema vault;
grant usage on schema vault to paravent_app;

create extension btree_gist;

create sequence ledger.entry_id as bigint increment 1000;
grant usage on sequence ledger.entry_id to paravent_app;

create sequence vault.person_id as bigint increment 1;
grant usage on sequence vault.person_id to paravent_app;

create table cases."case" (
  tenant_id integer not null,
  case_id text collate "C" not null,
  procedure text not null,
  state text not null,
  outcome text,
  round integer not null default 1,
  customer_id text collate "C",
  is_about_customer boolean not null default false,
  is_danger boolean not null default false,
  is_special_category boolean not null default false,
  is_withdrawn boolean not null default false,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  due_on date,
  entry_id bigint not null,
  asked_right text,
  hold_id text collate "C",
  constraint case_pkey PRIMARY KEY (case_id, tenant_id),
  constraint case_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint case_asked_right_check CHECK ((asked_right = ANY (ARRAY['access'::text, 'rectification'::text, 'erasure'::text, 'restriction'::text, 'portability'::text, 'objection'::text]))),
  constraint case_check CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
  constraint case_check1 CHECK (((state = ANY (ARRAY['approved'::text, 'closed'::text])) = (outcome IS NOT NULL))),
  constraint case_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'not_confirmed'::text, 'cannot_be_decided'::text, 'out_of_scope'::text]))),
  constraint case_procedure_check CHECK ((procedure = ANY (ARRAY['customer_complaint'::text, 'staff_alert'::text, 'rights_request'::text]))),
  constraint case_right_of_request CHECK (((procedure = 'rights_request'::text) = (asked_right IS NOT NULL))),
  constraint case_round_check CHECK (((round >= 1) AND (round <= 10))),
  constraint case_state_check CHECK ((state = ANY (ARRAY['received'::text, 'triage'::text, 'enquiry'::text, 'heard'::text, 'proposed'::text, 'approved'::text, 'closed'::text])))
);
CREATE INDEX case_by_due ON cases."case" USING btree (COALESCE(due_on, 'infinity'::date), case_id, tenant_id);
CREATE INDEX case_by_opening ON cases."case" USING btree (opened_at, case_id, tenant_id);
CREATE INDEX case_closed ON cases."case" USING btree (closed_at, tenant_id) WHERE (state = 'closed'::text);
CREATE INDEX case_of_customer ON cases."case" USING btree (customer_id, tenant_id) WHERE (customer_id IS NOT NULL);
CREATE TRIGGER case_decided BEFORE INSERT OR UPDATE OF state, outcome, round ON cases."case" FOR EACH ROW EXECUTE FUNCTION cases.check_outcome();
grant insert, select, update on cases."case" to paravent_app;

create table cases.alert (
  tenant_id integer not null,
  alert_id text collate "C" not null,
  kind text not null,
  duty text not null,
  case_id text collate "C" not null,
  cause text not null,
  desk_user_id text collate "C",
  staff_id text collate "C",
  at timestamp with time zone not null,
  seen_at timestamp with time zone,
  seen_by text collate "C",
  constraint alert_case_id_kind_cause_tenant_id_key UNIQUE (case_id, kind, cause, tenant_id),
  constraint alert_pkey PRIMARY KEY (alert_id, tenant_id),
  constraint alert_check CHECK (((seen_at IS NULL) = (seen_by IS NULL))),
  constraint alert_duty_check CHECK ((duty = ANY (ARRAY['dpo'::text, 'handler'::text]))),
  constraint alert_kind_check CHECK ((kind = ANY (ARRAY['reading_beyond'::text, 'export_beyond'::text, 'cut_attempt'::text, 'further_report'::text, 'reprisal'::text])))
);
CREATE INDEX alert_unseen ON cases.alert USING btree (at, alert_id, tenant_id) WHERE (seen_at IS NULL);
grant insert, select on cases.alert to paravent_app;
grant update (staff_id) on cases.alert to paravent_app;
grant update (seen_at) on cases.alert to paravent_app;
grant update (seen_by) on cases.alert to paravent_app;

create table cases.assignment (
  tenant_id integer not null,
  case_id text collate "C" not null,
  role text not null,
  desk_user_id text collate "C" not null,
  identity text collate "C" not null,
  assigned_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  conflicts text[] not null default '{}'::text[],
  override_text_id text collate "C",
  constraint assignment_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint assignment_pkey PRIMARY KEY (case_id, role, desk_user_id, assigned_at, tenant_id),
  constraint assignment_check CHECK (((conflicts = '{}'::text[]) = (override_text_id IS NULL))),
  constraint assignment_role_check CHECK ((role = ANY (ARRAY['handler'::text, 'approver'::text])))
);
CREATE UNIQUE INDEX assignment_in_force ON cases.assignment USING btree (case_id, role, desk_user_id, tenant_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX assignment_of_handler ON cases.assignment USING btree (case_id, tenant_id) WHERE ((role = 'handler'::text) AND (ended_at IS NULL));
grant insert, select on cases.assignment to paravent_app;
grant update (ended_at) on cases.assignment to paravent_app;

create table cases.category (
  tenant_id integer not null,
  case_id text collate "C" not null,
  code text not null,
  is_primary boolean not null,
  set_at timestamp with time zone not null,
  set_by text collate "C" not null,
  ended_at timestamp with time zone,
  text_id text collate "C" not null,
  constraint category_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint category_pkey PRIMARY KEY (case_id, code, set_at, tenant_id),
  constraint category_code_check CHECK ((code ~ '^([MA]\d{1,2}|D\d{1,2})$'::text))
);
CREATE UNIQUE INDEX category_in_force ON cases.category USING btree (case_id, code, tenant_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX category_primary ON cases.category USING btree (case_id, tenant_id) WHERE (is_primary AND (ended_at IS NULL));
grant insert, select on cases.category to paravent_app;
grant update (ended_at) on cases.category to paravent_app;

create table cases.companion (
  tenant_id integer not null,
  companion_id text collate "C" not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  token_hash bytea not null,
  text_id text collate "C" not null,
  named_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint companion_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint companion_pkey PRIMARY KEY (companion_id, tenant_id),
  constraint companion_token_hash_tenant_id_key UNIQUE (token_hash, tenant_id),
  constraint companion_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE INDEX companion_of_case ON cases.companion USING btree (case_id, tenant_id);
grant delete, insert, select on cases.companion to paravent_app;
grant update (revoked_at) on cases.companion to paravent_app;

create table cases.concerned (
  tenant_id integer not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  is_certain boolean not null,
  added_at timestamp with time zone not null,
  constraint concerned_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint concerned_pkey PRIMARY KEY (case_id, staff_id, tenant_id)
);
CREATE INDEX concerned_of_staff ON cases.concerned USING btree (staff_id, tenant_id);
grant delete, insert, select on cases.concerned to paravent_app;
grant update (is_certain) on cases.concerned to paravent_app;

create table cases.cut_review (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  cut_at timestamp with time zone not null,
  decided_at timestamp with time zone not null,
  decision text not null,
  case_id text collate "C" not null,
  text_id text collate "C" not null,
  decided_by text collate "C" not null,
  due_at timestamp with time zone,
  constraint cut_review_pkey PRIMARY KEY (staff_id, customer_id, cut_at, decided_at, tenant_id),
  constraint cut_review_check CHECK (((decision = 'kept'::text) = (due_at IS NOT NULL))),
  constraint cut_review_decision_check CHECK ((decision = ANY (ARRAY['lifted'::text, 'kept'::text, 'lasting'::text])))
);
grant insert, select on cases.cut_review to paravent_app;

create table cases.date_fact (
  tenant_id integer not null,
  case_id text collate "C" not null,
  fact text not null,
  falls_on date not null,
  source_kind text not null,
  text_id text collate "C",
  set_at timestamp with time zone not null,
  set_by text collate "C",
  ended_at timestamp with time zone,
  constraint date_fact_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint date_fact_pkey PRIMARY KEY (case_id, fact, set_at, tenant_id),
  constraint date_fact_check CHECK (((source_kind = 'ledger'::text) = (set_by IS NULL))),
  constraint date_fact_fact_check CHECK ((fact ~ '^[a-z]+(_[a-z]+)*_on$'::text)),
  constraint date_fact_source_kind_check CHECK ((source_kind = ANY (ARRAY['report'::text, 'document'::text, 'statement'::text, 'ledger'::text])))
);
CREATE UNIQUE INDEX date_fact_in_force ON cases.date_fact USING btree (case_id, fact, tenant_id) WHERE (ended_at IS NULL);
grant insert, select on cases.date_fact to paravent_app;
grant update (ended_at) on cases.date_fact to paravent_app;

create table cases.history (
  tenant_id integer not null,
  history_id bigint not null generated always as identity,
  case_id text collate "C" not null,
  at timestamp with time zone not null,
  act text not null,
  code text,
  by_kind text not null,
  by_id text collate "C",
  from_state text not null,
  to_state text not null,
  text_id text collate "C",
  entry_id bigint not null,
  constraint history_pkey PRIMARY KEY (history_id, tenant_id),
  constraint history_act_check CHECK ((act ~ '^[a-z]+(-[a-z]+)+$'::text)),
  constraint history_by_kind_check CHECK ((by_kind = ANY (ARRAY['desk'::text, 'staff'::text, 'companion'::text, 'machine'::text]))),
  constraint history_check CHECK (((code IS NULL) OR (from_state = to_state)))
);
CREATE INDEX history_of_case ON cases.history USING btree (case_id, history_id, tenant_id);
grant insert, select on cases.history to paravent_app;

create table cases.link (
  tenant_id integer not null,
  case_id text collate "C" not null,
  other_case_id text collate "C" not null,
  linked_at timestamp with time zone not null,
  constraint link_pkey PRIMARY KEY (case_id, other_case_id, tenant_id),
  constraint link_check CHECK ((case_id <> other_case_id))
);
grant insert, select on cases.link to paravent_app;

create table cases.measure (
  tenant_id integer not null,
  measure_id text collate "C" not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  kind text not null,
  sanction text,
  scale_version integer,
  days integer,
  exception text,
  state text not null,
  ordered_at timestamp with time zone not null,
  ordered_by text collate "C" not null,
  ordered_identity text collate "C" not null,
  signed_at timestamp with time zone,
  signed_by text collate "C",
  signed_identity text collate "C",
  text_id text collate "C" not null,
  from_at timestamp with time zone,
  until_at timestamp with time zone,
  sanctioned_on date,
  ended_at timestamp with time zone,
  ended_by text collate "C",
  entry_id bigint not null,
  constraint measure_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint measure_pkey PRIMARY KEY (measure_id, tenant_id),
  constraint measure_check CHECK (((kind = 'sanction'::text) = ((sanction IS NOT NULL) AND (scale_version IS NOT NULL)))),
  constraint measure_check1 CHECK (((state = ANY (ARRAY['awaiting'::text, 'declined'::text])) OR (signed_by IS NOT NULL) OR ((kind <> 'sanction'::text) AND (exception IS NULL)))),
  constraint measure_check2 CHECK (((state = ANY (ARRAY['in_force'::text, 'ended'::text])) = (from_at IS NOT NULL))),
  constraint measure_check3 CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL))),
  constraint measure_check4 CHECK ((((signed_by IS NULL) = (signed_identity IS NULL)) AND ((signed_by IS NULL) = (signed_at IS NULL)))),
  constraint measure_days_check CHECK ((days > 0)),
  constraint measure_four_eyes CHECK ((signed_identity <> ordered_identity)),
  constraint measure_kind_check CHECK ((kind = ANY (ARRAY['hold'::text, 'suspension'::text, 'sanction'::text]))),
  constraint measure_state_check CHECK ((state = ANY (ARRAY['awaiting'::text, 'in_force'::text, 'declined'::text, 'ended'::text])))
);
CREATE INDEX measure_of_case ON cases.measure USING btree (case_id, ordered_at, tenant_id);
CREATE INDEX measure_of_staff ON cases.measure USING btree (staff_id, ordered_at, tenant_id);
CREATE INDEX measure_until ON cases.measure USING btree (until_at, tenant_id) WHERE ((state = 'in_force'::text) AND (until_at IS NOT NULL));
CREATE INDEX measure_waiting ON cases.measure USING btree (ordered_at, case_id, tenant_id) WHERE (state = 'awaiting'::text);
CREATE TRIGGER measure_signed BEFORE INSERT OR UPDATE ON cases.measure FOR EACH ROW EXECUTE FUNCTION cases.check_measure();
grant delete, insert, select on cases.measure to paravent_app;
grant update (state) on cases.measure to paravent_app;
grant update (signed_at) on cases.measure to paravent_app;
grant update (signed_by) on cases.measure to paravent_app;
grant update (signed_identity) on cases.measure to paravent_app;
grant update (from_at) on cases.measure to paravent_app;
grant update (until_at) on cases.measure to paravent_app;
grant update (sanctioned_on) on cases.measure to paravent_app;
grant update (ended_at) on cases.measure to paravent_app;
grant update (ended_by) on cases.measure to paravent_app;

create table cases.proposal (
  tenant_id integer not null,
  case_id text collate "C" not null,
  version integer not null,
  round integer not null,
  outcome text not null,
  sanctions jsonb not null,
  from_state text not null,
  text_id text collate "C" not null,
  statement_text_id text collate "C",
  proposed_at timestamp with time zone not null,
  proposed_by text collate "C" not null,
  proposed_identity text collate "C" not null,
  state text not null default 'open'::text,
  decided_at timestamp with time zone,
  decided_by text collate "C",
  decided_identity text collate "C",
  decision_text_id text collate "C",
  constraint proposal_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint proposal_pkey PRIMARY KEY (case_id, version, tenant_id),
  constraint four_eyes CHECK ((decided_identity <> proposed_identity)),
  constraint proposal_check CHECK (((statement_text_id IS NOT NULL) OR (sanctions = '[]'::jsonb))),
  constraint proposal_check1 CHECK (((state = ANY (ARRAY['approved'::text, 'declined'::text])) = (decided_by IS NOT NULL))),
  constraint proposal_check2 CHECK ((((decided_by IS NULL) = (decided_identity IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)))),
  constraint proposal_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'not_confirmed'::text, 'cannot_be_decided'::text, 'out_of_scope'::text]))),
  constraint proposal_sanctions_check CHECK ((jsonb_typeof(sanctions) = 'array'::text)),
  constraint proposal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text]))),
  constraint proposal_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX proposal_open ON cases.proposal USING btree (case_id, tenant_id) WHERE (state = 'open'::text);
CREATE INDEX proposal_waiting ON cases.proposal USING btree (proposed_at, case_id, tenant_id) WHERE (state = 'open'::text);
CREATE TRIGGER proposal_signed BEFORE INSERT OR UPDATE ON cases.proposal FOR EACH ROW EXECUTE FUNCTION cases.check_four_eyes();
grant insert, select on cases.proposal to paravent_app;
grant update (state) on cases.proposal to paravent_app;
grant update (decided_at) on cases.proposal to paravent_app;
grant update (decided_by) on cases.proposal to paravent_app;
grant update (decided_identity) on cases.proposal to paravent_app;
grant update (decision_text_id) on cases.proposal to paravent_app;

create table cases.release (
  tenant_id integer not null,
  case_id text collate "C" not null,
  what text not null,
  report_id text collate "C" not null,
  text_id text collate "C" not null,
  decided_by text collate "C" not null,
  decided_at timestamp with time zone not null,
  constraint release_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint release_pkey PRIMARY KEY (case_id, what, report_id, tenant_id),
  constraint release_check CHECK (((what = 'report_text'::text) = (report_id <> ''::text))),
  constraint release_what_check CHECK ((what = ANY (ARRAY['exact_times'::text, 'report_text'::text])))
);
grant insert, select on cases.release to paravent_app;

create table cases.report (
  tenant_id integer not null,
  report_id text collate "C" not null,
  case_id text collate "C" not null,
  linked_at timestamp with time zone not null,
  constraint report_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint report_pkey PRIMARY KEY (report_id, tenant_id)
);
CREATE INDEX report_of_case ON cases.report USING btree (case_id, tenant_id);
grant insert, select on cases.report to paravent_app;
grant update (case_id) on cases.report to paravent_app;

create table cases.text (
  tenant_id integer not null,
  text_id text collate "C" not null,
  case_id text collate "C" not null,
  kind text not null,
  at timestamp with time zone not null,
  by_kind text not null,
  by_id text collate "C" not null,
  happened_at timestamp with time zone,
  sealed bytea not null,
  constraint text_case_id_tenant_id_fkey FOREIGN KEY (case_id, tenant_id) REFERENCES cases."case"(case_id, tenant_id),
  constraint text_pkey PRIMARY KEY (text_id, tenant_id),
  constraint text_by_kind_check CHECK ((by_kind = ANY (ARRAY['desk'::text, 'staff'::text, 'companion'::text]))),
  constraint text_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'reasons'::text, 'source'::text, 'allegation'::text, 'statement'::text, 'evidence'::text, 'answer'::text, 'appeal'::text, 'companion'::text])))
);
CREATE INDEX text_of_case ON cases.text USING btree (case_id, at, tenant_id);
grant insert, select on cases.text to paravent_app;

create table charter.acknowledgement (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  version integer not null,
  given_by text not null,
  given_at timestamp with time zone not null,
  entry_id bigint not null,
  constraint acknowledgement_pkey PRIMARY KEY (staff_id, version, tenant_id),
  constraint acknowledgement_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint acknowledgement_given_by_check CHECK ((given_by = ANY (ARRAY['session'::text, 'paper'::text])))
);
CREATE INDEX acknowledgement_in_order ON charter.acknowledgement USING btree (entry_id, tenant_id);
grant insert, select on charter.acknowledgement to paravent_app;

create table charter.activation (
  tenant_id integer not null,
  activation_id text collate "C" not null,
  module text not null,
  consulted_on date not null,
  notice_version text not null,
  impact_assessment text not null,
  legal_basis text not null,
  began_at timestamp with time zone not null,
  entry_id bigint not null,
  ended_at timestamp with time zone,
  end_entry_id bigint,
  constraint activation_pkey PRIMARY KEY (activation_id, tenant_id),
  constraint activation_check CHECK (((ended_at IS NULL) = (end_entry_id IS NULL))),
  constraint activation_impact_assessment_check CHECK (((length(impact_assessment) >= 1) AND (length(impact_assessment) <= 60))),
  constraint activation_legal_basis_check CHECK (((length(legal_basis) >= 1) AND (length(legal_basis) <= 60))),
  constraint activation_module_check CHECK ((module = ANY (ARRAY['screening'::text, 'cut-attempt-alerts'::text]))),
  constraint activation_notice_version_check CHECK (((length(notice_version) >= 1) AND (length(notice_version) <= 60)))
);
CREATE UNIQUE INDEX activation_in_force ON charter.activation USING btree (module, tenant_id) WHERE (ended_at IS NULL);
grant insert, select, update on charter.activation to paravent_app;

create table charter.charter (
  tenant_id integer not null,
  version integer not null,
  title text not null,
  text_fr text not null,
  text_en text not null,
  scale jsonb not null,
  in_force_from date not null,
  consulted_on date,
  deposited_on date,
  exemption text,
  content_hash bytea not null,
  recorded_at timestamp with time zone not null,
  entry_id bigint not null,
  constraint charter_pkey PRIMARY KEY (version, tenant_id),
  constraint charter_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint charter_check CHECK (((consulted_on <= deposited_on) AND (deposited_on <= in_force_from))),
  constraint charter_check1 CHECK ((((consulted_on IS NULL) = (exemption IS NOT NULL)) AND ((deposited_on IS NULL) = (exemption IS NOT NULL)))),
  constraint charter_content_hash_check CHECK ((length(content_hash) = 32)),
  constraint charter_exemption_check CHECK ((exemption = ANY (ARRAY['under_50_employees'::text, 'no_employees'::text]))),
  constraint charter_scale_check CHECK (((jsonb_typeof(scale) = 'array'::text) AND ((jsonb_array_length(scale) >= 1) AND (jsonb_array_length(scale) <= 40)))),
  constraint charter_text_en_check CHECK (((length(text_en) >= 1) AND (length(text_en) <= 60000))),
  constraint charter_text_fr_check CHECK (((length(text_fr) >= 1) AND (length(text_fr) <= 60000))),
  constraint charter_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint charter_version_check CHECK (((version >= 1) AND (version <= 10000)))
);
CREATE INDEX charter_in_force ON charter.charter USING btree (in_force_from, version, tenant_id);
grant insert, select on charter.charter to paravent_app;

create table charter.lesson_done (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  lesson text not null,
  done_at timestamp with time zone not null,
  entry_id bigint not null,
  constraint lesson_done_pkey PRIMARY KEY (staff_id, lesson, tenant_id),
  constraint lesson_done_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint lesson_done_lesson_check CHECK ((lesson ~ '^[a-z][a-z0-9-]{0,39}$'::text))
);
CREATE INDEX lesson_done_in_order ON charter.lesson_done USING btree (entry_id, tenant_id);
grant insert, select on charter.lesson_done to paravent_app;

create table charter.notice (
  tenant_id integer not null,
  version text collate "C" not null,
  title text not null,
  text_fr text not null,
  text_en text not null,
  modules text[] not null,
  content_hash bytea not null,
  recorded_at timestamp with time zone not null,
  entry_id bigint not null,
  constraint notice_pkey PRIMARY KEY (version, tenant_id),
  constraint notice_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint notice_content_hash_check CHECK ((length(content_hash) = 32)),
  constraint notice_modules_check CHECK (((modules <@ ARRAY['screening'::text, 'cut-attempt-alerts'::text]) AND (cardinality(modules) > 0))),
  constraint notice_text_en_check CHECK (((length(text_en) >= 1) AND (length(text_en) <= 60000))),
  constraint notice_text_fr_check CHECK (((length(text_fr) >= 1) AND (length(text_fr) <= 60000))),
  constraint notice_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint notice_version_check CHECK ((version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'::text))
);
grant insert, select on charter.notice to paravent_app;

create table charter.notice_receipt (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  version text collate "C" not null,
  given_by text not null,
  given_at timestamp with time zone not null,
  entry_id bigint not null,
  constraint notice_receipt_pkey PRIMARY KEY (staff_id, version, tenant_id),
  constraint notice_receipt_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint notice_receipt_given_by_check CHECK ((given_by = ANY (ARRAY['session'::text, 'paper'::text])))
);
CREATE INDEX notice_receipt_of_version ON charter.notice_receipt USING btree (version, entry_id, tenant_id);
grant insert, select on charter.notice_receipt to paravent_app;

create table charter.policy (
  tenant_id integer not null,
  entry_id bigint not null,
  requires_acknowledgement boolean not null,
  set_at timestamp with time zone not null,
  constraint policy_pkey PRIMARY KEY (entry_id, tenant_id),
  constraint policy_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id)
);
grant insert, select on charter.policy to paravent_app;

create table ledger.anchor (
  tenant_id integer not null,
  log text collate "C" not null,
  day date not null,
  checkpoint text not null,
  token bytea not null,
  constraint anchor_pkey PRIMARY KEY (log, day, tenant_id)
);
grant insert, select on ledger.anchor to paravent_app;

create table ledger.chain (
  tenant_id integer not null,
  subject text collate "C" not null,
  seq bigint not null default 0,
  head bytea,
  facts_version bigint not null default 0,
  constraint chain_pkey PRIMARY KEY (subject, tenant_id),
  constraint chain_head_check CHECK ((length(head) = 32)),
  constraint chain_seq_check CHECK ((seq >= 0))
) with (fillfactor=60);
grant select on ledger.chain to paravent_app;

create table ledger.cosigned (
  tenant_id integer not null,
  log text collate "C" not null,
  size bigint not null,
  note text not null,
  lines text[] not null default '{}'::text[],
  witnessed_at timestamp with time zone,
  constraint cosigned_pkey PRIMARY KEY (log, size, tenant_id),
  constraint cosigned_size_check CHECK ((size > 0))
);
grant delete, insert, select, update on ledger.cosigned to paravent_app;

create table ledger.customer_entry (
  tenant_id integer not null,
  subject text collate "C" not null,
  seq bigint not null,
  entry_id bigint not null,
  class text collate "C" not null,
  at timestamp with time zone not null,
  constraint customer_entry_pkey PRIMARY KEY (subject, seq, tenant_id),
  constraint customer_entry_seq_check CHECK ((seq > 0))
);
grant select on ledger.customer_entry to paravent_app;

create table ledger.customer_map (
  tenant_id integer not null,
  day date not null,
  entry_id bigint not null,
  at timestamp with time zone not null,
  customers bigint not null,
  root bytea not null,
  buckets bytea,
  constraint customer_map_pkey PRIMARY KEY (day, tenant_id),
  constraint customer_map_buckets_check CHECK ((length(buckets) = 131072)),
  constraint customer_map_root_check CHECK ((length(root) = 32))
);
grant insert, select on ledger.customer_map to paravent_app;
grant update (buckets) on ledger.customer_map to paravent_app;

create table ledger.customer_read (
  tenant_id integer not null,
  log text collate "C" not null,
  size bigint not null,
  constraint customer_read_pkey PRIMARY KEY (log, tenant_id)
);

create table ledger.customer_state (
  tenant_id integer not null,
  key bytea not null,
  subject text collate "C" not null,
  count bigint not null,
  head bytea not null,
  constraint customer_state_pkey PRIMARY KEY (key, tenant_id),
  constraint customer_state_count_check CHECK ((count > 0)),
  constraint customer_state_head_check CHECK ((length(head) = 32)),
  constraint customer_state_key_check CHECK ((length(key) = 32))
);
grant select on ledger.customer_state to paravent_app;

create table ledger.entry (
  tenant_id integer not null,
  entry_id bigint not null,
  class text collate "C" not null,
  subject text collate "C",
  subject_seq bigint,
  at timestamp with time zone not null,
  leaf_hash bytea not null,
  bytes bytea not null,
  constraint entry_pkey PRIMARY KEY (entry_id, class, at, tenant_id),
  constraint entry_bytes_check CHECK (((length(bytes) >= 2) AND (length(bytes) <= 65535))),
  constraint entry_check CHECK (((subject IS NULL) = (subject_seq IS NULL))),
  constraint entry_class_check CHECK ((class = ANY (ARRAY['routine'::text, 'case'::text]))),
  constraint entry_leaf_hash_check CHECK ((length(leaf_hash) = 32)),
  constraint entry_subject_seq_check CHECK ((subject_seq > 0))
);
grant select on ledger.entry to paravent_app;

create table ledger.entry_default (
  tenant_id integer not null,
  entry_id bigint not null,
  class text collate "C" not null,
  subject text collate "C",
  subject_seq bigint,
  at timestamp with time zone not null,
  leaf_hash bytea not null,
  bytes bytea not null,
  constraint entry_default_pkey PRIMARY KEY (entry_id, class, at, tenant_id),
  constraint entry_bytes_check CHECK (((length(bytes) >= 2) AND (length(bytes) <= 65535))),
  constraint entry_check CHECK (((subject IS NULL) = (subject_seq IS NULL))),
  constraint entry_class_check CHECK ((class = ANY (ARRAY['routine'::text, 'case'::text]))),
  constraint entry_leaf_hash_check CHECK ((length(leaf_hash) = 32)),
  constraint entry_subject_seq_check CHECK ((subject_seq > 0))
);

create table ledger.hold (
  tenant_id integer not null,
  hold_id text collate "C" not null,
  opened_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint hold_pkey PRIMARY KEY (hold_id, tenant_id),
  constraint hold_hold_id_check CHECK (((length(hold_id) >= 1) AND (length(hold_id) <= 100)))
);
grant delete, insert, select, update on ledger.hold to paravent_app;

create table ledger.kept (
  tenant_id integer not null,
  hold_id text collate "C" not null,
  entry_id bigint not null,
  log text collate "C" not null,
  index bigint not null,
  leaf bytea not null,
  proof text not null,
  constraint kept_hold_id_tenant_id_fkey FOREIGN KEY (hold_id, tenant_id) REFERENCES ledger.hold(hold_id, tenant_id) ON DELETE CASCADE,
  constraint kept_pkey PRIMARY KEY (hold_id, entry_id, tenant_id)
);
grant delete, insert, select, update on ledger.kept to paravent_app;

create table ledger.lease (
  tenant_id integer not null,
  task text collate "C" not null,
  holder text not null,
  until timestamp with time zone not null,
  constraint lease_pkey PRIMARY KEY (task, tenant_id)
);
grant delete, insert, select, update on ledger.lease to paravent_app;

create table ledger.log (
  tenant_id integer not null,
  name text collate "C" not null,
  class text collate "C" not null,
  year integer not null,
  generation integer not null,
  origin text not null,
  vkey text not null,
  size bigint not null,
  root bytea not null,
  checkpoint text not null,
  sequenced_at timestamp with time zone not null,
  minimum bigint not null default 0,
  closed_at timestamp with time zone,
  constraint log_class_year_generation_tenant_id_key UNIQUE (class, year, generation, tenant_id),
  constraint log_pkey PRIMARY KEY (name, tenant_id),
  constraint log_check CHECK (((minimum >= 0) AND (minimum <= size))),
  constraint log_generation_check CHECK ((generation > 0)),
  constraint log_root_check CHECK ((length(root) = 32)),
  constraint log_size_check CHECK ((size >= 0))
);
grant select on ledger.log to paravent_app;

create table ledger.pending (
  tenant_id integer not null,
  pending_id bigint not null generated always as identity,
  class text collate "C" not null,
  at timestamp with time zone not null,
  first_entry_id bigint not null,
  count integer not null,
  constraint pending_pkey PRIMARY KEY (pending_id, tenant_id),
  constraint pending_count_check CHECK ((count > 0))
);
grant select on ledger.pending to paravent_app;

create table ledger.retention (
  tenant_id integer not null,
  class text collate "C" not null,
  months integer not null,
  document text,
  since timestamp with time zone not null,
  constraint retention_pkey PRIMARY KEY (class, tenant_id),
  constraint retention_check CHECK (((class <> 'routine'::text) OR (months = 12) OR (((months >= 6) AND (months <= 36)) AND ((months < 12) OR (document IS NOT NULL))))),
  constraint retention_class_check CHECK ((class = ANY (ARRAY['routine'::text, 'case'::text]))),
  constraint retention_document_check CHECK (((length(document) >= 1) AND (length(document) <= 500))),
  constraint retention_months_check CHECK (((months >= 0) AND (months <= 36)))
);
grant insert, select, update on ledger.retention to paravent_app;

create table ledger.sequenced (
  tenant_id integer not null,
  log text collate "C" not null,
  first_index bigint not null,
  first_entry_id bigint not null,
  count integer not null,
  class text collate "C" not null,
  at timestamp with time zone not null,
  constraint sequenced_pkey PRIMARY KEY (log, first_index, tenant_id),
  constraint sequenced_count_check CHECK ((count > 0)),
  constraint sequenced_first_index_check CHECK ((first_index >= 0))
);
CREATE UNIQUE INDEX sequenced_entry ON ledger.sequenced USING btree (first_entry_id, tenant_id);
grant select on ledger.sequenced to paravent_app;

create table ledger.tile (
  tenant_id integer not null,
  log text collate "C" not null,
  level integer not null,
  index bigint not null,
  hashes bytea not null,
  constraint tile_pkey PRIMARY KEY (log, level, index, tenant_id),
  constraint tile_hashes_check CHECK ((((length(hashes) >= 32) AND (length(hashes) <= 8192)) AND ((length(hashes) % 32) = 0))),
  constraint tile_index_check CHECK ((index >= 0)),
  constraint tile_level_check CHECK (((level >= 0) AND (level <= 63)))
);
grant select on ledger.tile to paravent_app;

create table missions.customer (
  tenant_id integer not null,
  customer_id text collate "C" not null,
  reference text not null,
  language text not null,
  person_id bigint,
  phone_kind text,
  country text,
  opted_out_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint customer_pkey PRIMARY KEY (customer_id, tenant_id),
  constraint customer_reference_tenant_id_key UNIQUE (reference, tenant_id),
  constraint customer_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint customer_check CHECK (((person_id IS NULL) = (phone_kind IS NULL))),
  constraint customer_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  constraint customer_phone_kind_check CHECK ((phone_kind = ANY (ARRAY['mobile'::text, 'landline'::text, 'unclear'::text]))),
  constraint customer_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200)))
);
CREATE INDEX customer_of_person ON missions.customer USING btree (person_id, tenant_id) WHERE (person_id IS NOT NULL);
grant insert, select, update on missions.customer to paravent_app;

create table missions.import (
  tenant_id integer not null,
  import_id text collate "C" not null,
  begun_by text collate "C",
  mapping text not null,
  is_dry_run boolean not null,
  state text not null default 'running'::text,
  rows integer not null default 0,
  accepted integer not null default 0,
  rejected integer not null default 0,
  started_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint import_pkey PRIMARY KEY (import_id, tenant_id),
  constraint import_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint import_check CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  constraint import_mapping_check CHECK (((length(mapping) >= 1) AND (length(mapping) <= 60))),
  constraint import_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX import_by_start ON missions.import USING btree (started_at, import_id, tenant_id);
grant delete, insert, select, update on missions.import to paravent_app;

create table missions.line (
  tenant_id integer not null,
  line_id text collate "C" not null,
  mission_id text collate "C" not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  staff_person bigint,
  customer_person bigint,
  staff_number text collate "C",
  customer_number text collate "C",
  carrier text,
  staff_needs_code boolean not null default false,
  customer_needs_code boolean not null default false,
  staff_code_hash bytea,
  customer_code_hash bytea,
  code_nonce integer not null default 0,
  assigned_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  quarantined_until timestamp with time zone not null,
  constraint line_mission_id_tenant_id_fkey FOREIGN KEY (mission_id, tenant_id) REFERENCES missions.mission(mission_id, tenant_id),
  constraint line_pkey PRIMARY KEY (line_id, tenant_id),
  constraint line_customer_code_hash_check CHECK ((length(customer_code_hash) = 16)),
  constraint line_staff_code_hash_check CHECK ((length(staff_code_hash) = 16))
) with (fillfactor=85);
CREATE INDEX line_at_customer_end ON missions.line USING btree (customer_number, customer_person, tenant_id);
CREATE INDEX line_at_staff_end ON missions.line USING btree (staff_number, staff_person, tenant_id);
CREATE UNIQUE INDEX line_by_customer_code ON missions.line USING btree (customer_number, customer_code_hash, tenant_id) WHERE ((ended_at IS NULL) AND (customer_number IS NOT NULL));
CREATE UNIQUE INDEX line_by_staff_code ON missions.line USING btree (staff_number, staff_code_hash, tenant_id) WHERE ((ended_at IS NULL) AND (staff_number IS NOT NULL));
CREATE INDEX line_ended_of_mission ON missions.line USING btree (mission_id) WHERE (ended_at IS NOT NULL);
CREATE UNIQUE INDEX line_of_mission ON missions.line USING btree (mission_id, staff_id, tenant_id) WHERE (ended_at IS NULL);
CREATE INDEX line_of_staff ON missions.line USING btree (staff_id, assigned_at, tenant_id);
grant insert, select, update on missions.line to paravent_app;

create table missions.mission (
  tenant_id integer not null,
  mission_id text collate "C" not null,
  reference text not null,
  purpose text not null,
  purpose_version integer not null,
  legal_basis text not null,
  customer_id text collate "C" not null,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  grace_ms bigint not null,
  channels text[] not null,
  cancelled_at timestamp with time zone,
  on_my_way_at timestamp with time zone,
  request_hash bytea not null,
  created_at timestamp with time zone not null,
  constraint mission_customer_id_tenant_id_fkey FOREIGN KEY (customer_id, tenant_id) REFERENCES missions.customer(customer_id, tenant_id),
  constraint mission_pkey PRIMARY KEY (mission_id, tenant_id),
  constraint mission_purpose_purpose_version_tenant_id_fkey FOREIGN KEY (purpose, purpose_version, tenant_id) REFERENCES missions.purpose(name, version, tenant_id),
  constraint mission_reference_tenant_id_key UNIQUE (reference, tenant_id),
  constraint mission_channels_check CHECK ((channels <@ ARRAY['sms'::text, 'call'::text])),
  constraint mission_check CHECK ((closes_at >= opens_at)),
  constraint mission_grace_ms_check CHECK (((grace_ms >= 0) AND (grace_ms <= 86400000))),
  constraint mission_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200))),
  constraint mission_request_hash_check CHECK ((length(request_hash) = 32))
) with (fillfactor=85);
CREATE INDEX mission_by_opening ON missions.mission USING btree (opens_at, mission_id, tenant_id);
CREATE INDEX mission_by_reference ON missions.mission USING btree (reference COLLATE "C", tenant_id);
CREATE INDEX mission_cancelled ON missions.mission USING btree (opens_at, mission_id, tenant_id) WHERE (cancelled_at IS NOT NULL);
CREATE INDEX mission_cancelled_of_purpose ON missions.mission USING btree (purpose, opens_at, mission_id, tenant_id) WHERE (cancelled_at IS NOT NULL);
CREATE INDEX mission_of_customer ON missions.mission USING btree (customer_id, tenant_id);
CREATE INDEX mission_of_purpose ON missions.mission USING btree (purpose, opens_at, mission_id, tenant_id);
grant insert, select, update on missions.mission to paravent_app;

create table missions.pair_cut (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  cut_at timestamp with time zone not null,
  cause text not null,
  lifted_at timestamp with time zone,
  constraint pair_cut_pkey PRIMARY KEY (staff_id, customer_id, cut_at, tenant_id),
  constraint pair_cut_cause_check CHECK ((cause = ANY (ARRAY['report_word'::text, 'report'::text, 'desk'::text]))),
  constraint pair_cut_check CHECK ((lifted_at >= cut_at))
);
CREATE UNIQUE INDEX pair_cut_in_force ON missions.pair_cut USING btree (staff_id, customer_id, tenant_id) WHERE (lifted_at IS NULL);
grant insert, select, update on missions.pair_cut to paravent_app;

create table missions.purpose (
  tenant_id integer not null,
  name text not null,
  version integer not null,
  dpv_iri text not null,
  legal_basis_iri text not null,
  channels text[] not null,
  padding_before_minutes integer not null,
  padding_after_minutes integer not null,
  grace_minutes integer not null,
  quarantine_days integer not null,
  retention_months integer not null,
  max_texts integer not null,
  max_calls integer not null,
  max_call_seconds integer not null,
  ring_seconds integer not null,
  constraint purpose_pkey PRIMARY KEY (name, version, tenant_id),
  constraint purpose_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint purpose_channels_check CHECK ((channels <@ ARRAY['sms'::text, 'call'::text])),
  constraint purpose_grace_minutes_check CHECK (((grace_minutes >= 0) AND (grace_minutes <= 1440))),
  constraint purpose_max_call_seconds_check CHECK (((max_call_seconds >= 10) AND (max_call_seconds <= 14400))),
  constraint purpose_max_calls_check CHECK (((max_calls >= 1) AND (max_calls <= 10000))),
  constraint purpose_max_texts_check CHECK (((max_texts >= 1) AND (max_texts <= 10000))),
  constraint purpose_padding_after_minutes_check CHECK (((padding_after_minutes >= 0) AND (padding_after_minutes <= 1440))),
  constraint purpose_padding_before_minutes_check CHECK (((padding_before_minutes >= 0) AND (padding_before_minutes <= 1440))),
  constraint purpose_quarantine_days_check CHECK (((quarantine_days >= 1) AND (quarantine_days <= 365))),
  constraint purpose_retention_months_check CHECK (((retention_months >= 1) AND (retention_months <= 120))),
  constraint purpose_ring_seconds_check CHECK (((ring_seconds >= 5) AND (ring_seconds <= 60))),
  constraint purpose_version_check CHECK ((version > 0))
);
grant insert, select on missions.purpose to paravent_app;

create table numbers.holder (
  tenant_id integer not null,
  person bigint not null,
  constraint holder_pkey PRIMARY KEY (person, tenant_id),
  constraint holder_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id)
);
grant insert, select, update on numbers.holder to paravent_app;

create table numbers.number (
  tenant_id integer not null,
  number_id integer not null generated always as identity,
  number text collate "C" not null,
  country text not null,
  carrier text not null,
  is_reserved boolean not null default false,
  is_draining boolean not null default false,
  in_use integer not null default 0,
  in_quarantine integer not null default 0,
  last_given_at timestamp with time zone,
  added_at timestamp with time zone not null,
  use text not null default 'lines'::text,
  constraint number_number_fkey FOREIGN KEY (number) REFERENCES numbers.owner(number),
  constraint number_number_tenant_id_key UNIQUE (number, tenant_id),
  constraint number_pkey PRIMARY KEY (number_id, tenant_id),
  constraint number_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint number_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint number_in_quarantine_check CHECK ((in_quarantine >= 0)),
  constraint number_in_use_check CHECK ((in_use >= 0)),
  constraint number_use_check CHECK ((use = ANY (ARRAY['lines'::text, 'report'::text])))
) with (fillfactor=50);
CREATE UNIQUE INDEX number_for_reports ON numbers.number USING btree (use, tenant_id) WHERE (use = 'report'::text);
CREATE TRIGGER number_is_free AFTER DELETE ON numbers.number REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION numbers.check_number_is_free();
grant insert, select, update on numbers.number to paravent_app;

create table numbers.owner (
  number text collate "C" not null,
  tenant_id integer not null,
  constraint owner_pkey PRIMARY KEY (number),
  constraint owner_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint owner_number_check CHECK ((number ~ '^\+[1-9][0-9]{6,14}$'::text))
);
grant insert, select on numbers.owner to paravent_app;

create table numbers.reservation (
  tenant_id integer not null,
  reservation_id bigint not null generated always as identity,
  person bigint not null,
  number_id integer not null,
  counterpart bigint not null,
  reserved_from timestamp with time zone not null,
  in_use_until timestamp with time zone not null,
  reserved_until timestamp with time zone not null,
  constraint reservation_not_crossed EXCLUDE USING gist (((person + 0)) WITH =, number_id WITH =, ((tenant_id + 0)) WITH =, ((counterpart + 0)) WITH <>, tstzrange(reserved_from, reserved_until) WITH &&),
  constraint reservation_pkey PRIMARY KEY (person, counterpart, reservation_id, tenant_id),
  constraint reservation_check CHECK (((reserved_from < in_use_until) AND (in_use_until <= reserved_until)))
);
CREATE INDEX reservation_by_end ON numbers.reservation USING brin (reserved_until) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX reservation_of_person ON numbers.reservation USING btree (((person - 0)), reserved_until, tenant_id) INCLUDE (person, number_id, reserved_from);
CREATE TRIGGER reservation_number_is_there AFTER INSERT ON numbers.reservation REFERENCING NEW TABLE AS given FOR EACH STATEMENT EXECUTE FUNCTION numbers.check_number_is_there();
grant insert, select on numbers.reservation to paravent_app;

create table people.desk_user (
  tenant_id integer not null,
  desk_user_id text collate "C" not null,
  identity text collate "C" not null,
  duty text not null,
  depot text,
  language text not null,
  is_active boolean not null,
  email_index bytea not null,
  email bytea not null,
  display_name bytea,
  password_hash text,
  totp_secret bytea,
  totp_step bigint,
  oidc_index bytea,
  invitation_hash bytea,
  invitation_ends_at timestamp with time zone,
  accepted_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint desk_user_email_index_tenant_id_key UNIQUE (email_index, tenant_id),
  constraint desk_user_invitation_hash_tenant_id_key UNIQUE (invitation_hash, tenant_id),
  constraint desk_user_oidc_index_tenant_id_key UNIQUE (oidc_index, tenant_id),
  constraint desk_user_pkey PRIMARY KEY (desk_user_id, tenant_id),
  constraint desk_user_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint desk_user_check CHECK (((invitation_hash IS NULL) = (invitation_ends_at IS NULL))),
  constraint desk_user_check1 CHECK (((totp_secret IS NULL) = (totp_step IS NULL))),
  constraint desk_user_depot_check CHECK (((length(depot) >= 1) AND (length(depot) <= 60))),
  constraint desk_user_duty_check CHECK ((duty = ANY (ARRAY['dispatcher'::text, 'handler'::text, 'approver'::text, 'rights_officer'::text, 'dpo'::text, 'auditor'::text, 'admin'::text]))),
  constraint desk_user_email_index_check CHECK ((length(email_index) = 32)),
  constraint desk_user_identity_check CHECK ((((length(identity) >= 1) AND (length(identity) <= 60)) AND (identity = upper(identity)))),
  constraint desk_user_invitation_hash_check CHECK ((length(invitation_hash) = 32)),
  constraint desk_user_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  constraint desk_user_oidc_index_check CHECK ((length(oidc_index) = 32))
);
CREATE INDEX desk_user_of_identity ON people.desk_user USING btree (identity, tenant_id);
grant insert, select, update on people.desk_user to paravent_app;

create table people.machine_key (
  tenant_id integer not null,
  key_id text collate "C" not null,
  name text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint machine_key_key_hash_tenant_id_key UNIQUE (key_hash, tenant_id),
  constraint machine_key_pkey PRIMARY KEY (key_id, tenant_id),
  constraint machine_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint machine_key_key_hash_check CHECK ((length(key_hash) = 32)),
  constraint machine_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint machine_key_scopes_check CHECK ((scopes <@ ARRAY['activations:read'::text, 'activations:write'::text, 'attempts:read'::text, 'charter:read'::text, 'charter:write'::text, 'desk:write'::text, 'disclosures:write'::text, 'ledger:audit'::text, 'missions:read'::text, 'missions:write'::text, 'numbers:read'::text, 'numbers:write'::text, 'readings:read'::text, 'readings:write'::text, 'reports:read'::text, 'reports:write'::text, 'screenings:read'::text, 'staff:write'::text, 'visits:write'::text]))
);
grant insert, select, update on people.machine_key to paravent_app;

create table people.passkey (
  tenant_id integer not null,
  credential_id bytea not null,
  desk_user_id text collate "C" not null,
  public_key bytea not null,
  use_count bigint not null,
  transports text[] not null,
  created_at timestamp with time zone not null,
  constraint passkey_pkey PRIMARY KEY (credential_id, tenant_id),
  constraint passkey_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint passkey_credential_id_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1023)))
);
CREATE INDEX passkey_of_desk_user ON people.passkey USING btree (desk_user_id, tenant_id);
grant delete, insert, select, update on people.passkey to paravent_app;

create table people.session (
  tenant_id integer not null,
  session_id text collate "C" not null,
  token_hash bytea not null,
  desk_user_id text collate "C",
  staff_id text collate "C",
  began_by text not null,
  began_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  constraint session_pkey PRIMARY KEY (session_id, tenant_id),
  constraint session_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint session_token_hash_tenant_id_key UNIQUE (token_hash, tenant_id),
  constraint session_began_by_check CHECK ((began_by = ANY (ARRAY['invitation'::text, 'totp'::text, 'passkey'::text, 'oidc'::text, 'code'::text]))),
  constraint session_check CHECK (((desk_user_id IS NULL) <> (staff_id IS NULL))),
  constraint session_check1 CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
  constraint session_end_reason_check CHECK ((end_reason = ANY (ARRAY['sign_out'::text, 'revoked'::text, 'replaced'::text, 'changed'::text]))),
  constraint session_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE INDEX session_ends ON people.session USING btree (ends_at, tenant_id);
CREATE INDEX session_of_desk_user ON people.session USING btree (desk_user_id, tenant_id) WHERE (ended_at IS NULL);
CREATE INDEX session_of_staff ON people.session USING btree (staff_id, tenant_id) WHERE (ended_at IS NULL);
grant delete, insert, select, update on people.session to paravent_app;

create table people.sign_in_limit (
  tenant_id integer not null,
  limit_key bytea not null,
  failures integer not null,
  failed_at timestamp with time zone not null,
  shut_until timestamp with time zone not null,
  constraint sign_in_limit_pkey PRIMARY KEY (limit_key, tenant_id),
  constraint sign_in_limit_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint sign_in_limit_failures_check CHECK ((failures >= 0)),
  constraint sign_in_limit_limit_key_check CHECK ((length(limit_key) = 32))
);
CREATE INDEX sign_in_limit_failed ON people.sign_in_limit USING btree (failed_at, tenant_id);
grant delete, insert, select, update on people.sign_in_limit to paravent_app;

create table people.staff (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  reference text not null,
  regime text not null,
  language text not null,
  standing text not null default 'active'::text,
  person_id bigint not null,
  has_phone boolean not null,
  created_at timestamp with time zone not null,
  depot text,
  manager text,
  personnel text,
  employer text,
  on_hold_since timestamp with time zone,
  constraint staff_pkey PRIMARY KEY (staff_id, tenant_id),
  constraint staff_reference_tenant_id_key UNIQUE (reference, tenant_id),
  constraint staff_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint staff_depot_check CHECK (((length(depot) >= 1) AND (length(depot) <= 60))),
  constraint staff_employer_check CHECK (((length(employer) >= 1) AND (length(employer) <= 60))),
  constraint staff_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  constraint staff_manager_check CHECK (((length(manager) >= 1) AND (length(manager) <= 60))),
  constraint staff_personnel_check CHECK (((length(personnel) >= 1) AND (length(personnel) <= 60))),
  constraint staff_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200))),
  constraint staff_regime_check CHECK ((regime = ANY (ARRAY['employee-fr'::text, 'platform-fr'::text, 'contractor'::text, 'generic'::text]))),
  constraint staff_standing_check CHECK ((standing = ANY (ARRAY['active'::text, 'suspended'::text, 'excluded'::text])))
);
CREATE INDEX staff_of_person ON people.staff USING btree (person_id, tenant_id);
CREATE TRIGGER standing_moved AFTER UPDATE OF standing ON people.staff FOR EACH ROW WHEN ((old.standing IS DISTINCT FROM new.standing)) EXECUTE FUNCTION people.move_standing_epoch();
grant insert, select, update on people.staff to paravent_app;

create table people.staff_code (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  code_hash bytea not null,
  tries integer not null,
  made_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint staff_code_pkey PRIMARY KEY (staff_id, tenant_id),
  constraint staff_code_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint staff_code_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint staff_code_tries_check CHECK ((tries >= 0))
);
CREATE INDEX staff_code_ends ON people.staff_code USING btree (ends_at, tenant_id);
grant delete, insert, select, update on people.staff_code to paravent_app;

create table people.standing_epoch (
  tenant_id integer not null,
  epoch bigint not null default 0,
  constraint standing_epoch_pkey PRIMARY KEY (tenant_id),
  constraint standing_epoch_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id)
);
grant select on people.standing_epoch to paravent_app;

create table people.used_ticket (
  tenant_id integer not null,
  ticket_hash bytea not null,
  ends_at timestamp with time zone not null,
  constraint used_ticket_pkey PRIMARY KEY (ticket_hash, tenant_id),
  constraint used_ticket_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint used_ticket_ticket_hash_check CHECK ((length(ticket_hash) = 32))
);
CREATE INDEX used_ticket_ends ON people.used_ticket USING btree (ends_at, tenant_id);
grant delete, insert, select on people.used_ticket to paravent_app;

create table public.migration (
  name text not null,
  hash text not null,
  applied_at timestamp with time zone not null default clock_timestamp(),
  constraint migration_pkey PRIMARY KEY (name)
);

create table relay.announcement (
  tenant_id integer not null,
  mission_id text collate "C" not null,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  at timestamp with time zone not null,
  entry_id bigint not null,
  constraint announcement_pkey PRIMARY KEY (mission_id, opens_at, closes_at, tenant_id)
);
CREATE INDEX announcement_at ON relay.announcement USING btree (at);
grant delete, insert, select on relay.announcement to paravent_app;

create table relay.attempt (
  tenant_id integer not null,
  attempt_id text collate "C" not null,
  at timestamp with time zone not null,
  mission_id text collate "C",
  line_id text collate "C",
  staff_id text collate "C",
  customer_id text collate "C",
  channel text not null,
  direction text not null,
  outcome text not null,
  code text,
  salt bytea,
  entry_id bigint not null,
  constraint attempt_pkey PRIMARY KEY (attempt_id, tenant_id),
  constraint attempt_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'call'::text, 'chat'::text, 'disclosure'::text]))),
  constraint attempt_check CHECK (((outcome = ANY (ARRAY['refused'::text, 'failed'::text])) = (code IS NOT NULL))),
  constraint attempt_direction_check CHECK ((direction = ANY (ARRAY['staff_to_customer'::text, 'customer_to_staff'::text, 'unknown'::text]))),
  constraint attempt_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'queued'::text, 'failed'::text, 'unknown'::text, 'refused'::text, 'held'::text, 'intercepted'::text, 'disclosed'::text]))),
  constraint attempt_salt_check CHECK ((length(salt) = 16))
) with (fillfactor=50);
CREATE INDEX attempt_at ON relay.attempt USING btree (at, tenant_id);
CREATE INDEX attempt_of_mission ON relay.attempt USING btree (mission_id);
CREATE INDEX attempt_on_cut_pair ON relay.attempt USING btree (at) WHERE (code = 'pair_cut'::text);
grant delete, insert, select, update on relay.attempt to paravent_app;

create table relay.chat (
  tenant_id integer not null,
  attempt_id text collate "C" not null,
  mission_id text collate "C" not null,
  customer_id text collate "C" not null,
  sealed_text bytea not null,
  at timestamp with time zone not null,
  constraint chat_pkey PRIMARY KEY (attempt_id, tenant_id)
);
CREATE INDEX chat_of_mission ON relay.chat USING btree (mission_id);
grant delete, insert, select on relay.chat to paravent_app;

create table relay.code_try (
  tenant_id integer not null,
  number text collate "C" not null,
  caller_index bytea not null,
  wrong integer not null,
  since_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  constraint code_try_pkey PRIMARY KEY (number, caller_index, tenant_id),
  constraint code_try_caller_index_check CHECK ((length(caller_index) = 32)),
  constraint code_try_wrong_check CHECK ((wrong >= 0))
);
grant delete, insert, select, update on relay.code_try to paravent_app;

create table relay.kept_back (
  tenant_id integer not null,
  attempt_id text collate "C" not null,
  line_id text collate "C" not null,
  carrier text not null,
  from_number text collate "C" not null,
  to_subject text collate "C" not null,
  sealed_text bytea not null,
  kept_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  read_at timestamp with time zone,
  reader text,
  constraint kept_back_pkey PRIMARY KEY (attempt_id, tenant_id),
  constraint kept_back_check CHECK (((asked_at IS NOT NULL) OR (read_at IS NULL))),
  constraint kept_back_check1 CHECK (((read_at IS NULL) = (reader IS NULL))),
  constraint kept_back_reader_check CHECK (((length(reader) >= 1) AND (length(reader) <= 60)))
);
CREATE INDEX kept_back_asked ON relay.kept_back USING btree (asked_at, attempt_id) WHERE (asked_at IS NOT NULL);
CREATE INDEX kept_back_of_line ON relay.kept_back USING btree (line_id);
CREATE INDEX kept_back_since ON relay.kept_back USING btree (kept_at);
grant delete, insert, select, update on relay.kept_back to paravent_app;

create table relay.outage (
  tenant_id integer not null,
  outage_id text collate "C" not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  refused integer not null,
  entry_id bigint not null,
  constraint outage_pkey PRIMARY KEY (outage_id, tenant_id),
  constraint outage_refused_check CHECK ((refused >= 0))
);
grant delete, insert, select on relay.outage to paravent_app;

create table relay.part (
  tenant_id integer not null,
  carrier text not null,
  set_hash bytea not null,
  part_index integer not null,
  part_total integer not null,
  message_id_hash bytea not null,
  sealed_part bytea,
  first_at timestamp with time zone not null,
  joined_at timestamp with time zone,
  constraint part_pkey PRIMARY KEY (carrier, set_hash, part_index, tenant_id),
  constraint part_part_index_check CHECK (((part_index >= 1) AND (part_index <= 255))),
  constraint part_part_total_check CHECK (((part_total >= 1) AND (part_total <= 255))),
  constraint part_set_hash_check CHECK ((length(set_hash) = 32))
);
CREATE INDEX part_joined ON relay.part USING btree (joined_at) WHERE (joined_at IS NOT NULL);
CREATE INDEX part_waiting ON relay.part USING btree (first_at) WHERE (joined_at IS NULL);
grant delete, insert, select, update on relay.part to paravent_app;

create table relay.question (
  tenant_id integer not null,
  sender_index bytea not null,
  number text collate "C" not null,
  kind text not null,
  attempt_id text collate "C" not null,
  language text not null,
  is_danger boolean not null default false,
  additions integer not null default 0,
  asked_at timestamp with time zone not null,
  constraint question_pkey PRIMARY KEY (sender_index, number, tenant_id),
  constraint question_additions_check CHECK ((additions >= 0)),
  constraint question_kind_check CHECK ((kind = ANY (ARRAY['help'::text, 'stop'::text, 'report'::text]))),
  constraint question_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  constraint question_sender_index_check CHECK ((length(sender_index) = 32))
);
CREATE INDEX question_asked ON relay.question USING btree (asked_at);
grant delete, insert, select, update on relay.question to paravent_app;

create table relay.signal (
  tenant_id integer not null,
  signal_id text collate "C" not null,
  word text not null,
  attempt_id text collate "C" not null,
  by text not null,
  mission_id text collate "C",
  staff_id text collate "C",
  customer_id text collate "C",
  at timestamp with time zone not null,
  consumed_at timestamp with time zone,
  choice integer,
  adds_to text collate "C",
  number text collate "C",
  carrier text,
  sender_index bytea,
  sealed bytea,
  language text,
  constraint signal_pkey PRIMARY KEY (signal_id, tenant_id),
  constraint signal_by_check CHECK ((by = ANY (ARRAY['customer'::text, 'staff'::text, 'unknown'::text]))),
  constraint signal_choice_check CHECK (((choice >= 1) AND (choice <= 5))),
  constraint signal_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  constraint signal_sender_index_check CHECK ((length(sender_index) = 32)),
  constraint signal_word_check CHECK ((word = ANY (ARRAY['report'::text, 'stop'::text, 'start'::text, 'review'::text, 'help'::text, 'answer'::text, 'written'::text, 'called'::text])))
);
CREATE INDEX signal_of_attempt ON relay.signal USING btree (attempt_id, tenant_id);
CREATE INDEX signal_waiting ON relay.signal USING btree (at) WHERE (consumed_at IS NULL);
grant delete, insert, select, update on relay.signal to paravent_app;

create table relay.told (
  tenant_id integer not null,
  sender_index bytea not null,
  day date not null,
  constraint told_pkey PRIMARY KEY (sender_index, day, tenant_id),
  constraint told_sender_index_check CHECK ((length(sender_index) = 32))
);
grant delete, insert, select on relay.told to paravent_app;

create table relay.told_of_screening (
  tenant_id integer not null,
  mission_id text collate "C" not null,
  subject text collate "C" not null,
  is_on boolean not null,
  at timestamp with time zone not null,
  constraint told_of_screening_pkey PRIMARY KEY (mission_id, subject, tenant_id)
);
CREATE INDEX told_of_screening_at ON relay.told_of_screening USING btree (at);
grant delete, insert, select, update on relay.told_of_screening to paravent_app;

create table reports.check_in (
  tenant_id integer not null,
  report_id text collate "C" not null,
  after_days integer not null,
  due_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  answer text,
  answered_at timestamp with time zone,
  taken_at timestamp with time zone,
  constraint check_in_pkey PRIMARY KEY (report_id, after_days, tenant_id),
  constraint check_in_report_id_tenant_id_fkey FOREIGN KEY (report_id, tenant_id) REFERENCES reports.report(report_id, tenant_id),
  constraint check_in_after_days_check CHECK ((after_days = ANY (ARRAY[7, 30, 90]))),
  constraint check_in_answer_check CHECK ((answer = ANY (ARRAY['fine'::text, 'pressure'::text, 'contacted'::text]))),
  constraint check_in_check CHECK (((answer IS NULL) = (answered_at IS NULL)))
);
CREATE INDEX check_in_due ON reports.check_in USING btree (due_at, tenant_id) WHERE (asked_at IS NULL);
CREATE INDEX check_in_untaken ON reports.check_in USING btree (answered_at, tenant_id) WHERE ((answer = ANY (ARRAY['pressure'::text, 'contacted'::text])) AND (taken_at IS NULL));
grant insert, select, update on reports.check_in to paravent_app;

create table reports.concerned (
  tenant_id integer not null,
  report_id text collate "C" not null,
  staff_id text collate "C" not null,
  known_by text not null,
  constraint concerned_pkey PRIMARY KEY (report_id, staff_id, tenant_id),
  constraint concerned_report_id_tenant_id_fkey FOREIGN KEY (report_id, tenant_id) REFERENCES reports.report(report_id, tenant_id),
  constraint concerned_known_by_check CHECK ((known_by = ANY (ARRAY['named'::text, 'mission'::text, 'lead'::text])))
);
CREATE INDEX concerned_staff ON reports.concerned USING btree (staff_id, tenant_id);
grant insert, select on reports.concerned to paravent_app;

create table reports.detail (
  tenant_id integer not null,
  report_id text collate "C" not null,
  once text collate "C" not null,
  kind text not null,
  at timestamp with time zone not null,
  sealed bytea not null,
  looked_at timestamp with time zone,
  constraint detail_pkey PRIMARY KEY (report_id, once, kind, tenant_id),
  constraint detail_report_id_tenant_id_fkey FOREIGN KEY (report_id, tenant_id) REFERENCES reports.report(report_id, tenant_id),
  constraint detail_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'when'::text, 'message'::text, 'number'::text, 'reference'::text, 'picture'::text])))
);
CREATE INDEX detail_to_look_into ON reports.detail USING btree (at, report_id, tenant_id) WHERE ((kind = ANY (ARRAY['message'::text, 'number'::text])) AND (looked_at IS NULL));
grant insert, select on reports.detail to paravent_app;
grant update (looked_at) on reports.detail to paravent_app;

create table reports.finding (
  tenant_id integer not null,
  report_id text collate "C" not null,
  attempt_id text collate "C" not null,
  at timestamp with time zone not null,
  constraint finding_pkey PRIMARY KEY (report_id, attempt_id, tenant_id),
  constraint finding_report_id_tenant_id_fkey FOREIGN KEY (report_id, tenant_id) REFERENCES reports.report(report_id, tenant_id)
);
grant insert, select on reports.finding to paravent_app;

create table reports.lost_code (
  tenant_id integer not null,
  mission_id text collate "C" not null,
  nonce bytea not null,
  code_hash bytea not null,
  sent_at timestamp with time zone not null,
  tries integer not null,
  sends integer not null,
  counted_at timestamp with time zone not null,
  constraint lost_code_pkey PRIMARY KEY (mission_id, tenant_id),
  constraint lost_code_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint lost_code_nonce_check CHECK ((length(nonce) = 16)),
  constraint lost_code_sends_check CHECK ((sends > 0)),
  constraint lost_code_tries_check CHECK ((tries >= 0))
);
CREATE INDEX lost_code_sent ON reports.lost_code USING btree (sent_at);
grant delete, insert, select, update on reports.lost_code to paravent_app;

create table reports.message (
  tenant_id integer not null,
  report_id text collate "C" not null,
  once text collate "C" not null,
  sender text not null,
  desk_user_id text collate "C",
  at timestamp with time zone not null,
  sealed bytea not null,
  read_at timestamp with time zone,
  constraint message_pkey PRIMARY KEY (report_id, once, tenant_id),
  constraint message_report_id_tenant_id_fkey FOREIGN KEY (report_id, tenant_id) REFERENCES reports.report(report_id, tenant_id),
  constraint message_check CHECK (((sender = 'desk'::text) = (desk_user_id IS NOT NULL))),
  constraint message_sender_check CHECK ((sender = ANY (ARRAY['reporter'::text, 'desk'::text])))
);
CREATE INDEX message_of_report ON reports.message USING btree (report_id, at, tenant_id);
grant insert, select on reports.message to paravent_app;
grant update (read_at) on reports.message to paravent_app;

create table reports.on_call (
  tenant_id integer not null,
  staff_id text collate "C" not null,
  since_at timestamp with time zone not null,
  constraint on_call_pkey PRIMARY KEY (staff_id, tenant_id)
);
grant delete, insert, select on reports.on_call to paravent_app;

create table reports.receipt_try (
  tenant_id integer not null,
  address_index bytea not null,
  since_at timestamp with time zone not null,
  tries integer not null,
  constraint receipt_try_pkey PRIMARY KEY (address_index, tenant_id),
  constraint receipt_try_address_index_check CHECK ((length(address_index) = 32)),
  constraint receipt_try_tries_check CHECK ((tries > 0))
);
grant delete, insert, select, update on reports.receipt_try to paravent_app;

create table reports.report (
  tenant_id integer not null,
  report_id text collate "C" not null,
  source text collate "C" not null,
  receipt_index bytea not null,
  filed_at timestamp with time zone not null,
  door text not null,
  by text not null,
  language text not null,
  mission_id text collate "C",
  customer_id text collate "C",
  reporter_id text collate "C",
  is_unsure boolean not null,
  what text[] not null,
  wish text not null,
  sender_index bytea,
  answer_number text collate "C",
  answer_carrier text,
  sealed_phone bytea,
  by_sms boolean not null,
  sealed_hours bytea,
  is_danger boolean not null,
  paged_at timestamp with time zone,
  danger_seen_at timestamp with time zone,
  danger_seen_by text collate "C",
  case_id text collate "C",
  state text not null default 'received'::text,
  outcome text,
  next_on date,
  entry_id bigint not null,
  constraint report_pkey PRIMARY KEY (report_id, tenant_id),
  constraint report_receipt_index_tenant_id_key UNIQUE (receipt_index, tenant_id),
  constraint report_source_tenant_id_key UNIQUE (source, tenant_id),
  constraint report_by_check CHECK ((by = ANY (ARRAY['customer'::text, 'staff'::text, 'relative'::text, 'witness'::text, 'unknown'::text]))),
  constraint report_check CHECK (((answer_number IS NULL) = (answer_carrier IS NULL))),
  constraint report_check1 CHECK (((danger_seen_at IS NULL) = (danger_seen_by IS NULL))),
  constraint report_door_check CHECK ((door = ANY (ARRAY['sms'::text, 'report_number'::text, 'call'::text, 'chat'::text, 'page'::text, 'visit_link'::text, 'staff'::text, 'desk'::text, 'api'::text]))),
  constraint report_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  constraint report_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'not_confirmed'::text, 'cannot_be_decided'::text, 'out_of_scope'::text]))),
  constraint report_receipt_index_check CHECK ((length(receipt_index) = 32)),
  constraint report_sender_index_check CHECK ((length(sender_index) = 32)),
  constraint report_source_check CHECK (((length(source) >= 10) AND (length(source) <= 100))),
  constraint report_state_check CHECK ((state = ANY (ARRAY['received'::text, 'enquiry'::text, 'decision'::text, 'closed'::text]))),
  constraint report_what_check CHECK ((what <@ ARRAY['message'::text, 'call'::text, 'home'::text, 'other'::text, 'danger'::text])),
  constraint report_wish_check CHECK ((wish = ANY (ARRAY['unsaid'::text, 'protect_only'::text, 'procedure'::text, 'stopped'::text])))
);
CREATE INDEX report_filed ON reports.report USING btree (filed_at, report_id, tenant_id);
CREATE INDEX report_in_danger ON reports.report USING btree (filed_at, tenant_id) WHERE (is_danger AND (danger_seen_at IS NULL));
CREATE INDEX report_of_mission ON reports.report USING btree (mission_id, tenant_id) WHERE (mission_id IS NOT NULL);
CREATE INDEX report_of_sender ON reports.report USING btree (sender_index, filed_at, tenant_id) WHERE (sender_index IS NOT NULL);
CREATE INDEX report_without_case ON reports.report USING btree (filed_at, tenant_id) WHERE (case_id IS NULL);
grant insert, select, update on reports.report to paravent_app;

create table store.clock (
  tenant_id integer not null,
  offset_ms bigint not null default 0,
  constraint clock_pkey PRIMARY KEY (tenant_id),
  constraint clock_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint clock_offset_ms_check CHECK ((offset_ms >= 0))
);
grant select on store.clock to paravent_app;
grant update (offset_ms) on store.clock to paravent_app;

create table store.idempotency (
  tenant_id integer not null,
  key_hash bytea not null,
  body_hash bytea not null,
  status integer not null,
  answer text not null,
  at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (key_hash, tenant_id),
  constraint idempotency_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id)
);
CREATE INDEX idempotency_at ON store.idempotency USING btree (at);
grant delete, insert, select, update on store.idempotency to paravent_app;

create table store.outbox (
  tenant_id integer not null,
  outbox_id bigint not null generated always as identity,
  kind text not null,
  state text not null default 'queued'::text,
  attempt_id text collate "C",
  line_id text collate "C",
  carrier text not null,
  from_number text collate "C" not null,
  to_subject text collate "C",
  to_sealed bytea,
  sealed_text bytea,
  notice text,
  notice_params jsonb,
  created_at timestamp with time zone not null,
  next_at timestamp with time zone not null default clock_timestamp(),
  tries integer not null default 0,
  is_doubtful boolean not null default false,
  done_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (outbox_id, tenant_id),
  constraint outbox_check CHECK (((to_subject IS NULL) <> (to_sealed IS NULL))),
  constraint outbox_check1 CHECK (
CASE kind
    WHEN 'text'::text THEN ((attempt_id IS NOT NULL) AND (line_id IS NOT NULL) AND (notice IS NULL))
    ELSE (notice IS NOT NULL)
END),
  constraint outbox_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'notice'::text]))),
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'handing_over'::text, 'accepted'::text, 'done'::text]))),
  constraint outbox_tries_check CHECK (((tries >= 0) AND (tries <= 100)))
);
CREATE INDEX outbox_awaited ON store.outbox USING btree (attempt_id) WHERE (state = ANY (ARRAY['handing_over'::text, 'accepted'::text]));
CREATE INDEX outbox_done ON store.outbox USING btree (done_at) WHERE (state = 'done'::text);
CREATE INDEX outbox_due ON store.outbox USING btree (next_at, outbox_id) WHERE (state = 'queued'::text);
CREATE INDEX outbox_leased ON store.outbox USING btree (next_at, outbox_id) WHERE (state = 'handing_over'::text);
grant delete, insert, select, update on store.outbox to paravent_app;

create table store.tenant (
  tenant_id integer not null,
  name text not null,
  constraint tenant_pkey PRIMARY KEY (tenant_id)
);
grant select on store.tenant to paravent_app;

create table vault.contact (
  tenant_id integer not null,
  subject text collate "C" not null,
  scope text collate "C" not null default ''::text,
  display_name bytea,
  phone bytea,
  email bytea,
  address bytea,
  access_notes bytea,
  constraint contact_pkey PRIMARY KEY (subject, scope, tenant_id)
);

create table vault.person (
  tenant_id integer not null,
  person_id bigint not null,
  index_version integer not null,
  phone_index bytea not null,
  kept_until timestamp with time zone,
  constraint person_phone_index_tenant_id_key UNIQUE (phone_index, tenant_id),
  constraint person_pkey PRIMARY KEY (person_id, index_version, tenant_id),
  constraint person_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint person_phone_index_check CHECK ((length(phone_index) = 32))
);
CREATE INDEX person_kept ON vault.person USING btree (kept_until, tenant_id) WHERE (kept_until IS NOT NULL);

create table vault.person_subject (
  tenant_id integer not null,
  subject text collate "C" not null,
  person_id bigint not null,
  constraint person_subject_pkey PRIMARY KEY (subject, tenant_id)
);
CREATE INDEX person_subject_person ON vault.person_subject USING btree (person_id, tenant_id);

create table vault.subject_key (
  tenant_id integer not null,
  subject text collate "C" not null,
  wrapped bytea,
  key_version integer,
  shredded_at timestamp with time zone,
  constraint subject_key_pkey PRIMARY KEY (subject, tenant_id),
  constraint subject_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint subject_key_check CHECK (((wrapped IS NULL) = (shredded_at IS NOT NULL))),
  constraint subject_key_check1 CHECK (((wrapped IS NULL) = (key_version IS NULL))),
  constraint subject_key_check2 CHECK (((subject <> 'tenant'::text) OR (wrapped IS NOT NULL))),
  constraint subject_key_subject_check CHECK (((subject ~ '^(cus|stf|rep|cas|dsk)_[0-9a-z]{26}$'::text) OR (subject = 'tenant'::text)))
);

create table vault.suppression (
  tenant_id integer not null,
  person_id bigint not null,
  kind text not null,
  staff_id text collate "C" not null default ''::text,
  reason text not null,
  ends_at timestamp with time zone not null,
  constraint suppression_pkey PRIMARY KEY (person_id, kind, staff_id, tenant_id),
  constraint suppression_check CHECK (((kind = 'pair_cut'::text) = (staff_id <> ''::text))),
  constraint suppression_kind_check CHECK ((kind = ANY (ARRAY['opt_out'::text, 'pair_cut'::text])))
);

create table vault.tenant_key (
  tenant_id integer not null,
  key_version integer not null,
  kek_fingerprint bytea not null,
  index_fingerprint bytea not null,
  is_demo boolean not null,
  added_at timestamp with time zone not null,
  rotated_at timestamp with time zone,
  kek_retired_at timestamp with time zone,
  index_retired_at timestamp with time zone,
  constraint tenant_key_pkey PRIMARY KEY (key_version, tenant_id),
  constraint tenant_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES store.tenant(tenant_id),
  constraint tenant_key_index_fingerprint_check CHECK ((length(index_fingerprint) = 32)),
  constraint tenant_key_kek_fingerprint_check CHECK ((length(kek_fingerprint) = 32)),
  constraint tenant_key_key_version_check CHECK ((key_version > 0))
);

create view ledger.leaf as
 SELECT e.tenant_id,
    e.entry_id,
    e.class,
    e.at,
    e.leaf_hash,
    COALESCE(s.log, l.name, (e.class || '-'::text) || date_part('year'::text, (e.at AT TIME ZONE 'utc'::text))) AS log,
    s.first_index + (e.entry_id - s.first_entry_id) AS index
   FROM ledger.entry e
     LEFT JOIN LATERAL ( SELECT r.log,
            r.first_index,
            r.first_entry_id,
            r.count
           FROM ledger.sequenced r
          WHERE r.first_entry_id <= e.entry_id AND (r.tenant_id + 0) = e.tenant_id
          ORDER BY r.first_entry_id DESC
         LIMIT 1) s ON e.entry_id < (s.first_entry_id + s.count)
     LEFT JOIN LATERAL ( SELECT o.name
           FROM ledger.log o
          WHERE o.class = e.class AND o.year::double precision = date_part('year'::text, (e.at AT TIME ZONE 'utc'::text)) AND o.closed_at IS NULL AND (o.tenant_id + 0) = e.tenant_id) l ON s.log IS NULL;
grant select on ledger.leaf to paravent_app;

create view missions.line_end as
 SELECT line.tenant_id,
    'staff'::text AS sender_end,
    line.line_id,
    line.mission_id,
    line.staff_id,
    line.customer_id,
    line.staff_number AS number,
    line.staff_person AS person,
    line.staff_needs_code AS needs_code,
    line.staff_code_hash AS code_hash,
    line.customer_number AS far_number,
    line.customer_person AS far_person,
    line.carrier,
    line.assigned_at,
    line.ended_at,
    line.quarantined_until
   FROM missions.line
UNION ALL
 SELECT line.tenant_id,
    'customer'::text AS sender_end,
    line.line_id,
    line.mission_id,
    line.staff_id,
    line.customer_id,
    line.customer_number AS number,
    line.customer_person AS person,
    line.customer_needs_code AS needs_code,
    line.customer_code_hash AS code_hash,
    line.staff_number AS far_number,
    line.staff_person AS far_person,
    line.carrier,
    line.assigned_at,
    line.ended_at,
    line.quarantined_until
   FROM missions.line;
grant select on missions.line_end to paravent_app;

create view missions.line_facts as
 SELECT e.tenant_id,
    e.number,
    e.person,
    e.needs_code,
    e.code_hash,
    e.quarantined_until,
    e.assigned_at,
    e.sender_end,
    e.line_id,
    e.mission_id,
    e.staff_id,
    e.customer_id,
    e.far_number,
    e.carrier,
    e.ended_at IS NULL AS is_assigned,
    (EXISTS ( SELECT
           FROM missions.pair_cut x
          WHERE x.staff_id = e.staff_id AND x.customer_id = e.customer_id AND (x.tenant_id + 0) = e.tenant_id AND x.lifted_at IS NULL
         OFFSET 0)) AS is_pair_cut,
    s.standing = 'active'::text AS is_staff_active,
    c.opted_out_at IS NOT NULL AS is_customer_opted_out,
    m.cancelled_at IS NOT NULL AS is_cancelled,
    m.opens_at,
    m.closes_at,
    m.grace_ms,
    ('sms'::text = ANY (m.channels)) AND c.phone_kind IS DISTINCT FROM 'landline'::text AS allows_sms,
    'call'::text = ANY (m.channels) AS allows_call,
    e.far_person IS NOT NULL AND e.far_number IS NOT NULL AS is_counterpart_reachable,
    m.purpose,
    m.purpose_version
   FROM missions.line_end e
     CROSS JOIN LATERAL ( SELECT mission.opens_at,
            mission.closes_at,
            mission.grace_ms,
            mission.channels,
            mission.cancelled_at,
            mission.purpose,
            mission.purpose_version
           FROM missions.mission
          WHERE mission.mission_id = e.mission_id AND (mission.tenant_id + 0) = e.tenant_id
         OFFSET 0) m
     CROSS JOIN LATERAL ( SELECT customer.opted_out_at,
            customer.phone_kind
           FROM missions.customer
          WHERE customer.customer_id = e.customer_id AND (customer.tenant_id + 0) = e.tenant_id
         OFFSET 0) c
     CROSS JOIN LATERAL ( SELECT staff.standing
           FROM people.staff
          WHERE staff.staff_id = e.staff_id AND (staff.tenant_id + 0) = e.tenant_id
         OFFSET 0) s;
grant select on missions.line_facts to paravent_app;

create view vault.phone_person as
 SELECT tenant_id,
    phone_index,
    person_id
   FROM vault.person;
grant select on vault.phone_person to paravent_app;

create function cases.check_four_eyes()
  returns trigger language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 5ff9132317b869a69724dbb1557c673e7b7b78633c4bcaec93a4865396d33953

create function cases.check_measure()
  returns trigger language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 a5f449c545618d6a38d1ff7763a5008edc3a5a223af38d4e686b91e62a0abe74

create function cases.check_outcome()
  returns trigger language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 c6d47b7c7433f77f6f7f213dd24af001d2540b6282e9eeab25b62a169aa98017

create function cases.check_signer(tenant integer, signed_case text, account text, identity text)
  returns void language plpgsql stable security definer set search_path=pg_catalog
  -- body sha256 dad192b8b5d708a115d80f7963b452d0512e6761b55886e4922111f655a3054c

create function ledger.append(tenant integer, entry_class text, at timestamp with time zone, entry_ids bigint[], leaf_hashes bytea[], bodies bytea[], subjects text[], subject_seqs bigint[], chain_subjects text[], chain_seqs bigint[], chain_heads bytea[], changes_facts boolean)
  returns void language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 48f8337c4d7ef25b3ccb7d73db4e6d0abadf7e09ebbaf2d91c3af0402f09ebec
grant execute on function ledger.append to paravent_app;

create function ledger.close_log(tenant integer, log_name text, now timestamp with time zone)
  returns void language sql volatile security definer set search_path=pg_catalog
  -- body BEGIN ATOMIC
 UPDATE ledger.log AS l SET closed_at = close_log.now
   WHERE ((l.name = close_log.log_name) AND ((l.tenant_id + 0) = close_log.tenant) AND (l.closed_at IS NULL));
END
grant execute on function ledger.close_log to paravent_app;

create function ledger.kept_since(tenant integer, entry_class text)
  returns timestamp with time zone language sql stable security definer set search_path=pg_catalog
  -- body RETURN LEAST((store.act_time(tenant) - (((SELECT r.months FROM ledger.retention r WHERE ((r.class = kept_since.entry_class) AND (r.tenant_id = kept_since.tenant))))::double precision * '1 mon'::interval)), CASE entry_class WHEN 'case'::text THEN (SELECT min(h.opened_at) AS min FROM ledger.hold h WHERE ((h.tenant_id = kept_since.tenant) AND (h.ended_at IS NULL))) ELSE NULL::timestamp with time zone END)
grant execute on function ledger.kept_since to paravent_app;

create function ledger.lead(tenant integer)
  returns boolean language sql volatile security definer set search_path=pg_catalog
  -- body RETURN ((set_config('idle_in_transaction_session_timeout'::text, '2000'::text, true) IS NOT NULL) AND pg_try_advisory_xact_lock(7021018, tenant))
grant execute on function ledger.lead to paravent_app;

create function ledger.lock_chains(tenant integer, asked text[])
  returns TABLE(subject text, seq bigint, head text, facts_version bigint) language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 da2007c317ca6e224cc4581258ff64b2ed2b13f347d61b695c709819bf465945
grant execute on function ledger.lock_chains to paravent_app;

create function ledger.open_log(tenant integer, log_name text, log_class text, log_year integer, log_generation integer, log_origin text, log_vkey text, empty_root bytea, now timestamp with time zone)
  returns void language sql volatile security definer set search_path=pg_catalog
  -- body BEGIN ATOMIC
 INSERT INTO ledger.log (tenant_id, name, class, year, generation, origin, vkey, size, root, checkpoint, sequenced_at)
   VALUES (open_log.tenant, open_log.log_name, open_log.log_class, open_log.log_year, open_log.log_generation, open_log.log_origin, open_log.log_vkey, 0, open_log.empty_root, ''::text, open_log.now);
END
grant execute on function ledger.open_log to paravent_app;

create function ledger.outdate_facts(tenant integer, subjects text[])
  returns void language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 e29fc750d68a6fb663156c902187d361a159c27adbfdf4098ab1f872b697b6d3
grant execute on function ledger.outdate_facts to paravent_app;

create function ledger.prune(tenant integer, log_name text, new_minimum bigint)
  returns void language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 ef31b2bb87f6daf8797810981ad8dd1cdf43a2e3f70c873ad8369dfe8eccd075
grant execute on function ledger.prune to paravent_app;

create function ledger.read_customers(tenant integer, log_name text, most integer)
  returns boolean language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 aafaaf48a899b2225d7101efd7ea674f432e0037f34081b9cdfc5b08f9e14bbe
grant execute on function ledger.read_customers to paravent_app;

create function ledger.sequence(tenant integer, log_name text, old_size bigint, new_size bigint, new_root bytea, note text, now timestamp with time zone, pending_ids bigint[], levels integer[], indexes bigint[], from_widths integer[], added bytea[])
  returns void language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 3fa072870842f01c7845ce6032dded01d4460e81f83efda7a63e2613ce27e80c
grant execute on function ledger.sequence to paravent_app;

create function ledger.turn_months(tenant integer)
  returns void language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 2b14857c3659a65213091a20ee7d05afac55e7d3b6368843682ec59b174ee939
grant execute on function ledger.turn_months to paravent_app;

create function numbers.check_number_is_free()
  returns trigger language plpgsql volatile set search_path=pg_catalog
  -- body sha256 737f326c9f4344266f43286db49250c2b7a6a05c2c05b7d1f8d59946b7ec4316
grant execute on function numbers.check_number_is_free to public;

create function numbers.check_number_is_there()
  returns trigger language plpgsql volatile set search_path=pg_catalog
  -- body sha256 dc31cb5c71b2b0560ab9842c2d5b63439203cd5f123a95d91100a4ce6e7dce1f
grant execute on function numbers.check_number_is_there to public;

create function numbers.reserve(tenant integer, persons bigint[], counterparts bigint[], froms bigint[], ends bigint[], reserved_ends bigint[], number_ids integer[])
  returns integer language plpgsql volatile set search_path=pg_catalog
  -- body sha256 d678f4685c7d0d654e1cc112487cde3b80d54a45dfee45123d07e647065a52ae
grant execute on function numbers.reserve to public;

create function numbers.set_use(tenant integer, asked text, wanted text, at timestamp with time zone)
  returns text language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 c3fdc97a009e9d8e6ebc1265940cab9a7689ebf080280a27baf328dd77fb96c9
grant execute on function numbers.set_use to paravent_app;

create function people.move_standing_epoch()
  returns trigger language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 ad685263f239c3ed3d0b4b0466088b3f5edeeaf4ae112179e74ac5537ba8c72d
grant execute on function people.move_standing_epoch to public;

create function store.act_time(tenant integer)
  returns timestamp with time zone language sql volatile parallel restricted
  -- body RETURN (date_trunc('milliseconds'::text, clock_timestamp()) + (((SELECT c.offset_ms FROM store.clock c WHERE (c.tenant_id = act_time.tenant)))::double precision * '00:00:00.001'::interval))
grant execute on function store.act_time to public;

create function vault.add_tenant_key(tenant integer, version integer, kek_fingerprint bytea, index_fingerprint bytea, is_demo boolean, at timestamp with time zone)
  returns boolean language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 80286fdffcb50323c0df93564aeb7414ce311e8bdf73ddad823d87288f794f9e
grant execute on function vault.add_tenant_key to paravent_app;

create function vault.assign_persons(tenant integer, subjects text[], persons bigint[], keep timestamp with time zone)
  returns TABLE(subject text, previous bigint) language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 1719600823774d1bbc47ac8dc171fe6fc5748e0bdaa4c04b0429c3219f8990a8
grant execute on function vault.assign_persons to paravent_app;

create function vault.delete_retired_indexes(tenant integer, most integer)
  returns integer language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 bf0536314cc1247899a8501dd8986f3e62f08bc07da6436a7b8a8083b3275e72
grant execute on function vault.delete_retired_indexes to paravent_app;

create function vault.finish_rotation(tenant integer, version integer, at timestamp with time zone)
  returns boolean language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 07e8782176c2c9d97352827e7dab7ed6d415cd51329355590bc673a6d1b309f0
grant execute on function vault.finish_rotation to paravent_app;

create function vault.forget_persons(tenant integer, at timestamp with time zone, most integer)
  returns integer language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 29cdb98e354b49de621f249f56c942ab39d3f6408e414c5fea4042af252fbadc
grant execute on function vault.forget_persons to paravent_app;

create function vault.index_persons(tenant integer, newest integer, persons bigint[], indexes bytea[])
  returns integer language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 73faa7a44d138b6b9196e2c6915db27f55f61d6dd3889979e3c7362e35578d59
grant execute on function vault.index_persons to paravent_app;

create function vault.is_newest(tenant integer, version integer)
  returns boolean language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 dcc6fc27224eb29fa529b00c02e098812361119c72fd6c1f7cabd9141a99b78a

create function vault.key_use(tenant integer)
  returns TABLE(key_version integer, subjects bigint, persons bigint) language sql stable security definer set search_path=pg_catalog
  -- body sha256 889e92bc1dbb71547cd620e9c955870bbb0dc6caa32ab800a29694cf1f453516
grant execute on function vault.key_use to paravent_app;

create function vault.keys_to_rewrap(tenant integer, newest integer, after text, most integer)
  returns TABLE(subject text, wrapped bytea, key_version integer) language sql stable security definer set search_path=pg_catalog
  -- body sha256 f7bdd0f16fb33b1faa0874ab9720f5e0c0f825fb46b83f4a56179edd2fc619f7
grant execute on function vault.keys_to_rewrap to paravent_app;

create function vault.persons_to_index(tenant integer, newest integer, after bigint, most integer)
  returns TABLE(person_id bigint, index_version integer, phone_index bytea, subject text, sealed bytea, wrapped bytea, key_version integer) language sql stable security definer set search_path=pg_catalog
  -- body sha256 1493d34c30c6151cbc4974e46b978413f2070ca90af0ad8b62d0fb3b8e7f8902
grant execute on function vault.persons_to_index to paravent_app;

create function vault.put_contacts(tenant integer, subjects text[], scopes text[], display_names bytea[], phones bytea[], emails bytea[], addresses bytea[], notes bytea[])
  returns void language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 f86c2e826fc43a0ef76dfb6bf09b93ed36253331b30701205b6d89b99ee603ed
grant execute on function vault.put_contacts to paravent_app;

create function vault.put_keys(tenant integer, newest integer, asked text[], candidates bytea[])
  returns TABLE(subject text, wrapped bytea, key_version integer) language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 e8a0a10986ae3519abf72490c0ea54cce78271b140ef9281ba548f606094a2f7
grant execute on function vault.put_keys to paravent_app;

create function vault.release_persons(tenant integer, persons bigint[], keep timestamp with time zone)
  returns void language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 ff0954d011b1fc8cc41292ef988b954d8fc590c7320a9ef1db339a3f9b95fc97

create function vault.resolve_persons(tenant integer, newest integer, phones integer[], versions integer[], indexes bytea[])
  returns TABLE(phone integer, person_id bigint) language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 8d6b8fb84aa8e604732aa47db4783bf47cf9cf8dc28c4bfb7255d62c857e5b24
grant execute on function vault.resolve_persons to paravent_app;

create function vault.retire_index(tenant integer, version integer, at timestamp with time zone, settled timestamp with time zone)
  returns text language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 eedf08301d3891d155c8cec96650e7d18bbdf2554867c95a6e31a3413a99e5b8
grant execute on function vault.retire_index to paravent_app;

create function vault.retire_kek(tenant integer, version integer, at timestamp with time zone, settled timestamp with time zone)
  returns text language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 88f5afa012f04391ffb207df16f75ff7cb9fab3cb5e222ffbf0dedbf7b2f2cb6
grant execute on function vault.retire_kek to paravent_app;

create function vault.rewrap(tenant integer, newest integer, subjects text[], befores bytea[], afters bytea[])
  returns integer language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 cc96d2e6a202b8b62a86df0497c91180335b77f793ed4cba23b4b93399444c1c
grant execute on function vault.rewrap to paravent_app;

create function vault.sealed_contacts(tenant integer, subjects text[], of_scope text, of_field text)
  returns TABLE(subject text, sealed bytea, wrapped bytea, key_version integer) language plpgsql stable security definer set search_path=pg_catalog
  -- body sha256 7525f2148bf13f7f308bfa3d06fdd3312f18259ba2c81aa6cac2d08d57e59df1
grant execute on function vault.sealed_contacts to paravent_app;

create function vault.shred(tenant integer, shredded text, at timestamp with time zone, keep timestamp with time zone, kinds text[], staff_ids text[], reasons text[], ends timestamp with time zone[])
  returns boolean language plpgsql volatile security definer set search_path=pg_catalog
  -- body sha256 41f0958472db17e3d4bd70d0aa01ba8ffa84ce001a13bb0b067e6764141dfa73
grant execute on function vault.shred to paravent_app;

create function vault.suppressions(tenant integer, persons bigint[], at timestamp with time zone)
  returns TABLE(person_id bigint, kind text, staff_id text, reason text, ends_at timestamp with time zone) language sql stable security definer set search_path=pg_catalog
  -- body sha256 b40d9f68d6010d63aad86ce7707274d96d001746422fa49e67d02940001ef642
grant execute on function vault.suppressions to paravent_app;

create function vault.tenant_keys(tenant integer)
  returns TABLE(key_version integer, kek_fingerprint bytea, index_fingerprint bytea, is_demo boolean, is_rotated boolean, is_kek_retired boolean, is_index_retired boolean) language sql stable security definer set search_path=pg_catalog
  -- body sha256 b1258a8b1255288442c26caa4b4d89bc19599885ce8dd12e8620043e3e824a8c
grant execute on function vault.tenant_keys to paravent_app;

create function vault.wrapped_keys(tenant integer, asked text[])
  returns TABLE(subject text, wrapped bytea, key_version integer) language plpgsql stable security definer set search_path=pg_catalog
  -- body sha256 fabd7f85cf9d464d7fac454968d5ccb6f5ddec0d6fa9b1eb97614a560cdc571f
grant execute on function vault.wrapped_keys to paravent_app;
