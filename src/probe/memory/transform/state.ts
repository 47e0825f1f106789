/** What the transform carries along: what it has found and changed so far, and where in the program it is. */
import type { AnyNode, Comment } from 'acorn';
import type { Edit, Edits } from './edits.js';

/** Site of an access: reads, writes, or both. */
export type Access = 'read' | 'write' | 'both';

export interface Region {
  id: number;
  start: number;
  end: number;
  isFunction: boolean;
  /** A function that a method of an array calls for each element: forEach and the like. */
  isCallback: boolean;
  functionName: string;
  /** Offset of where the function begins for V8; -1 = the module. */
  functionAt: number;
  /** Loops around it in its function. */
  depth: number;
  sites: number;
}

export interface Site {
  id: number;
  region: number;
  at: number;
  text: string;
  what: 'element' | 'property' | 'atomic';
  access: Access;
}

/** A place where objects are made. */
export interface Make {
  /** In `hits`: how often. */
  id: number;
  at: number;
  text: string;
  /** `constructor`: of a class, whatever makes its objects. */
  what: 'object' | 'array' | 'typed-array' | 'instance' | 'constructor';
  /** Fields, where the text tells. */
  keys: string[];
  /** Of one, where the text tells. */
  bytes: number | null;
  functionName: string;
  /** Offset of where its function begins for V8; -1 = the module, or unknown. */
  functionAt: number;
}

/** One function, or the module: where its temporaries are declared. */
export interface Frame {
  name: string;
  at: number;
  temps: Set<string>;
  /** Its body outside of loops; made when something in it is recorded. */
  own: Region | null;
  declaration: Edit | null;
  isModule: boolean;
  isCallback: boolean;
}

export interface Context {
  frame: Frame | null;
  /** Where accesses are recorded to; null = they stay as they are. */
  region: Region | null | 'function';
  /** In a copy everything is recorded; elsewhere only where the region's guard says so. */
  isCopy: boolean;
  /** Wrapped accesses in whose index we are: each has temporaries of its own. */
  depth: number;
  loops: number;
  /** In a copied loop: its own labels, and what leaves both its copies (null: a plain `break` does). */
  ownLabels: ReadonlySet<string>;
  leave: string | null;
  /** Whether an unlabelled `break` leaves the copied loop. */
  breaksLoop: boolean;
  /** Objects a property of which is recorded in this region already. */
  seen: Set<string>;
  /** Loops around it in its function whose iterations are counted, outermost first. */
  counted: readonly number[];
}

export interface State {
  source: string;
  comments: readonly Comment[];
  variables: ReadonlySet<string>;
  edits: Edits;
  regions: Region[];
  sites: Site[];
  nextRegion: number;
  nextSite: number;
  /** Where `.x` ends of an element a field of which is read, by the element. */
  fieldEnds: Map<AnyNode, number>;
  /** What a member expression is used for; absent = read. */
  uses: Map<AnyNode, Access | 'leave'>;
  /** What makes objects and may be put in brackets, and what of it is counted. */
  makable: Set<AnyNode>;
  makes: Map<AnyNode, Make>;
  constructors: Map<AnyNode, { name: string; keys: string[] }>;
  /** Functions given to a method that calls them for each element. */
  callbacks: Set<AnyNode>;
  /** What a function without a name is put into. */
  names: Map<AnyNode, string>;
  visit: (node: AnyNode, context: Context) => void;
}

export function addRegion(state: State, region: Omit<Region, 'id' | 'sites'>): Region {
  const added = { ...region, id: state.nextRegion++, sites: 0 };
  state.regions.push(added);
  return added;
}

/** The region an access here belongs to; a function's own comes to be with the first. */
export function regionAt(state: State, { region, frame }: Context): Region | null {
  if (region !== 'function') return region;
  if (frame === null || frame.isModule) return null;
  frame.own ??= addRegion(state, {
    start: frame.declaration?.start ?? 0,
    end: frame.declaration?.end ?? 0,
    isFunction: true,
    isCallback: frame.isCallback,
    functionName: frame.name,
    functionAt: frame.at,
    depth: 0,
  });
  return frame.own;
}

export function addSite(
  state: State,
  region: Region,
  node: AnyNode,
  what: Site['what'],
  access: Access,
  text: string,
): number {
  const id = state.nextSite++;
  region.sites++;
  const short = text.replaceAll(/\s+/g, ' ');
  state.sites.push({ id, region: region.id, at: node.start, text: short.slice(0, 80), what, access });
  return id;
}

/** A temporary of the function. */
export function temp({ frame }: Context, name: string): string {
  frame?.temps.add(name);
  return name;
}
