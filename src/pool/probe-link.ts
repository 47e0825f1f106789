/** What the probe, when it is loaded into this process, lets the driver tell it. */
export interface ProbeLink {
  /** The agent of the next `pool.run`; -1 = none. */
  setAgent(id: number): void;
  nameAgent(id: number, name: string): void;
  /** See `RecordType.Mark` in src/trace/records.ts. */
  mark(kind: number, round: number, agents: number): void;
}

export const MarkKind = { RoundBegins: 0, RoundEnds: 1, MeasuredBegins: 2, MeasuredEnds: 3 } as const;

const NO_PROBE: ProbeLink = { setAgent: () => {}, nameAgent: () => {}, mark: () => {} };

export function findProbe(): ProbeLink {
  const { [Symbol.for('threadwise.probe')]: probe } = globalThis as { [key: symbol]: ProbeLink | undefined };
  return probe ?? NO_PROBE;
}
