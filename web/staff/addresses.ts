/** What the app reads, by which it is kept in memory too. */
export const MISSIONS = "/v1/my-missions";
export const missionPath = (id: string): string => `${MISSIONS}/${encodeURIComponent(id)}`;
export const threadPath = (id: string): string => `${missionPath(id)}/messages`;
export const CHARTERS = "/v1/charters";
export const ACKNOWLEDGEMENTS = "/v1/charter-acknowledgements";
export const NOTICES = "/v1/notices";
export const LESSONS = "/v1/lessons";
export const MY_REPORTS = "/v1/my-reports";
export const MY_CASES = "/v1/my-cases";
export const DEVICES = "/v1/staff/sessions";
