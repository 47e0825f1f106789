import { grind } from '../shared/grind.mjs';

export default ({ number, effort }) => grind(effort, number);
