import { grind } from '../shared/grind.mjs';

export default ({ number, prepare }) => grind(2200, grind(prepare, number));
