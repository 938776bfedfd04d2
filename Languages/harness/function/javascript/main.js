// Calls a function of solution.js: reads the words that results begin with, then the arguments of each call, an array a
// line, and writes a line for each result.
"use strict";
const fs = require("fs");

function ListNode(val, next) {
    this.val = val === undefined ? 0 : val;
    this.next = next === undefined ? null : next;
}

function TreeNode(val, left, right) {
    this.val = val === undefined ? 0 : val;
    this.left = left === undefined ? null : left;
    this.right = right === undefined ? null : right;
}

function makeList(values) {
    let head = null;
    for (let place = (values || []).length - 1; place >= 0; place--) head = new ListNode(values[place], head);
    return head;
}

function makeTree(values) {
    if (!values || values.length === 0) return null;
    const root = new TreeNode(values[0]);
    let level = [root];
    let place = 1;
    while (level.length > 0 && place < values.length) {
        const below = [];
        for (const node of level) {
            for (const side of ["left", "right"]) {
                if (place < values.length && values[place] !== null) {
                    node[side] = new TreeNode(values[place]);
                    below.push(node[side]);
                }
                place++;
            }
        }
        level = below;
    }
    return root;
}

function plainList(node) {
    const values = [];
    const seen = new Set();
    for (; node; node = node.next) {
        if (seen.has(node)) throw new Error("the list leads back to itself");
        seen.add(node);
        values.push(node.val);
    }
    return values;
}

function plainTree(root) {
    const values = [];
    const seen = new Set();
    let level = [root];
    while (level.some((node) => node)) {
        const below = [];
        for (const node of level) {
            values.push(node ? node.val : null);
            if (!node) continue;
            if (seen.has(node)) throw new Error("the tree leads back to itself");
            seen.add(node);
            below.push(node.left, node.right);
        }
        level = below;
    }
    while (values.length > 0 && values[values.length - 1] === null) values.pop();
    return values;
}

// As JSON; what it does not have: numbers that are none, integers of any size, maps and sets.
function text(value) {
    if (value === null || value === undefined) return "null";
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "number") {
        if (Number.isFinite(value)) return Object.is(value, -0) ? "0" : String(value);
        return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }
    if (typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
    if (value instanceof ListNode) return text(plainList(value));
    if (value instanceof TreeNode) return text(plainTree(value));
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return "[" + Array.from(value, text).join(",") + "]";
    if (value instanceof Set) return "[" + Array.from(value, text).join(",") + "]";
    if (value instanceof Map) {
        return "{" + Array.from(value, ([key, member]) => JSON.stringify(String(key)) + ":" + text(member)).join(",") + "}";
    }
    const members = Object.entries(value).map(([key, member]) => JSON.stringify(key) + ":" + text(member));
    return "{" + members.join(",") + "}";
}

const [key, ...calls] = fs.readFileSync(0, "utf8").split("\n");
const source = fs.readFileSync(__dirname + "/solution.js", "utf8");
const module_ = { exports: {} };
const name = "{{function}}";
const load = new Function(
    "ListNode", "TreeNode", "exports", "require", "module",
    source + "\n;return typeof " + name + ' !== "undefined" ? ' + name + " : "
        + 'typeof Solution !== "undefined" ? ((s) => s.' + name + ".bind(s))(new Solution()) : module.exports." + name
        + " || module.exports;",
);
const target = load(ListNode, TreeNode, module_.exports, require, module_);
if (typeof target !== "function") throw new Error("there is no function " + name);
const kinds = "{{parameters}}".split(",").filter((kind) => kind);
for (const line of calls) {
    if (line === "") continue;
    const values = JSON.parse(line).map((value, place) => {
        if (kinds[place] === "list") return makeList(value);
        if (kinds[place] === "tree") return makeTree(value);
        return value;
    });
    fs.writeSync(1, "\n" + key + " " + text(target(...values)) + "\n");
}
process.exit(0);
