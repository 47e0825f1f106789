import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseModule } from '../../../../src/probe/memory/transform/parse.js';
import { transformSource } from '../../../../src/probe/memory/transform/transform.js';

/** TC39's programs for parsers: every form of syntax there is. */
const SUITE = join(import.meta.dirname, '../../../../node_modules/test262-parser-tests');

function canParse(source: string, module: boolean): boolean {
  try {
    parseModule(source, module);
    return true;
  } catch {
    return false;
  }
}

describe.each(['pass', 'pass-explicit'])("TC39's parser tests: %s", (folder) => {
  const files = readdirSync(join(SUITE, folder)).map((name) => ({
    module: name.endsWith('.module.js'),
    source: readFileSync(join(SUITE, folder, name), 'utf8'),
  }));

  it('are programs still when transformed, as they are and inside a loop that is recorded', () => {
    let transformedPrograms = 0;
    for (const { source, module } of files) {
      const variants = [source, `function $f($a, $i) { for (;;) { $a[$i]; ${source}\n} }`];
      for (const text of variants.filter((variant) => canParse(variant, module))) {
        const transformed = transformSource(text, { module, nextRegion: 0, nextSite: 0 });
        if (transformed === undefined) continue;
        transformedPrograms++;
        expect(() => parseModule(transformed.code, module), transformed.code).not.toThrow();
        expect(transformed.code.split(/\r\n|[\n\r\u2028\u2029]/)).toHaveLength(
          text.split(/\r\n|[\n\r\u2028\u2029]/).length,
        );
      }
    }
    expect(transformedPrograms).toBeGreaterThan(500);
  });
});
