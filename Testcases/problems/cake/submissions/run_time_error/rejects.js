// A promise that nobody waits for fails.
const [a, b] = require("fs").readFileSync(0, "utf8").split(" ").map(Number);
console.log(Math.floor(a / b), a % b);
Promise.reject(new Error("no cake"));
