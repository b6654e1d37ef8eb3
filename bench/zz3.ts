import { openBenchHouse, openMissions } from "./house.ts";
import { seal } from "../src/base/sealed.ts";
import { newId } from "../src/base/ids.ts";
import { decideBatch } from "../src/relay/decide.ts";
const house = await openBenchHouse();
const ends = await openMissions(house, 4000);
for (const pipeline of [false, true]) {
const own = await house.store.connect({isByKeyOnly:true, pipeline});
const run = async (verbose: boolean) => {
    const t=performance.now();
    const log=(n:string)=>{ if(verbose) console.log(pipeline, n,(performance.now()-t).toFixed(1)); };
    const b = own.query({name:"b",text:"begin"});
    const timed: any = { query: async (s: any, v: any) => { log("> "+s.name); const r = await own.query({...s, values:v}); log("< "+s.name); return r.rows; } };
    const reqs = Array.from({length:256},()=>{ const e=ends[(Math.random()*ends.length)|0]!; return {attemptId:newId("attempt"),channel:"sms" as const,carrier:"simulator",to:e.to,from:seal(e.from),text:seal("Bonjour, j'arrive dans cinq minutes")}});
    const r = await decideBatch(timed, house.deps, reqs); log("decided"); await Promise.all([b, ...r.writes, own.query({name:"c",text:"commit"})]); log("committed");
};
for (let i=0;i<6;i++) await run(false);
await run(true);
await own.end();
}
await house.close();
