const lines = require("fs").readFileSync(0, "utf8").split("\n");
console.log(lines[1].split(" ").reduce((total, entry) => total + BigInt(entry), 0n).toString());
