/** As much of a valibot schema as is needed to walk it. */
export interface AnySchema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly item?: AnySchema;
  readonly wrapped?: AnySchema;
}

/** The paths of all fields of a schema, such as `run.otherProcesses[].pid`. Fields of `shared` shapes are not repeated. */
export function listFields(schema: AnySchema, shared: readonly AnySchema[], path = ''): readonly string[] {
  if (schema.wrapped !== undefined) return listFields(schema.wrapped, shared, path);
  if (schema.item !== undefined) return listFields(schema.item, shared, `${path}[]`);
  if (path !== '' && shared.includes(schema)) return [];
  return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => {
    const field = path === '' ? name : `${path}.${name}`;
    return [field, ...listFields(entry, shared, field)];
  });
}
