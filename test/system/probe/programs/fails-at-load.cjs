// Fails while its modules load: the stack that Node prints is the program's alone.
require('./no-such-module.cjs');
