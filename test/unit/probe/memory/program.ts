/** Programs by chance, for comparing what they do before and after a transform: everything they do ends up in a log. */
import fc from 'fast-check';

/**
 * What a program may use: arrays of all kinds, one of them a Proxy that logs each trap, one with getters, objects of several
 * shapes, and fuel, so that each program ends.
 */
const PROLOGUE = `
let fuel = 400;
const burn = () => { if (--fuel < 0) throw new Error('no fuel'); };
const show = (value) => typeof value === 'object' && value !== null ? '{}' : typeof value === 'function' ? 'fn' : String(value);
const note = (...values) => { if (log.length < 3000) log.push(values.map(show).join(' ')); return values[0]; };
const a = [1, 2.5, 3, , 'x', -0, 7, 8];
const f = new Float64Array([0.5, 1, 2, 3, 4, 5, 6, 7]);
const u = new Uint8Array(6);
const nested = [[1, 2], [3, 4, 5], [], [6]];
const bare = { 0: 'zero', 1: 'one', length: 2, x: 1, y: 2 };
const objects = [{ x: 1, y: 2 }, { y: 3, x: 4 }, { x: 5, z: 6 }, bare];
Object.defineProperty(bare, 3, { get() { return note('getter 3', this === bare); }, set(value) { note('setter 3', value); }, configurable: true });
Object.defineProperty(a, 5, { get() { return note('getter 5'); }, set(value) { note('setter 5', value); }, configurable: true });
const p = new Proxy([4, 5, 6], {
  get(target, key, receiver) { note('get', String(key)); return Reflect.get(target, key, receiver); },
  set(target, key, value) { note('set', String(key), value); target[key] = value; return true; },
  has(target, key) { note('has', String(key)); return key in target; },
  ownKeys(target) { note('ownKeys'); return Reflect.ownKeys(target); },
});
const index = { valueOf() { note('valueOf'); return 1; }, toString() { note('toString'); return '1'; } };
const holder = { a, f, get p() { note('holder.p'); return p; }, deep: { u, row: nested[1] }, i: 0, next() { return this.i++ % 4; } };
class Point { x = 1; constructor(y) { this.y = y; this.list = [y] } copy() { return new Point(this.y) } }
class Named extends Point { #z; constructor(y, z) { note('new', y); super(y); this.#z = z; if (z === 5) return { x: 9, y: z } } }
class Strict { x = [1]; constructor() { "use strict" } }
let i = 0, j = 1, k = 2, s = 0, t = 'text', o = objects[0];
`;

const EPILOGUE = `
note(i, j, k, show(s), t, fuel, a.length, [...f].join(), [...u].join(), JSON.stringify(nested), JSON.stringify(objects));
for (const g of closures) note('closure', g());
`;

const number = fc.constantFrom('0', '1', '2', '3', '5', '-1', '1.5', '7', '99');
const variable = fc.constantFrom('i', 'j', 'k');
const base = fc.constantFrom(
  'a',
  'f',
  'u',
  'p',
  'bare',
  'nested',
  't',
  'holder.a',
  'holder.f',
  'holder.p',
  'holder.deep.u',
  '(note("base"), f)',
  'nested[1]',
  'this.list',
  'make(i)',
);
const property = fc.constantFrom('o.x', 'o.y', 'bare.x', 'holder.i', 'o.z', 'bare.length', 'o?.x', 'holder.deep.row');

export const { expression, place, statement } = fc.letrec<{ expression: string; place: string; statement: string }>(
  (tie) => {
    const inner = tie('expression');
    const target = tie('place');
    const block = fc
      .array(tie('statement'), { minLength: 1, maxLength: 3 })
      .map((list) => `{ burn()\n${list.join('\n')} }`);
    const body = fc.oneof(
      block,
      block,
      block,
      tie('statement').map((one) => `{ burn(); ${one} }`),
    );
    const label = fc.constantFrom('', '', '', 'outer: ', 'inner: ');
    return {
      place: fc.oneof(
        { depthSize: 'small' },
        fc.tuple(base, inner).map(([of, at]) => `${of}[${at}]`),
        property.filter((text) => !text.includes('?')),
        fc.tuple(base, inner).map(([of, at]) => `${of}[(${at}) % 4]`),
      ),
      expression: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        variable,
        number,
        property,
        fc.constantFrom(
          '"1"',
          '"length"',
          'index',
          'holder.next()',
          'i * 2 + j',
          'i++',
          '--j',
          'i, j',
          'undefined',
          's',
        ),
        target,
        fc.tuple(base, inner).map(([of, at]) => `${of}?.[${at}]`),
        fc
          .tuple(inner, fc.constantFrom('+', '-', '*', '<', '&&', '||', '??', '==='), inner)
          .map(([l, op, r]) => `((${l}) ${op} (${r}))`),
        fc.tuple(target, fc.constantFrom('=', '+=', '||=', '??='), inner).map(([l, op, r]) => `(${l} ${op} (${r}))`),
        fc.tuple(target, fc.constantFrom('++', '--')).map(([l, op]) => `${l}${op}`),
        fc.tuple(inner, inner, inner).map(([c, l, r]) => `((${c}) ? (${l}) : (${r}))`),
        inner.map((of) => `note(${of.includes(',') && !of.startsWith('(') ? `(${of})` : of})`),
        fc.tuple(base, inner).map(([of, at]) => `typeof ${of}[${at}]`),
        fc.tuple(base, inner).map(([of, at]) => `(delete ${of === 't' ? 'a' : of}[${at}])`),
        inner.map((of) => `[1, 2, 3].map((x) => (${of}))[0]`),
        inner.map((of) => `\`\${${of}}\``),
        fc.tuple(inner, inner).map(([l, r]) => `(s = { x: (${l}), y: [(${r})] }).y[0]`),
        fc.tuple(inner, inner).map(([l, r]) => `[(${l}), ...[(${r})]].length`),
        inner.map((of) => `new Point((${of})).copy().list.map((x) => ({ x })).filter(Boolean)[0].x`),
        fc.tuple(inner, inner).map(([l, r]) => `new Named((${l}), (${r})).y`),
        fc.constantFrom(
          'new Strict',
          'new Strict().x.concat(i)',
          'nested.flat()[i]',
          'String(t).split("")',
          '({}.x ?? [])',
        ),
        fc.tuple(inner, inner).map(([l, r]) => `((x) => ({ x, y: (${l}) }))((${r})).y`),
        fc.tuple(inner, inner).map(([l, r]) => `((${l}) ? { x: (${r}) } : [(${r})])`),
        fc.tuple(inner, inner).map(([l, r]) => `((${l}) || new Array(3).fill((${r})).slice(1))`),
        fc.tuple(inner, inner).map(([l, r]) => `(Atomics.add(shared, 0, 1), Atomics.load(shared, (${l}) & 3), (${r}))`),
      ),
      statement: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        inner.map((of) => `note(${of.includes(',') ? `(${of})` : of})`),
        fc.tuple(variable, inner).map(([name, of]) => `${name} = Number(${of.includes(',') ? `(${of})` : of}) | 0`),
        target.map((of) => `${of}++`),
        fc.tuple(target, inner).map(([l, r]) => `${l} = (${r})`),
        fc.tuple(target, target, inner).map(([l, r, of]) => `;[${l}, ${r} = 1] = [${of}]`),
        fc
          .tuple(target, inner)
          .map(([l, of]) => `;({ x: ${l}, ...s } = { x: ${of.includes(',') ? `(${of})` : of}, y: 1 })`),
        fc.tuple(inner, body, body).map(([c, l, r]) => `if (${c}) ${l} else ${r}`),
        fc
          .tuple(label, inner, inner, body)
          .map(
            ([l, c, n, b]) =>
              `${l}for (let i = 0, n = 3; i < n; ${n.includes('i') ? 'i++' : `i++, ${n}`}) ${b}\nnote(${c.includes(',') ? `(${c})` : c})`,
          ),
        fc.tuple(label, inner, body).map(([l, c, b]) => `${l}for (k = 0; k < 4 && (${c}); k++) ${b}`),
        fc.tuple(label, inner, body).map(([l, c, b]) => `${l}while ((${c}) && j++ < 5) ${b}`),
        fc.tuple(label, inner, body).map(([l, c, b]) => `${l}do ${b}\nwhile (k++ < 3 && (${c}))`),
        fc.tuple(label, base, body).map(([l, of, b]) => `${l}for (const x of ${of === 'bare' ? 'objects' : of}) ${b}`),
        fc.tuple(label, base, body).map(([l, of, b]) => `${l}for (const x in ${of}) ${b}`),
        fc.tuple(target, body).map(([l, b]) => `for (${l} of [1, 2]) ${b}`),
        body.map((b) => `for (let i = 0; i < 3; i++) { closures.push(() => i + 1); ${b} }`),
        body.map((b) => `for (o of objects) { note(o.x, o.y); ${b} }`),
        fc
          .tuple(inner, body, body)
          .map(([c, l, r]) => `switch ((${c})) { case 1: ${l}\nbreak; case 2: default: ${r} }`),
        fc.tuple(body, body).map(([l, r]) => `try ${l} catch (error) { note(error.name) } finally ${r}`),
        fc.constantFrom(
          'break',
          'continue',
          'break outer',
          'continue outer',
          'break inner',
          'continue inner',
          'return note("left")',
        ),
        inner.map((of) => `throw { name: 'made', message: show((${of})) }`),
        inner.map((of) => `return [note((${of}))]`),
        fc
          .tuple(inner, body)
          .map(
            ([of, b]) => `both: { for (const x of [1, (${of})]) { if (x === i) break both; ${b} } note('through') }`,
          ),
        fc
          .tuple(inner, body)
          .map(
            ([of, b]) =>
              `note(show((function () { for (let i = 0; i < 3; i++) { try { for (const x of [(${of})]) { if (i === 1) return { x }; ${b} } } finally { note('finally', i); if (i === j) continue } } })()))`,
          ),
        fc
          .tuple(inner, body)
          .map(
            ([of, b]) =>
              `try { for (const x of [1, 2]) { if (x === 2) throw (${of})\n${b} } } catch (x) { note('caught', x) }`,
          ),
        fc
          .tuple(target, target, inner)
          .map(([l, r, of]) => `;({ x: ${l}, y: [${r} = { z: 1 }] } = { x: new Point(1), y: [(${of})] })`),
        body.map((b) => `for (const { x, y = [x] } of objects.map((o) => ({ ...o }))) { note(x, y); ${b} }`),
        body.map(
          (b) =>
            `{ class Local extends Point { static s = [i]; static { for (const q of this.s) { if (q) break; note(q) } } constructor() { super({ i }); ${b.replaceAll(/\breturn note\("left"\)/g, 'return')} } }\nnote(new Local().list) }`,
        ),
        fc.constantFrom('throw new Error("mine")', 'burn()', 'var v = i', 'debugger'),
        fc
          .tuple(inner, body)
          .map(([of, b]) => `yielded(function* () { for (let i = 0; i < 2; i++) { yield (${of}); ${b} } })`),
        fc.tuple(inner, inner).map(([l, r]) => `note(((x, y = ${l.includes(',') ? `(${l})` : l}) => (${r}))(1))`),
        body.map((b) => `;(function () ${b}).call({ list: [9, 8, 7] })`),
      ),
    };
  },
);

/**
 * A program as the body of `new Function('log', 'closures', 'yielded', 'shared', 'make', text)`. V8 puts the text of what is not a
 * function or not iterable into messages; that much a transform changes, and it is cut off.
 */
export const program = fc
  .tuple(fc.constantFrom('"use strict";', ''), fc.array(statement, { minLength: 1, maxLength: 5 }))
  .map(
    ([directive, statements]) =>
      `${directive}${PROLOGUE}try {\n${statements.join('\n')}\n} catch (error) { note('thrown', error.name, error.message.replace(/^.* (is not|from)/, '$1')) }${EPILOGUE}`,
  );
