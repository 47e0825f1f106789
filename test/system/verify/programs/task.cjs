module.exports = function square(n) {
  return n * n;
};
