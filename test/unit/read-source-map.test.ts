import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readSourceMap } from '../../src/read-source-map.js';

const folder = mkdtempSync(join(tmpdir(), 'threadwise-map-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MAP = JSON.stringify({ version: 3, sources: ['../src/a b.ts'], mappings: '' });

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('readSourceMap', () => {
  it('reads a map beside its file, by path and by URL', () => {
    write('dist/app file.js.map', MAP);
    const file = write('dist/app file.js', 'x\n//# sourceMappingURL=app%20file.js.map\n');
    expect(readSourceMap(file)).toBe(MAP);
    expect(readSourceMap(pathToFileURL(file).href)).toBe(MAP);
  });

  it('keeps sources where they are when the map lies elsewhere', () => {
    write('maps/app.js.map', MAP);
    const file = write('dist/app.js', 'x\n//# sourceMappingURL=../maps/app.js.map');
    const map = JSON.parse(readSourceMap(file) ?? '') as { sourceRoot: string };
    expect(new URL('../src/a.ts', map.sourceRoot).href).toBe(pathToFileURL(join(folder, 'src/a.ts')).href);
  });

  it('reads inline maps, encoded either way', () => {
    const base64 = `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(MAP).toString('base64')}`;
    expect(readSourceMap('/none.js', base64)).toBe(MAP);
    expect(readSourceMap('/none.js', `//# sourceMappingURL=data:application/json,${encodeURIComponent(MAP)}`)).toBe(
      MAP,
    );
  });

  it('takes the last link, as earlier ones may stand in strings', () => {
    const text = `s = \`\n//# sourceMappingURL=data:application/json,1\n\`;\n//# sourceMappingURL=data:application/json,2\n`;
    expect(readSourceMap('/none.js', text)).toBe('2');
  });

  it('gives none for files without one, or that cannot be read', () => {
    expect(readSourceMap(write('plain.js', 'x'))).toBeUndefined();
    expect(readSourceMap(write('lost.js', '//# sourceMappingURL=gone.map'))).toBeUndefined();
    expect(readSourceMap('/no/such/file.js')).toBeUndefined();
    expect(readSourceMap('node:internal/x')).toBeUndefined();
  });
});
