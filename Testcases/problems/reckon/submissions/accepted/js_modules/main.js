const { reckon } = require("./reckoner");

console.log(String(reckon(require("fs").readFileSync(0, "utf8").trim())));
