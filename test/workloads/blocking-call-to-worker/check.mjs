export function sourceOf(file) {
  return Array.from({ length: 3000 }, (_, line) => `const v${line} = ${(line * file) % 97} ;`).join('\n')
}

/** Counts what a style check would: over many rules, how often each byte pair occurs where it should not. */
export function check(text, rules) {
  let faults = 0
  for (let rule = 0; rule < rules; rule++) {
    for (let i = 1; i < text.length; i++) {
      if (((text.charCodeAt(i) ^ text.charCodeAt(i - 1)) & 63) === rule) faults++
    }
  }
  return faults
}
