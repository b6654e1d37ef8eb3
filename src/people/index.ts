export { PeopleRecords } from "./audit-records.ts";
export { listMachineKeys } from "./list-machine-keys.ts";
export { createMachineKey, MACHINE_SCOPES, MachineKeys, registerMachineKey, revokeMachineKey } from "./machine-keys.ts";
export type { MachineKey, MachineScope } from "./machine-keys.ts";
export { putStaff } from "./put-staff.ts";
export { staffByReferences } from "./staff.ts";
export type { StaffMember } from "./staff.ts";
