/** Large things that are read: a hash of their content, so that copies of one thing in several threads are known. */
import { types } from 'node:util';
import type { Container } from './containers.js';
import { write } from './thread-file.js';
import type { SiteState, Window } from './window.js';

const SMALLEST = 64 * 1024;
const MAX_TOLD = 64;
const SAMPLE = 512;
/** Of an object in an array: its head, and each field. */
const OBJECT_BYTES = 24;
const FIELD_BYTES = 8;

interface Known {
  hash: string;
  bytes: number;
  wasWritten: boolean;
  told: 'no' | 'read' | 'written';
}

const known = new WeakMap<object, Known>();
let told = 0;

/** Looks at what a stretch touched. */
export function addData(window: Window, sites: readonly SiteState[]): void {
  if (told >= MAX_TOLD) return;
  for (const [value, id] of window.ids) {
    const container = window.containers[id];
    if (container === null || container === undefined || typeof value !== 'object' || value === null) continue;
    if (container.length * container.elementBytes < SMALLEST / 8 && container.kind !== 'Object') continue;
    const use = useOf(window, sites, id);
    if (use !== null) note(value, container, use);
  }
}

/** Written to: in a stretch that reads it as well. A loop that only writes fills it. */
function useOf(
  { log, used }: Window,
  sites: readonly SiteState[],
  id: number,
): { site: number; isWritten: boolean } | null {
  let reader = -1;
  let isWritten = false;
  for (let at = 0; at < used; at++) {
    if (log.containers[at] !== id) continue;
    const site = sites[log.places[at] as number];
    if (site === undefined) continue;
    if (site.access !== 'read') isWritten = true;
    if (site.access !== 'write') reader = site.id;
  }
  return reader < 0 && !isWritten ? null : { site: reader, isWritten: isWritten && reader >= 0 };
}

function note(value: object, container: Container, { site, isWritten }: { site: number; isWritten: boolean }): void {
  let about = known.get(value);
  if (about === undefined) {
    about = { ...measure(value, container), wasWritten: false, told: 'no' };
    known.set(value, about);
  }
  about.wasWritten ||= isWritten;
  if (about.bytes < SMALLEST || site < 0) return;
  if (about.told === 'written' || (about.told === 'read' && !about.wasWritten)) return;
  about.told = about.wasWritten ? 'written' : 'read';
  told++;
  write({
    kind: 'data',
    site,
    container: container.kind,
    bytes: about.bytes,
    hash: about.hash,
    written: about.wasWritten,
    shared: container.shared !== undefined,
  });
}

/** FNV-1a, twice, from different beginnings. */
class Hash {
  #a = 0x811c9dc5;
  #b = 0x1234567;

  add(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      this.#a = Math.imul(this.#a ^ code, 0x01000193);
      this.#b = Math.imul(this.#b ^ code, 0x01000193) + 0x9e3779b9;
    }
  }

  get text(): string {
    return (this.#a >>> 0).toString(16) + (this.#b >>> 0).toString(16);
  }
}

function measure(value: object, container: Container): { hash: string; bytes: number } {
  const hash = new Hash();
  hash.add(`${container.kind} ${container.length}`);
  let bytes = container.length * container.elementBytes;
  const valueAt = (key: PropertyKey): unknown => Object.getOwnPropertyDescriptor(value, key)?.value;
  if (container.kind === 'Object') {
    const keys = Object.keys(value);
    bytes = keys.length * (OBJECT_BYTES + FIELD_BYTES);
    hash.add(`${keys.length}`);
    for (const key of spread(keys.length)) hash.add(`${keys[key]}=${shown(valueAt(keys[key] as string))}`);
  } else {
    let fields = 0;
    const places = spread(container.length);
    for (const place of places) {
      const element = valueAt(place);
      hash.add(shown(element));
      if (typeof element === 'object' && element !== null && !types.isProxy(element))
        fields += addFields(hash, element);
      else if (typeof element === 'string') fields += element.length / FIELD_BYTES + 2;
    }
    bytes += places.length === 0 ? 0 : Math.round((fields / places.length) * FIELD_BYTES * container.length);
  }
  return { hash: hash.text, bytes };
}

/** @returns how many words it takes */
function addFields(hash: Hash, object: object): number {
  const keys = Object.keys(object).slice(0, 64);
  for (const key of keys) hash.add(`${key}=${shown(Object.getOwnPropertyDescriptor(object, key)?.value)};`);
  return keys.length + OBJECT_BYTES / FIELD_BYTES;
}

function shown(value: unknown): string {
  const isPlain = typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
  return isPlain ? String(value) : typeof value;
}

/** Places from first to last. */
function spread(length: number): number[] {
  const count = Math.min(SAMPLE, length);
  return Array.from({ length: count }, (_, at) => Math.floor((at * (length - 1)) / Math.max(1, count - 1)));
}
