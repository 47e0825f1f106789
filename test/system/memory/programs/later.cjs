const values = [8, 9];
exports.at = async function at(i) {
  return values[i];
};
