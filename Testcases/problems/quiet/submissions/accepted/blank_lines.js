// Blank lines where there is nothing to say.
const things = require("fs").readFileSync(0, "utf8").split("\n").slice(1, -1).sort();
console.log([...new Set(things.filter((thing, i) => thing === things[i - 1]))].join("\n\n"));
console.log("  \t ");
