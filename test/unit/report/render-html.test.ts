import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../../src/report/parse-report.js';
import { renderHtml } from '../../../src/report/render-html.js';
import { buildSampleReport } from './fixtures/sample-report.js';

const ASSETS = { script: 'console.log("</script>")\r\n', style: 'a{content:"</style>"}' };
const html = renderHtml(buildSampleReport(2), ASSETS);

/** What an HTML parser takes as the text of the elements: up to the first end tag. */
function textsOf(page: string, tag: string): string[] {
  return [...page.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}`, 'gi'))].map(([, text = '']) => text);
}

describe('renderHtml', () => {
  it('allows exactly its own script and style', () => {
    const [, script = ''] = textsOf(html, 'script');
    const [style = ''] = textsOf(html, 'style');
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
    expect(script).toBe('console.log("<\\/script>")\n');
    expect(html).toContain(`script-src 'sha256-${hash(script)}'; style-src 'sha256-${hash(style)}';`);
    expect(html).toContain(`content="default-src 'none';`);
    expect(html).not.toContain('unsafe-');
  });

  it('asks for nothing from elsewhere', () => {
    expect(html).not.toMatch(/<link|<img|<iframe|\ssrc=|@import|url\(/);
  });

  it('holds the report, whatever texts are in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('</script><script>alert(1)</script>', '<!--', '\u2028')),
        (text) => {
          const report = buildSampleReport(1);
          report.run.command = [text];
          const page = renderHtml(report, ASSETS);
          const [json = ''] = textsOf(page, 'script');
          expect(json).not.toMatch(/[<>]/);
          expect(parseReport(json, 'page')).toEqual(report);
          expect(textsOf(page, 'title')[0]).not.toMatch(/[<>"]/);
        },
      ),
    );
  });

  it('is the same for the same report', () => {
    expect(renderHtml(buildSampleReport(2), ASSETS)).toBe(html);
  });
});
