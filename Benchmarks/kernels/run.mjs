// Runs a kernel compiled to WebAssembly, as main.c does: prints the checksum of run(ARG) and the shortest time of REPEATS
// runs in nanoseconds.
// Usage: node run.mjs MODULE.wasm ARG REPEATS

import { readFileSync } from "node:fs";

const [path, size, repeats] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(path));
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {
        throw new Error(`${from}.${name} was called`);
    };
}
const { run } = new WebAssembly.Instance(module, imports).exports;
let sum = 0n;
let best = Infinity;
for (let i = 0; i < Number(repeats); i++) {
    const start = process.hrtime.bigint();
    sum = BigInt.asUintN(64, run(Number(size)));
    best = Math.min(best, Number(process.hrtime.bigint() - start));
}
console.log(sum.toString(16).padStart(16, "0"), best);
