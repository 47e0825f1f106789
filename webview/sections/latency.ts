import { formatCount, formatNs } from '../../src/report/format.js';
import type { KeyFigures, Report } from '../../src/report/report.js';
import { createFigure } from '../charts/figure.js';
import { formatTick, tooltipStyle, type Draw } from '../charts/setup.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { createTable, numberCell, textCell } from '../table.js';
import { fade } from '../theme.js';

const CHART_PX = 260;

type AgentLatency = KeyFigures['latencyByAgent'][number];

/** Latency by agent, slowest first. */
export function createLatency({ keyFigures }: Report, context: PageContext): Section | null {
  const agents = keyFigures.latencyByAgent.toSorted((a, b) => b.latencyNs.p95 - a.latencyNs.p95);
  const [slowest] = agents;
  const fastest = agents.at(-1);
  if (slowest === undefined || fastest === undefined || agents.length < 2) return null;
  return createSection(
    { id: 'latency', title: 'Latency by agent', note: 'From submitting a task to its result, slowest p95 first.' },
    createFigure(context, {
      id: 'latency',
      label:
        `Latency of ${agents.length} agents. p95 from ${formatNs(fastest.latencyNs.p95)} (${fastest.agent}) ` +
        `to ${formatNs(slowest.latencyNs.p95)} (${slowest.agent}).`,
      heightPx: CHART_PX,
      legend: [
        { label: 'p50 to p95', swatch: 'swatch-band' },
        { label: 'p99', swatch: 'swatch-dot' },
      ],
      draw: drawLatency(agents),
      table: createLatencyTable(agents),
    }),
  );
}

function drawLatency(agents: readonly AgentLatency[]): Draw {
  return (theme) => ({
    type: 'bar',
    data: {
      labels: agents.map(({ agent }) => agent),
      datasets: [
        {
          type: 'line',
          label: 'p99',
          data: agents.map(({ latencyNs }) => latencyNs.p99),
          showLine: false,
          pointRadius: 2.5,
          pointBackgroundColor: theme.orange,
          pointBorderWidth: 0,
        },
        {
          label: 'p50 to p95',
          data: agents.map(({ latencyNs }) => [latencyNs.p50, latencyNs.p95]),
          backgroundColor: fade(theme.blue, 0.75),
          barPercentage: 0.8,
          categoryPercentage: 0.9,
        },
      ],
    },
    options: {
      interaction: { mode: 'index', intersect: false },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          callbacks: {
            label: ({ dataset, raw }) => {
              const values = Array.isArray(raw) ? raw : [raw];
              return ` ${dataset.label ?? ''}: ${values.map((value) => formatNs(Number(value))).join(' – ')}`;
            },
          },
        },
      },
      scales: {
        x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } },
        y: { beginAtZero: true, ticks: { callback: formatTick, maxTicksLimit: 6 } },
      },
    },
  });
}

function createLatencyTable(agents: readonly AgentLatency[]): HTMLElement {
  return createTable({
    caption: 'Latency by agent',
    columns: ['Agent', 'Tasks', 'p50', 'p95', 'p99', 'Max'].map((label, index) => ({ label, numeric: index > 0 })),
    rows: agents.map(({ agent, latencyNs: { count, p50, p95, p99, max } }) => [
      textCell(agent),
      numberCell(count, formatCount),
      ...[p50, p95, p99, max].map((ns) => numberCell(ns, formatNs)),
    ]),
  });
}
