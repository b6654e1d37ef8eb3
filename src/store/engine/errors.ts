/** Whether `error` carries one of these codes: a system call's (`EEXIST`) or PostgreSQL's SQLSTATE (`57P03`). */
export function hasCode(error: unknown, ...codes: readonly string[]): error is Error & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
}
