// Follows the rules round and round: in a circle it never ends.
const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const n = numbers[0];
const depth = new Array(n + 1).fill(0);
for (let changed = true; changed; ) {
    changed = false;
    for (let i = 2; i < 2 + 2 * numbers[1]; i += 2) {
        if (depth[numbers[i + 1]] <= depth[numbers[i]]) {
            depth[numbers[i + 1]] = depth[numbers[i]] + 1;
            changed = true;
        }
    }
}
const order = Array.from({ length: n }, (_, i) => i + 1).sort((a, b) => depth[a] - depth[b]);
console.log(order.join("\n"));
