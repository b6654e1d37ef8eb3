import { afterAll, beforeAll, expect, test } from "vitest";
import { assignCase } from "./assign-case.ts";
import type { CasesBench } from "./cases.fixture.ts";
import { openCasesBench } from "./cases.fixture.ts";
import { countToSign } from "./count-cases.ts";
import { listSignatures } from "./list-signatures.ts";
import { proposeOutcome } from "./propose-outcome.ts";
import { beginStep } from "./take-step.ts";

let bench: CasesBench;
beforeAll(async () => {
  bench = await openCasesBench();
});
afterAll(() => bench.close());

test("a proposal waits for everybody but whoever made it, under whichever of their accounts", async () => {
  const { deps, house } = bench;
  const handler = await bench.desk("handler", { identity: "E-SIGN" });
  const same = await bench.desk("approver", { identity: "E-SIGN" });
  const approver = await bench.desk("approver");
  const { id } = await bench.file({ words: "Un mot." });
  await bench.act((tx) => assignCase(tx, deps, id, handler, { role: "handler" }));
  await bench.act((tx) => beginStep(tx, deps, id, handler, "triage"));
  expect(await listSignatures(house.store, approver, 100)).toEqual([]);
  const proposed = await bench.act((tx) =>
    proposeOutcome(tx, deps, id, handler, { outcome: "out_of_scope", reasons: "Vu.", sanctions: [] }),
  );
  expect(proposed?.ok).toBe(true);

  const [waiting] = await listSignatures(house.store, approver, 100);
  expect(waiting).toMatchObject({ kind: "proposal", case: id, version: 1, askedBy: handler.id, isMine: false });
  expect(await listSignatures(house.store, same, 100)).toEqual([]);
  // As the home page counts them.
  expect(await countToSign(house.store, approver)).toMatchObject({ proposals: 1, measures: 0 });

  await bench.act((tx) => assignCase(tx, deps, id, approver, { role: "approver" }));
  expect(await listSignatures(house.store, approver, 100)).toMatchObject([{ isMine: true }]);
});
