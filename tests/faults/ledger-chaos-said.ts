import type { AttemptId } from "../../src/base/ids.ts";
import type { NodeReport } from "./ledger-node.ts";
import type { LogFollower } from "./ledger-stranger.ts";

/** What a node may be told by a database that goes away, that a test takes away, or of two acts that met. */
const AWAY = /^(unavailable|EPIPE|ECONNRE(SET|FUSED)|ENOENT|57P0[123]|25P03|08\w{3}|40P01)$/;

/** A transaction of a node: all of its entries or none, and all of them once it was acknowledged. */
export type Trial = { readonly numbers: readonly number[]; isKept: boolean };

/** What nodes said, which a kill does not take back. */
export class Witness {
  readonly found: string[] = [];
  readonly trials = new Map<number, Trial>();
  readonly attempts = new Map<string, AttemptId>();
  readonly asked = new Set<string>();
  readonly follower: LogFollower;

  constructor(follower: LogFollower) {
    this.follower = follower;
  }

  try(numbers: readonly number[]): void {
    this.trials.set(numbers[0] as number, { numbers, isKept: false });
  }

  keep(numbers: readonly number[]): void {
    const trial = this.trials.get(numbers[0] as number);
    if (trial === undefined) this.found.push(`${numbers[0]} was kept and never tried`);
    else trial.isKept = true;
  }

  hear(node: string, told: NodeReport): void {
    switch (told.is) {
      case "trying":
        return this.try(told.numbers);
      case "kept":
        return this.keep(told.numbers);
      case "asking":
        return void this.asked.add(told.message);
      case "answered": {
        const before = this.attempts.get(told.message) ?? told.attempt;
        if (before !== told.attempt) this.found.push(`${told.message} became another attempt`);
        return void this.attempts.set(told.message, told.attempt);
      }
      case "remembered":
        return this.follower.note(told.log, told.checkpoint.size, told.checkpoint.root);
      case "failed":
      case "down":
        if (!AWAY.test(told.code)) this.found.push(`${node}: ${told.is} with ${told.code}`);
        return;
      case "refused":
        return void this.found.push(`${node} refused to sign ${told.log}: ${told.code}`);
      case "stopped":
        for (const [log, code] of told.refusals) this.found.push(`${node} still refuses ${log}: ${code}`);
        return;
      case "up":
      case "met":
      case "quiet":
        return;
    }
  }

  /** Acknowledged, and not seen under a checkpoint yet. */
  get waiting(): readonly number[] {
    return [...this.trials.values()].flatMap(({ numbers, isKept }) =>
      isKept ? numbers.filter((number) => !this.follower.numbers.has(number)) : [],
    );
  }
}
