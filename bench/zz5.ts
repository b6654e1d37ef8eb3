import { openBenchHouse, openMissions, pgbenchCommits } from "/work/main/bench/house.ts";
import { Gate } from "/work/main/src/relay/gate.ts";
import { openLog } from "/work/main/src/base/log.ts";
import { seal } from "/work/main/src/base/sealed.ts";
import { idFromBytes } from "/work/main/src/base/ids.ts";
import pg from "pg";
const house = await openBenchHouse(); console.log(house.engine.folder);
const t0=performance.now();
const M = Number(process.env.M ?? 8000);
const ends = await openMissions(house, M);
console.log("missions/s", M/((performance.now()-t0)/1000));
const c = new pg.Client(house.engine.connection()); await c.connect(); await c.query("create table public.bench_row(id bigint generated always as identity primary key, payload jsonb not null, at timestamptz default now())"); await c.query("vacuum analyze"); for (const q of ["session_preload_libraries = auto_explain","auto_explain.log_min_duration = 40","auto_explain.log_analyze = on","auto_explain.log_nested_statements = on","auto_explain.log_timing=off"]) await c.query("alter role current_user set "+q);
const inflight = 512;
import { readFileSync } from "node:fs";
const pgcpu = async () => { const r = await c.query("select pid, query, backend_type from pg_stat_activity where pid is not null"); let out:any={}; for (const x of r.rows){ try { const f=readFileSync(`/proc/${x.pid}/stat`,"utf8").split(") ")[1]!.split(" "); out[x.pid]= {t:(Number(f[11])+Number(f[12]))*10, q:x.backend_type+":"+String(x.query).slice(0,30)}; } catch {} } return out; };
const run = async (gate: any, seconds: number, tag: string) => {
  let done=0, stop=false, i=0; const lat:number[]=[];
  const until = performance.now()+seconds*1000;
  const codes:any={};
  const cpu0=process.cpuUsage();
  const start=performance.now(); const a0=await pgcpu();
  await Promise.all(Array.from({length:inflight}, async ()=>{
    while(performance.now()<until){
      const end = ends[(Math.random()*ends.length)|0]!;
      const t=performance.now();
      const d = await gate.decide({attemptId: idFromBytes("attempt", house.deps.vault.keyedHash("attempt","simulator",`${tag}${i++}`)), channel:"sms", carrier:"simulator", to:end.to, from: seal(end.from), text: seal("Bonjour, j'arrive dans cinq minutes, merci de m'ouvrir. "+i)});
      lat.push(performance.now()-t); codes[d.code??d.outcome]=(codes[d.code??d.outcome]??0)+1; done++;
    }
  }));
  const sec=(performance.now()-start)/1000; const cpu=process.cpuUsage(cpu0);
  const a1=await pgcpu(); for (const k in a1) { const d=a1[k].t-(a0[k]?.t??0); if (d>50) console.log('   pg', k, a1[k].q, 'cpu us/op', (d*1000/done).toFixed(1)); }
  lat.sort((a,b)=>a-b);
  console.log(tag, Math.round(done/sec),"/s p50",lat[lat.length>>1]!.toFixed(1),"p99",lat[(lat.length*0.99)|0]!.toFixed(1),"cpu us/op",((cpu.user+cpu.system)/done).toFixed(1), codes);
};
const gate = new Gate({store:house.store, deps:house.deps, log: openLog("stdout"), limits: {batch:Number(process.env.B??256), connections:Number(process.env.C??2)}});
await run(gate, 3, "warm");
for (let r=0;r<1;r++){ console.log("pgbench", pgbenchCommits(house, 4)); await run(gate, 5, "run"+r); }
if (process.env.PROF) { }
await gate.close(); process.exit(0);
