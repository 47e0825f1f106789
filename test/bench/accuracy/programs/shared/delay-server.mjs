// A remote service: answers each request after a fixed time, however many are waiting, and needs next to no CPU for it.
import { createServer } from 'node:http';

const delayMs = Number(process.argv[2]);
const server = createServer((request, response) => {
  setTimeout(() => response.end(String(request.url.length)), delayMs);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
