import { workerData } from 'node:worker_threads'

export default async function ask(question) {
  const response = await fetch(`${workerData.url}/${question}`) // <- site
  const answer = Number(await response.text())
  return answer ^ question.length
}
