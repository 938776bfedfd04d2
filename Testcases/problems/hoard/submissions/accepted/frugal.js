// Throws away far more than the limit.
const n = Number(require("fs").readFileSync(0, "utf8"));
let size = 0;
for (let i = 0; i < 2000; i++) size += new Array(1 << 13).fill(i).length;
console.log(n + size - 2000 * (1 << 13));
