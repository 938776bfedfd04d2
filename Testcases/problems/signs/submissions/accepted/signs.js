const words = require("fs").readFileSync(0, "utf8").split("\n");
for (const word of words.slice(1, Number(words[0]) + 1)) {
    const signs = [...word];
    console.log(`${signs.length} ${word} ${signs[signs.length - 1]}`);
}
