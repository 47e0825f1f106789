import { listCandidates } from './candidates.js';
import type { MemoryProfile, MemoryRow, PatternCost } from './memory-profile.js';

/** The memory profile with what was measured at the rows it was measured for. */
export function attachCosts(
  memory: MemoryProfile,
  costs: readonly { key: string; cost: PatternCost }[],
): MemoryProfile {
  if (costs.length === 0) return memory;
  const byKey = new Map(costs.map(({ key, cost }) => [key, cost]));
  const byRow = new Map<string, PatternCost>();
  for (const { row, request } of listCandidates(memory)) {
    const cost = byKey.get(request.key);
    if (cost !== undefined && !byRow.has(nameRow(row))) byRow.set(nameRow(row), cost);
  }
  const fill = <Row extends { measured: PatternCost | null }>(table: MemoryRow['table'], rows: readonly Row[]): Row[] =>
    rows.map((one, row) => ({ ...one, measured: byRow.get(`${table} ${row}`) ?? one.measured }));
  return {
    ...memory,
    walks: fill('walks', memory.walks).map((walk, row) => ({
      ...walk,
      made: walk.made && { ...walk.made, measured: byRow.get(`made ${row}`) ?? walk.made.measured },
    })),
    allocations: fill('allocations', memory.allocations),
    duplicates: fill('duplicates', memory.duplicates),
    placement: fill('placement', memory.placement),
    shared: memory.shared.map((buffer, row) => ({
      ...buffer,
      lines: buffer.lines.map((line, at) => ({ ...line, measured: byRow.get(`shared ${row} ${at}`) ?? line.measured })),
    })),
  };
}

function nameRow(row: MemoryRow): string {
  return row.table === 'shared' ? `shared ${row.row} ${row.line}` : `${row.table} ${row.row}`;
}
