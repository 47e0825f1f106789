const utf8 = new TextDecoder();

/** UTF-8 text without the zero bytes that pad it. */
export function readText(bytes: Uint8Array): string {
  let end = bytes.byteLength;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return utf8.decode(bytes.subarray(0, end));
}

/** JSON, or undefined where the bytes are none: a damaged blob must not end the reading. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(readText(bytes));
  } catch {
    return undefined;
  }
}

/** A JSON object as the partial form of what the specification says it is. */
export function readObject<T extends object>(bytes: Uint8Array): Partial<T> | undefined {
  const value = readJson(bytes);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
