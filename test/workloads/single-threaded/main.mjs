const words = Array.from({ length: 5000 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 0).toString(36))

function index(documents) {
  const postings = new Map()
  for (let number = 0; number < documents; number++) {
    for (let i = 0; i < 120; i++) {
      const word = words[Math.imul(number * 120 + i, 40503) % words.length & 4095]
      const list = postings.get(word)
      if (list) list.push(number)
      else postings.set(word, [number])
    }
  }
  return postings
}

let digest = 0
for (const [word, numbers] of index(150_000)) {
  for (const number of numbers) digest = (Math.imul(digest, 31) + number + word.length) | 0
}
console.log('index', digest)
