console.log(`child/${require('./module-cjs.cjs')}`);
