const coins = [];
for (let i = 0; ; i++) coins.push(new Array(1 << 16).fill(i + 0.5));
