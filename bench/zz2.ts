import { openBenchHouse, openMissions } from "./house.ts";
import { seal } from "../src/base/sealed.ts";
import { newId } from "../src/base/ids.ts";
import * as sql from "../src/relay/sql.ts";
import { decideBatch } from "../src/relay/decide.ts";
import { byteaArray, int4Array, textArray } from "../src/store/index.ts";

const house = await openBenchHouse();
const ends = await openMissions(house, 4000);
const own = await house.store.connect({isByKeyOnly:true});
const run = async (verbose: boolean) => {
  { const tx:any = {query: async (s:any,v:any)=> (await own.query({...s, values:v})).rows};
    await own.query("begin");
    let chainp: Promise<any> = Promise.resolve();
    const timed: any = { query: async (s: any, v: any) => { const prev = chainp; let done: any; chainp = new Promise(r=>done=r); await prev; const t=performance.now(); const r = await tx.query(s, v); done(); if (verbose) console.log(s.name, (performance.now()-t).toFixed(2)); return r; } };
    const reqs = Array.from({length:256},()=>{ const e=ends[(Math.random()*ends.length)|0]!; return {attemptId:newId("attempt"),channel:"sms" as const,carrier:"simulator",to:e.to,from:seal(e.from),text:seal("Bonjour, j'arrive dans cinq minutes")}});
    const t=performance.now();
    const r = await decideBatch(timed, house.deps, reqs); await Promise.all(r.writes);
    await own.query("commit"); if (verbose) console.log("total",(performance.now()-t).toFixed(2));
  }
};
for (let i=0;i<6;i++) await run(false);
await run(true); await run(true);
const reqs = Array.from({length:256},()=>ends[(Math.random()*ends.length)|0]!);
const idx = reqs.map(e=>house.deps.vault.phoneIndex(seal(e.from)));
const ex = await own.query({text: "explain (analyze, buffers) "+sql.SELECT_FACTS.text.replace(/;$/,""), values:[1,int4Array(reqs.map((_,n)=>n)),textArray(reqs.map(e=>e.to)),byteaArray(idx),textArray(reqs.map(()=>newId("attempt")))]});
console.log(ex.rows.map((r:any)=>r["QUERY PLAN"]).join("\n"));
const ex2 = await own.query({text: "explain (analyze, buffers) "+sql.LOCK_ASKED.text, values:[1,textArray(reqs.map(e=>e.to)),byteaArray(idx)]});
console.log(ex2.rows.map((r:any)=>r["QUERY PLAN"]).join("\n"));
await own.end(); await house.close();
