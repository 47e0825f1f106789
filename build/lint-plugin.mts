// Rules of this repository for oxlint, which takes plugins in ESLint's shape.
import { relative, sep } from 'node:path';
import { checkImport } from './check-import.mts';

const ROOT = `${import.meta.dirname}/..`;

type Kind = 'type' | 'value';

/** The few fields read here, common to all nodes that name another module. */
interface ModuleNode {
  readonly source: { readonly value?: unknown } | null;
  readonly importKind?: Kind;
  readonly exportKind?: Kind;
  readonly specifiers?: readonly { readonly importKind?: Kind }[];
}

interface Context {
  readonly filename: string;
  report(problem: { node: ModuleNode; message: string }): void;
}

function isTypeOnly({ importKind, exportKind, specifiers }: ModuleNode): boolean {
  const named = specifiers ?? [];
  return (
    importKind === 'type' ||
    exportKind === 'type' ||
    (named.length > 0 && named.every((one) => one.importKind === 'type'))
  );
}

const imports = {
  create(context: Context) {
    const from = relative(ROOT, context.filename).split(sep).join('/');
    const check = (node: ModuleNode, typeOnly: boolean): void => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const message = checkImport({ from, specifier, typeOnly });
      if (message !== undefined) context.report({ node, message });
    };
    const declaration = (node: ModuleNode): void => check(node, isTypeOnly(node));
    return {
      ImportDeclaration: declaration,
      ExportNamedDeclaration: declaration,
      ExportAllDeclaration: declaration,
      ImportExpression: (node: ModuleNode) => check(node, false),
      TSImportType: (node: ModuleNode) => check(node, true),
    };
  },
};

export default { meta: { name: 'house' }, rules: { imports } };
