-- What the desk looks for among all missions: by how a reference begins, by purpose, and those that were taken back.
create index mission_by_reference on missions.mission (reference collate "C", tenant_id);
create index mission_of_purpose on missions.mission (purpose, opens_at, mission_id, tenant_id);
create index mission_cancelled on missions.mission (opens_at, mission_id, tenant_id) where cancelled_at is not null;
create index mission_cancelled_of_purpose on missions.mission (purpose, opens_at, mission_id, tenant_id) where cancelled_at is not null;
