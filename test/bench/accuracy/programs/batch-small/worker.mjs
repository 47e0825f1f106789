import { grind } from '../shared/grind.mjs';

const one = (number) => grind(40, number);

export default (numbers) => (Array.isArray(numbers) ? numbers.map(one) : one(numbers));
