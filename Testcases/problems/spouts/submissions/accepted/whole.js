const { readFileSync, writeFileSync } = require('fs');
const values = readFileSync('/dev/stdin', 'utf8').trim().split(/\s+/).slice(1).map(Number);
writeFileSync('/dev/stdout', values.reduce((a, b) => a + b, 0) + '\n');
