// For programs that Node runs from TypeScript: `import './x.js'` in src finds x.ts. Used as: node --import ./test/source-hooks.mts
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const ours = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts') === true;
    const found = nextResolve(ours ? `${specifier.slice(0, -'.js'.length)}.ts` : specifier, context);
    // Said here, because package.json does not: the extension's own bundle is CommonJS.
    return found.url.endsWith('.ts') ? { ...found, format: 'module-typescript' } : found;
  },
});
