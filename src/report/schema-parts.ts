/** What the shapes of a report are made of. */
import * as v from 'valibot';

export const number = v.pipe(v.number(), v.finite());
export const text = v.string();
export const maybe = v.nullable(number);
export const interval = v.tuple([number, number]);
export const place = v.object({ file: text, line: number, column: number, functionName: text, label: text });
