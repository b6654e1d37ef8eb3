import type pg from "pg";
import { Store } from "../store/index.ts";
import { allocateEnds } from "./allocate-ends.ts";
import { end } from "./pool.fixture.ts";

/** Run as a process of its own: creates the lines of one staff member and many customers, each in a transaction. */
export type Share = {
  readonly connection: pg.ClientConfig;
  readonly staff: number;
  readonly firstCustomer: number;
  readonly customers: number;
  readonly atOnce: number;
};

const share = JSON.parse(process.argv[2] as string) as Share;
const store = new Store(share.connection, { connections: share.atOnce });
let next = 0;
let shared = 0;
await Promise.all(
  Array.from({ length: share.atOnce }, async () => {
    while (next < share.customers) {
      const customer = share.firstCustomer + next;
      next += 1;
      const ends = [end(share.staff, customer), end(customer, share.staff)];
      const given = await store.transaction((tx) => allocateEnds(tx, ends));
      shared += given.filter(({ isShared }) => isShared).length;
    }
  }),
);
await store.close();
process.stdout.write(JSON.stringify({ shared }));
