import { label } from './label.mts';

export default function takeTurn(input: string): string {
  return `${label}:${input}`;
}
