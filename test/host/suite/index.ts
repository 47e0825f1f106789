// What VS Code's extension host loads: runs the compiled *.test.js files beside it with Mocha.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'node:util';

export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  const files = (await readdir(__dirname)).filter((name) => name.endsWith('.test.js')).sort();
  for (const file of files) mocha.addFile(join(__dirname, file));

  // The console of an extension host is full of VS Code's own lines: the report takes another way out.
  const report: string[] = [];
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => report.push(format(...parts));
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  const results = process.env['THREADWISE_HOST_RESULTS'];
  if (results !== undefined) await writeFile(results, JSON.stringify({ stats, report: report.join('\n') }));
  if (stats === undefined || stats.tests === 0) throw new Error(`no tests in ${__dirname}`);
  if (stats.failures > 0) throw new Error(`${stats.failures} of ${stats.tests} tests failed`);
}
