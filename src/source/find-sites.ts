/** Where in a user's source threads are made: what an editor offers to profile. */
import type { File, NewExpression, Node } from '@babel/types';
import { findBindings, nameOf, type Binding } from './find-bindings.js';
import { findWorkload } from './find-workload.js';
import { parseSource, type SourceLanguage } from './parse-source.js';
import { walkNodes } from './walk-nodes.js';

export type SiteKind = 'piscina' | 'tinypool' | 'worker' | 'workload';

/** 0-based line and column of the expression. */
export interface ProfilableSite {
  kind: SiteKind;
  line: number;
  column: number;
}

export interface SourceSites {
  sites: ProfilableSite[];
  /** Other files can import something of it, so it may not be the one to start. */
  exportsValues: boolean;
}

const MAY_HAVE_SITES = /piscina|tinypool|worker_threads|\bagents\b/i;
const POOL_MODULES: Record<string, SiteKind> = { piscina: 'piscina', tinypool: 'tinypool' };
const POOL_NAMES: Record<string, SiteKind> = { Piscina: 'piscina', Tinypool: 'tinypool' };
const THREAD_MODULES = ['worker_threads', 'node:worker_threads'];

/** Undefined when the text cannot be parsed: better to keep what was known than to show nothing while someone types. */
export function findSites(text: string, language: SourceLanguage): SourceSites | undefined {
  if (!MAY_HAVE_SITES.test(text)) return { sites: [], exportsValues: false };
  const file = parseSource(text, language);
  if (file === undefined) return undefined;
  const bindings = findBindings(file);
  const sites: ProfilableSite[] = [];
  walkNodes(file.program, (node) => {
    if (node.type !== 'NewExpression') return;
    const kind = classifyNew(node, bindings);
    if (kind !== undefined) sites.push(siteAt(kind, node));
  });
  const workload = findWorkload(file);
  if (workload !== undefined) sites.push(siteAt('workload', workload));
  return { sites, exportsValues: workload === undefined && hasExports(file) };
}

/** What kind of pool or thread an expression makes, if any. */
export function classifyNew({ callee }: NewExpression, bindings: Map<string, Binding>): SiteKind | undefined {
  if (callee.type === 'Identifier') {
    const binding = bindings.get(callee.name);
    if (binding === undefined || binding.module.startsWith('.')) return POOL_NAMES[callee.name];
    return classifyExport(binding.module, binding.exported);
  }
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
  const binding = bindings.get(callee.object.name);
  return binding && classifyExport(binding.module, nameOf(callee.property));
}

function classifyExport(module: string, exported: string): SiteKind | undefined {
  if (THREAD_MODULES.includes(module)) return exported === 'Worker' ? 'worker' : undefined;
  const kind = POOL_MODULES[module];
  // `const Piscina = require('piscina')` is the class as well as the module.
  return kind !== undefined && (exported === 'default' || exported === '*' || exported in POOL_NAMES)
    ? kind
    : undefined;
}

function siteAt(kind: SiteKind, { loc }: Node): ProfilableSite {
  return { kind, line: (loc?.start.line ?? 1) - 1, column: loc?.start.column ?? 0 };
}

function hasExports(file: File): boolean {
  return file.program.body.some(
    (node) =>
      (node.type === 'ExportNamedDeclaration' && node.exportKind !== 'type') ||
      node.type === 'ExportDefaultDeclaration' ||
      node.type === 'ExportAllDeclaration' ||
      (node.type === 'ExpressionStatement' &&
        node.expression.type === 'AssignmentExpression' &&
        isModuleExports(node.expression.left)),
  );
}

function isModuleExports(node: Node): boolean {
  if (node.type !== 'MemberExpression') return false;
  const object = nameOf(node.object);
  return (
    object === 'exports' || (object === 'module' && nameOf(node.property) === 'exports') || isModuleExports(node.object)
  );
}
