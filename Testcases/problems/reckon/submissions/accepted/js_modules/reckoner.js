// Innermost brackets first, then products, then sums from the left; "m" is a minus in front of a number.
const number = "m?\\d+";
const value = (text) => Number(text.replace("m", "-"));
const text = (result) => String(result).replace("-", "m");

function flat(line) {
    const product = new RegExp(`(${number})\\*(${number})`);
    const sum = new RegExp(`^(${number})([+-])(${number})`);
    while (product.test(line)) line = line.replace(product, (_, a, b) => text(value(a) * value(b) + 0));
    while (sum.test(line)) {
        line = line.replace(sum, (_, a, sign, b) => text(sign === "+" ? value(a) + value(b) : value(a) - value(b)));
    }
    return line;
}

exports.reckon = (line) => {
    const inner = /\(([^()]*)\)/;
    while (inner.test(line)) line = line.replace(inner, (_, part) => flat(part));
    return value(flat(line));
};
