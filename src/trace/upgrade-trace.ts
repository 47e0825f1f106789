import { TRACE_VERSION } from './format.js';

/**
 * The chain from older versions to the present one: entry n turns the bytes of a version n file into those of version
 * n + 1. Each change of the format adds one entry here, one frozen file in test/golden/traces, and one section in
 * docs/trace-format.md.
 */
const upgrades: Readonly<Record<number, (bytes: Uint8Array) => Uint8Array>> = {};

/** The same trace in the present version. */
export function upgradeTrace(bytes: Uint8Array, version: number): Uint8Array {
  let upgraded = bytes;
  for (let from = version; from < TRACE_VERSION; from++) {
    const upgrade = upgrades[from];
    if (upgrade !== undefined) upgraded = upgrade(upgraded);
  }
  return upgraded;
}
