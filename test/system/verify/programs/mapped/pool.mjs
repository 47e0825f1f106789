import{Piscina}from"piscina";function makePool({threads}){return new Piscina({filename:new URL("../task.mjs",import.meta.url).href,minThreads:threads,maxThreads:threads})}const pool=makePool({threads:2});console.log(await pool.run(3),pool.threads.length);await pool.destroy();
//# sourceMappingURL=pool.mjs.map
