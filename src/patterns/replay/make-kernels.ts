import type { Pattern } from '../../model/memory/pattern.js';
import type { KernelContext, Kernels } from './kernel.js';
import { makeAllocation, makeCopy } from './kernels/allocation.js';
import { makeMaking } from './kernels/making.js';
import { makeObjects, makeShapes } from './kernels/objects.js';
import { makePlacement } from './kernels/placement.js';
import { makeSharing } from './kernels/sharing.js';
import { makeWalks } from './kernels/walk.js';

export function makeKernels(pattern: Pattern, context: KernelContext): Kernels {
  switch (pattern.kind) {
    case 'walk':
      return makeWalks(pattern, context);
    case 'objects':
      return makeObjects(pattern, context);
    case 'making':
      return makeMaking(pattern);
    case 'shapes':
      return makeShapes(pattern, context);
    case 'sharing':
      return makeSharing(pattern, context);
    case 'allocation':
      return makeAllocation(pattern);
    case 'copy':
      return makeCopy(pattern);
    case 'placement':
      return makePlacement(pattern, context);
  }
}
