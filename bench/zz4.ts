import { openBenchHouse, openMissions } from "./house.ts";
import { seal } from "../src/base/sealed.ts";
import { newId } from "../src/base/ids.ts";
import { decideBatch } from "../src/relay/decide.ts";
const house = await openBenchHouse();
const own = await house.store.connect({isByKeyOnly:true});
const ends = await openMissions(house, 4000);
const run = async (verbose: boolean) => {
    await own.query("begin");
    let chainp: Promise<any> = Promise.resolve();
    const timed: any = { query: async (s: any, v: any) => { const prev = chainp; let done: any; chainp = new Promise(r=>done=r); await prev; const t=performance.now(); const r = (await own.query({...s, values:v})).rows; done(); if (verbose) console.log(s.name, (performance.now()-t).toFixed(1)); return r; } };
    const reqs = Array.from({length:256},()=>{ const e=ends[(Math.random()*ends.length)|0]!; return {attemptId:newId("attempt"),channel:"sms" as const,carrier:"simulator",to:e.to,from:seal(e.from),text:seal("Bonjour, j'arrive dans cinq minutes")}});
    const r = await decideBatch(timed, house.deps, reqs); await Promise.all(r.writes);
    await own.query("commit");
};
for (let i=0;i<100;i++) await run(i%20===0);
for (const [n,q] of [["facts",`explain (analyze) execute "relay.facts"(1, '{0}', '{+33937000001}', '{"\\\\x00"}', '{x}')`]] as const) { const r = await own.query(q); console.log(r.rows.map((x:any)=>x["QUERY PLAN"]).join("\n")); }
await own.end();
await house.close();
