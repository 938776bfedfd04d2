const words = require("fs").readFileSync(0, "utf8").split(/\s+/);
let sum = words.slice(1, 1 + Number(words[0])).reduce((total, word) => total + Number(word), 0);
words.nothing.split(" ");
console.log(sum);
