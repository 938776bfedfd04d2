const fields = require("fs").readFileSync(0, "latin1").split(/\s/);
const upTo = new Int32Array(1 << 20);
const out = [];
const n = Number(fields[0]);
for (let seen = 0; seen < n; seen++) {
    const height = Number(fields[seen + 1]) + 1;
    let count = seen;
    for (let i = height; i > 0; i -= i & -i) count -= upTo[i];
    for (let i = height; i < 1 << 20; i += i & -i) upTo[i]++;
    out.push(count);
}
process.stdout.write(out.join("\n") + "\n");
