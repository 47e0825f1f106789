import { ExitCode, OLDEST_NODE } from './exit-codes.js';

async function main(): Promise<void> {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    process.stderr.write(
      `threadwise: This is Node ${process.versions.node}; Threadwise needs Node ${OLDEST_NODE} or newer. Install it from https://nodejs.org.\n`,
    );
    process.exitCode = ExitCode.UnsupportedNode;
    return;
  }
  // Whoever reads our output may stop reading: nothing is left to tell them then.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Loaded only now: an old Node would stumble over what it imports.
  const { runCli } = await import('./program.js');
  const { endBySignal } = await import('./end-like.js');
  const { exitCode, signal } = await runCli(process.argv);
  process.exitCode = exitCode;
  if (signal !== undefined) await endBySignal(signal);
}

void main();
