import type { KeyFileRefusal, KeyRefusal } from "../vault/index.ts";

/** What is wrong with a key file, as the end of a sentence that begins with its path. */
export const KEY_SENTENCES = {
  demo_key_in_production: "is a demo's, or the data are: production needs keys and data of its own",
  key_file_busy:
    "is being changed: there is a file of the same name with .new at its end. When nothing changes it, delete that one",
  key_file_exists: "is there already, and may be all that opens a database: name another one",
  key_file_malformed: "is no key file, or was cut short: put back your copy of it",
  key_file_missing: "is not there: set PARAVENT_KEY_FILE, or make one with npm run paravent -- keys create",
  key_file_open_to_others: "can be read by others than its owner: chmod 600 it, and think of who has read it",
  wrong_key_file: "is not the one the data were written with, or lacks a version still in use",
} as const satisfies { readonly [code in KeyFileRefusal | KeyRefusal]: string };
