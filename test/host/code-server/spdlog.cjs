// Put in place of VS Code's native logger @vscode/spdlog, which would need a compiler and Node's headers.
// Without one, log files and with them the output channels of extensions stay empty.
'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  #file;
  #level = 0;
  #formatted = true;

  constructor(file) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.#file = file;
    for (const [level, name] of LEVELS.entries()) this[name] = (message) => this.#write(level, name, message);
  }

  #write(level, name, message) {
    if (level < this.#level) return;
    const prefix = `${new Date().toISOString().slice(0, -1).replace('T', ' ')} [${name}] `;
    try {
      appendFileSync(this.#file, this.#formatted ? `${prefix}${message}\n` : message);
    } catch {
      // At the end of a run its folder may be gone before the last line is written.
    }
  }

  getLevel = () => this.#level;
  setLevel = (level) => (this.#level = level);
  clearFormatters = () => (this.#formatted = false);
  setPattern() {}
  flush() {}
  drop() {}
}

const createLogger = async (_name, file) => new Logger(file);

// One by one: the names of an object literal's methods would be hidden from an importing ES module.
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
