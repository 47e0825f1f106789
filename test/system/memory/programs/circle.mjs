import { sum } from './hostile.mjs'
// Called before the module that holds it has run.
export const early = sum([[1, 2], [3]])
export const table = [5, 6]
