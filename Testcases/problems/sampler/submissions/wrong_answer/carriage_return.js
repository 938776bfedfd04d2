// Ends its lines as another system does.
const pattern = require("fs").readFileSync(0, "utf8").trim();
const n = pattern.length;
const rows = ["O".repeat(n + 2)];
for (let i = 0; i < n; i++) {
    rows.push("O" + " ".repeat(i) + (pattern[i] === "U" ? "X" : "x") + " ".repeat(n - 1 - i) + "O");
}
rows.push("O".repeat(n + 2));
process.stdout.write(rows.join("\r\n") + "\r\n");
