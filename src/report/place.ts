/** 1-based line and column. `file` is absolute or a URL; `label` is short, for people: "blackboard.ts:41". */
export interface Place {
  file: string;
  line: number;
  column: number;
  functionName: string;
  label: string;
}
