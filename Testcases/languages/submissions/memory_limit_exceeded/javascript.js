const words = require("fs").readFileSync(0, "utf8").split(/\s+/);
let sum = words.slice(1, 1 + Number(words[0])).reduce((total, word) => total + Number(word), 0);
const blocks = [];
for (let i = 0; i < 64; i++) blocks.push(new Array(1 << 20).fill(i + 0.5));
sum += blocks.length - 64;
console.log(sum);
