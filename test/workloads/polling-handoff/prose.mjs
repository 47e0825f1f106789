export function writeDraft(lane, number) {
  let state = lane * 1000 + number
  for (let i = 0; i < 6_000_000; i++) state = (Math.imul(state, 1103515245) + 12345 + (state >>> 17)) | 0
  return state | 1
}

export function reviewDraft(draft) {
  let marks = 0
  for (let i = 0; i < 200_000; i++) marks = (Math.imul(marks, 31) + (draft ^ i)) | 0
  return marks
}
