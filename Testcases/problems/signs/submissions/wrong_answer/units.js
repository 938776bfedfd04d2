// Counts UTF-16 units: wrong beyond the first 65536 characters only.
const words = require("fs").readFileSync(0, "utf8").split("\n");
for (const word of words.slice(1, Number(words[0]) + 1)) {
    console.log(`${word.length} ${word} ${word[word.length - 1]}`);
}
