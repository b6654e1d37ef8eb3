export const PATH = "/v1/readings?limit=1000";
/** One of `GET /v1/readings` */
export type Reading = {
  readonly attempt: string;
  readonly mission: string;
  readonly staff: string | null;
  readonly direction: "staff_to_customer" | "customer_to_staff";
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly readAt: string | null;
};
