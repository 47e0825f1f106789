module.exports.burn = async (seed) => (await import('./task.mjs')).default(seed);
