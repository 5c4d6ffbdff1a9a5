// Sends messages in an image by SqueakJS, used as a library without a window, with its JIT on, and times each send.
//
//     node squeakjs.cjs SQUEAKJS IMAGE 'CLASS>>SELECTOR RECEIVER ROUNDS [ARGUMENT]'...
//
// RECEIVER is an integer, or `-` for the class itself (CLASS is then 'NAME class'). Prints for each send a line with
// the best time in milliseconds, a tab and its answer. The first round is not counted: it is the one that compiles.
// Short sends run more rounds, since Node has to see their code often before it compiles it well.

const { join, resolve } = require("node:path");
const { existsSync, readFileSync } = require("node:fs");
const { performance } = require("node:perf_hooks");

/// Milliseconds that each send has at least, all rounds together.
const warm = 600;

const checkout = resolve(process.argv[2]);
const library = (name) => require(join(checkout, name));

// What SqueakJS expects of a browser.
global.self = global;
global.localStorage ??= {};
global.sha1 = library("lib/sha1");
for (const part of [
    "globals", "vm", "vm.object", "vm.object.spur", "vm.image", "vm.interpreter", "vm.interpreter.proxy",
    "vm.instruction.stream", "vm.instruction.stream.sista", "vm.instruction.printer", "vm.primitives", "jit",
    "vm.display", "vm.display.headless", "vm.input", "vm.input.headless", "vm.plugins",
]) library(`${part}.js`);
Object.assign(Squeak, { vmPath: "/", platformSubtype: "Node.js", osVersion: "", windowSystem: "none" });
Squeak.Primitives.prototype.loadModuleDynamically = (name) => {
    if (existsSync(join(checkout, `plugins/${name}.js`))) library(`plugins/${name}.js`);
    return Squeak.externalModules[name];
};

function open(path, then) {
    const bytes = readFileSync(path);
    const image = new Squeak.Image(path.replace(/\.image$/, ""));
    image.readFromBuffer(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), () => {
        const vm = new Squeak.Interpreter(image, { vmOptions: ["-vm-display-null", "-nodisplay"] });
        // The images have 41 special objects; SqueakJS looks for the class of large negative integers behind them.
        const special = vm.specialObjects;
        while (special.length <= Squeak.splOb_ClassLargeNegativeInteger) special.push(vm.nilObj);
        if (special[Squeak.splOb_ClassLargeNegativeInteger] === vm.nilObj) {
            special[Squeak.splOb_ClassLargeNegativeInteger] = vm.globalNamed("LargeNegativeInteger") ?? vm.nilObj;
        }
        then(vm);
    });
}

/// The selector of a method that the image has.
function method(vm, name) {
    const [className, selector] = name.split(">>");
    let found;
    vm.allMethodsDo((owner, code, symbol) => {
        if (owner.className() !== className || symbol.bytesAsString() !== selector) return false;
        found = symbol;
        return true;
    });
    if (!found) throw new Error(`the image has no method '${name}'`);
    return found;
}

/// Sends `symbol` and runs until its answer is there.
function send(vm, receiver, symbol, values) {
    const [context, depth] = [vm.activeContext, vm.sp];
    vm.push(receiver);
    for (const value of values) vm.push(value);
    vm.breakOutOfInterpreter = false;
    vm.breakAfter(1e9);
    vm.send(symbol, values.length, false);
    while (vm.activeContext !== context) {
        if (vm.method.compiled) vm.method.compiled(vm);
        else vm.interpretOne();
        vm.breakOutOfInterpreter = false;
    }
    if (vm.sp !== depth + 1) throw new Error("the stack is not what it was");
    return vm.pop();
}

function text(vm, value) {
    if (typeof value === "number") return `${value}`;
    return send(vm, value, method(vm, "Object>>printString"), []).bytesAsString();
}

open(process.argv[3], (vm) => {
    if (!vm.compiler) throw new Error("SqueakJS has no JIT");
    for (const words of process.argv.slice(4)) {
        const [, name, receiver, rounds, ...values] = /^(.+>>\S+) (\S+) (\d+)(?: (-?\d+))?$/.exec(words);
        const symbol = method(vm, name);
        const subject = receiver === "-" ? vm.globalNamed(name.split(" ")[0]) : Number(receiver);
        const operands = values.filter((value) => value !== undefined).map(Number);
        let [best, answer] = [Infinity, undefined];
        const begin = performance.now();
        for (let round = 0; round <= Number(rounds) || performance.now() - begin < warm; round++) {
            const start = performance.now();
            answer = send(vm, subject, symbol, operands);
            if (round > 0) best = Math.min(best, performance.now() - start);
        }
        console.log(`${best.toFixed(3)}\t${text(vm, answer)}`);
    }
});
