import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { callFromExport, findExportLine } from '../../../src/pool/call-from.js';

it('calls from the line of the export', () => {
  const dir = mkdtempSync(join(tmpdir(), 'threadwise-call-'));
  const file = join(dir, 'a.workload.mjs');
  writeFileSync(file, '// one\n// two\nexport default {\n};\n');
  const stack = callFromExport(file)(() => new Error('here').stack ?? '');
  rmSync(dir, { recursive: true });
  expect(stack).toContain(`${file}:3:`);
});

it.each([
  ['const a = 1;\nexport default a;', 1],
  ['"use strict";\nmodule.exports = {', 1],
  ['const a = 1;\n\nexport { a as default };', 2],
  ['nothing of the kind', 0],
])('finds the export of %j', (source, line) => {
  expect(findExportLine(source)).toBe(line);
});
