const [y, m, d] = require("fs").readFileSync(0, "utf8").split("-").map(Number);
const names = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];
console.log(names[new Date(Date.UTC(y, m - 1, d)).getUTCDay()]);
