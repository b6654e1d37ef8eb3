/** A time-stamping authority and a witness as they are outside the company, on loopback. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { localNow } from "../src/store/index.ts";
import { createWitness, serveWitness, trustLog, WitnessFolder } from "../src/witness/index.ts";

export const hasOpenssl = spawnSync("openssl", ["version"]).error === undefined;

export type TestAuthority = {
  readonly url: string;
  /** Certificates that its own leads to, and one that it does not lead to. */
  readonly caFile: string;
  readonly otherCaFile: string;
  /** What OpenSSL answers to a query. */
  stamp(query: Buffer): Buffer;
  /** Answers this instead: a reply, or an HTTP status. */
  answerWith(reply: ((query: Buffer) => Buffer | number) | undefined): void;
  close(): void;
};

/** OpenSSL as an authority, with keys of its own in `folder`. */
export async function openAuthority(folder: string): Promise<TestAuthority> {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  makeKeys(at);
  const stamp = (query: Buffer) => {
    writeFileSync(at("query"), query);
    openssl(`ts -reply -config ${at("tsa.cnf")} -queryfile ${at("query")} -out ${at("reply")}
      -signer ${at("tsa.pem")} -inkey ${at("tsa.key")}`);
    return readFileSync(at("reply"));
  };
  let reply: (query: Buffer) => Buffer | number = stamp;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = reply(Buffer.concat(chunks));
      if (typeof answer === "number") response.writeHead(answer).end();
      else response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(answer);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caFile: at("ca.pem"),
    otherCaFile: at("other.pem"),
    stamp,
    answerWith(other) {
      reply = other ?? stamp;
    },
    close: () => void server.close(),
  };
}

function openssl(words: string): void {
  execFileSync("openssl", words.split(/\s+/), { stdio: ["ignore", "pipe", "ignore"] });
}

function makeKeys(at: (name: string) => string): void {
  writeFileSync(at("serial"), "01");
  writeFileSync(
    at("tsa.cnf"),
    `[tsa]
default_tsa = tsa_config
[tsa_config]
serial = ${at("serial")}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
`,
  );
  for (const name of ["ca", "other"]) {
    openssl(
      `req -x509 -newkey rsa:2048 -nodes -subj /CN=${name} -keyout ${at(`${name}.key`)} -out ${at(`${name}.pem`)}`,
    );
  }
  openssl(`req -newkey rsa:2048 -nodes -subj /CN=tsa -keyout ${at("tsa.key")} -out ${at("tsa.csr")}`);
  openssl(`x509 -req -in ${at("tsa.csr")} -out ${at("tsa.pem")} -days 800 -CA ${at("ca.pem")} -CAkey ${at("ca.key")}
    -CAcreateserial -extfile ${at("tsa.cnf")} -extensions ext`);
}

/** A witness that knows one log, and the file of a policy that asks for it. */
export async function openWitness(
  folder: string,
  logKey: string,
): Promise<{ readonly policy: string; close(): Promise<void> }> {
  const made = createWitness(folder, { name: "witness.example/w1", hasMlDsa: false });
  if (!made.ok || !trustLog(folder, logKey).ok) throw new Error("could not make a witness");
  const opened = await WitnessFolder.open(folder);
  if (!opened.ok) throw new Error(`could not open a witness: ${opened.code}`);
  const server = serveWitness(opened.value, localNow);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const policy = join(folder, "policy");
  writeFileSync(policy, `witness w1 ${made.value[0]} ${url}\nquorum w1\n`);
  return {
    policy,
    async close() {
      await server.close();
      opened.value.close();
    },
  };
}
