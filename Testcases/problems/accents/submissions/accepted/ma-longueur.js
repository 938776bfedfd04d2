const línea = require('fs').readFileSync(0, 'utf8').trimEnd();
console.log(`${línea}: ${[...línea].length}`);
