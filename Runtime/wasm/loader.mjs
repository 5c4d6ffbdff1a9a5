// Loads the WebAssembly module beside this file, in Node and in browsers, and runs it on the part of WASI preview 1
// that hubc's programs use. `node NAME.mjs ARGUMENTS` runs the program.
//
//     import { instantiate, run } from "./NAME.mjs";
//     const { add } = await instantiate();                            // the exported functions and `memory`
//     const status = await run({ arguments: ["1"], stdout: write });  // `write` gets a Uint8Array

const name = "program";
const file = "program.wasm";
const hasObjects = false;
const tracesCalls = false;

const isNode = typeof process === "object" && typeof process.versions?.node === "string";

/// Errors of WASI.
const success = 0, badDescriptor = 8, invalid = 28, noFile = 44, notSupported = 52, badSeek = 70;

/// What a program throws that has ended.
class Exit extends Error {
    constructor(status) {
        super(`the program ended with status ${status}`);
        this.status = status;
    }
}

/// What the program has written and nobody has seen yet, at most `room` bytes.
class Output {
    #parts = [];
    #size = 0;

    constructor(write, room) {
        this.write = write;
        this.room = room;
    }

    add(bytes) {
        if (bytes.length === 0) return;
        this.#parts.push(bytes);
        this.#size += bytes.length;
        if (this.#size > this.room) this.flush();
    }

    flush() {
        const all = new Uint8Array(this.#size);
        let place = 0;
        for (const part of this.#parts) {
            all.set(part, place);
            place += part.length;
        }
        this.#parts = [];
        this.#size = 0;
        if (all.length > 0) this.write(all);
    }
}

/// The functions of WASI for one run of the program.
class Host {
    /// `room`: how many bytes of output may wait.
    constructor({ arguments: words = [], stdout, stderr } = {}, room = 0) {
        const encoder = new TextEncoder();
        this.words = [name, ...words].map((word) => encoder.encode(`${word}\0`));
        this.files = [null, new Output(stdout ?? writer(1), room), new Output(stderr ?? writer(2), room)];
        /// What has been opened: the bytes of a file and the place of the next.
        this.opened = new Map();
        this.nextFile = 4;
        this.memory = null;
    }

    get view() {
        return new DataView(this.memory.buffer);
    }

    flush() {
        this.files[1].flush();
        this.files[2].flush();
    }

    /// The imports that `module` asks for: those that are here, an answer that there is no such thing for the others.
    imports(module) {
        const wasi = {};
        for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
            if (from !== "wasi_snapshot_preview1" || kind !== "function") continue;
            const missing = /^(fd|path)_/.test(name) ? badDescriptor : notSupported;
            wasi[name] = this[name] ? this[name].bind(this) : () => missing;
        }
        return wasi;
    }

    fd_write(file, vectors, count, written) {
        const output = this.files[file];
        if (!output) return badDescriptor;
        // What one stream says comes before what the other says later.
        this.files[file === 1 ? 2 : 1].flush();
        const view = this.view;
        let total = 0;
        for (let place = vectors; place < vectors + count * 8; place += 8) {
            const size = view.getUint32(place + 4, true);
            output.add(new Uint8Array(this.memory.buffer, view.getUint32(place, true), size).slice());
            total += size;
        }
        view.setUint32(written, total, true);
        return success;
    }

    fd_read(file, vectors, count, read) {
        const rest = this.opened.get(file);
        if (file !== 0 && !rest) return badDescriptor;
        const view = this.view;
        let total = 0;
        for (let place = vectors; rest && place < vectors + count * 8; place += 8) {
            const size = Math.min(view.getUint32(place + 4, true), rest.bytes.length - rest.place);
            const next = rest.bytes.subarray(rest.place, rest.place + size);
            new Uint8Array(this.memory.buffer, view.getUint32(place, true), size).set(next);
            rest.place += size;
            total += size;
        }
        view.setUint32(read, total, true);
        return success;
    }

    fd_close(file) {
        return file < 3 || this.opened.delete(file) ? success : badDescriptor;
    }

    /// Opens a file to read it, in Node. The folder, as WASI has it, is the current one.
    path_open(folder, follow, path, length, create, rights, inherited, flags, opened) {
        if (!isNode || folder !== 3) return badDescriptor;
        const name = new TextDecoder().decode(new Uint8Array(this.memory.buffer, path, length));
        try {
            const bytes = process.getBuiltinModule("node:fs").readFileSync(name);
            const file = this.nextFile++;
            this.opened.set(file, { bytes, place: 0 });
            this.view.setUint32(opened, file, true);
            return success;
        } catch {
            return noFile;
        }
    }

    fd_seek(file) {
        return file < 3 ? badSeek : badDescriptor;
    }

    fd_fdstat_get(file, stat) {
        if (file >= 3) return badDescriptor;
        new Uint8Array(this.memory.buffer, stat, 24).fill(0);
        // A character device, with every right.
        this.view.setUint8(stat, 2);
        this.view.setBigUint64(stat + 8, 0xffffffffffffffffn, true);
        return success;
    }

    args_sizes_get(count, size) {
        this.view.setUint32(count, this.words.length, true);
        this.view.setUint32(size, this.words.reduce((sum, word) => sum + word.length, 0), true);
        return success;
    }

    args_get(pointers, texts) {
        const view = this.view;
        for (const word of this.words) {
            view.setUint32(pointers, texts, true);
            new Uint8Array(this.memory.buffer).set(word, texts);
            pointers += 4;
            texts += word.length;
        }
        return success;
    }

    environ_sizes_get(count, size) {
        this.view.setUint32(count, 0, true);
        this.view.setUint32(size, 0, true);
        return success;
    }

    environ_get() {
        return success;
    }

    clock_time_get(clock, precision, time) {
        const milliseconds = clock === 0 ? Date.now() : performance.now();
        this.view.setBigUint64(time, BigInt(Math.round(milliseconds * 1e6)), true);
        return success;
    }

    /// Waits for a clock, which must be the only thing to wait for.
    poll_oneoff(subscriptions, events, count, done) {
        const view = this.view;
        if (count !== 1 || view.getUint8(subscriptions + 8) !== 0) return invalid;
        this.flush();
        sleep(Number(view.getBigUint64(subscriptions + 24, true)) / 1e6);
        new Uint8Array(this.memory.buffer, events, 32).fill(0);
        view.setBigUint64(events, view.getBigUint64(subscriptions, true), true);
        view.setUint32(done, 1, true);
        return success;
    }

    random_get(address, size) {
        crypto.getRandomValues(new Uint8Array(this.memory.buffer, address, size));
        return success;
    }

    sched_yield() {
        return success;
    }

    proc_exit(status) {
        throw new Exit(status);
    }
}

/// Waits without letting anything else run, where that is allowed.
function sleep(milliseconds) {
    const end = performance.now() + milliseconds;
    try {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    } catch {
        // The main thread of a browser may only wait busily.
    }
    while (performance.now() < end);
}

/// Writes to standard output or standard error: in Node at once, in browsers to the console.
function writer(file) {
    if (isNode) {
        const { writeSync } = process.getBuiltinModule("node:fs");
        return (bytes) => {
            for (let place = 0; place < bytes.length; ) {
                try {
                    place += writeSync(file, bytes, place);
                } catch (error) {
                    if (error.code === "EPIPE") return;
                    if (error.code !== "EAGAIN") throw error;
                }
            }
        };
    }
    const decoder = new TextDecoder();
    return (bytes) => console[file === 1 ? "log" : "error"](decoder.decode(bytes).replace(/\n$/, ""));
}

let compiled;

/// The module, compiled once.
function compile() {
    compiled ??= (async () => {
        const url = new URL(encodeURIComponent(file), import.meta.url);
        if (url.protocol === "file:" && isNode) {
            const { readFile } = await import("node:fs/promises");
            return WebAssembly.compile(await readFile(url));
        }
        return WebAssembly.compile(await (await fetch(url)).arrayBuffer());
    })();
    return compiled;
}

/// Lets the files of the folder HUBC_SANDBOX be the program's, by Node's own WASI.
async function useSandbox(module, wasi) {
    const folder = isNode ? process.env.HUBC_SANDBOX : undefined;
    if (!folder || !("path_open" in wasi)) return () => {};
    // Node would tell on every run that its WASI may change.
    const warn = process.emitWarning;
    process.emitWarning = () => {};
    const { WASI } = await import("node:wasi");
    process.emitWarning = warn;
    const files = new WASI({ version: "preview1", preopens: { "/": folder } });
    for (const [key, own] of Object.entries(wasi)) {
        if (!/^(fd|path)_/.test(key)) continue;
        const node = files.wasiImport[key];
        wasi[key] = (file, ...rest) => (file < 3 ? own(file, ...rest) : node(file, ...rest));
    }
    return (instance) => files.finalizeBindings(instance);
}

async function start(options, room) {
    const module = await compile();
    const host = new Host(options, room);
    const wasi = host.imports(module);
    const bind = await useSandbox(module, wasi);
    const instance = await WebAssembly.instantiate(module, {
        wasi_snapshot_preview1: wasi,
        ...options?.imports,
    });
    host.memory = instance.exports.memory;
    bind(instance);
    return { instance, host };
}

/// Values of JavaScript and dynamic values of the program, by the functions that the module exports for that.
class Values {
    #from = new WeakMap();

    constructor(exports) {
        this.exports = exports;
    }

    /// The dynamic value of `value`: null, a number, a string, an array (as a list where there are lists), bytes, or
    /// something that came from the program.
    inside(value) {
        switch (typeof value) {
            case "undefined": return null;
            case "boolean": return value ? 1 : 0;
            case "number": {
                if (!Number.isSafeInteger(value)) return this.exports["hub:fromDouble"](value);
                // What fits into 31 bits goes in as it is.
                if (value >= -(2 ** 30) && value < 2 ** 30) return value | 0;
                return this.inside(BigInt(value));
            }
            case "bigint": return this.exports["hub:fromInteger"](value);
            case "string": {
                const bytes = this.inside(new TextEncoder().encode(value));
                return this.exports["hub:string"]?.(bytes) ?? bytes;
            }
            case "function":
                if (!this.#from.has(value)) throw new TypeError("a function of JavaScript is no value of the program");
                return this.#from.get(value);
        }
        if (value instanceof Uint8Array) return this.#array(value, "Byte", (byte) => byte);
        if (!Array.isArray(value)) return value;
        const elements = (element) => this.inside(element);
        if (!this.exports["hub:pair"]) return this.#array(value, "Element", elements);
        return value.reduceRight((tail, head) => this.exports["hub:pair"](this.inside(head), tail), null);
    }

    #array(values, name, convert) {
        const make = this.exports[`hub:new${name}s`];
        if (!make) throw new TypeError("the program has neither lists nor arrays");
        const array = make(values.length);
        values.forEach((value, index) => this.exports[`hub:set${name}`](array, index, convert(value)));
        return array;
    }

    #elements(array, name, convert) {
        const get = this.exports[`hub:get${name}`];
        const length = this.exports[`hub:length${name}s`](array);
        return Array.from({ length }, (_, index) => convert(get(array, index)));
    }

    /// The value of JavaScript for a dynamic value; objects of other kinds stay what they are.
    outside(value) {
        if (value === null || typeof value === "number") return value;
        const kind = this.exports["hub:kind"](value);
        switch (kind) {
            case 0: return value;
            case 1: {
                const integer = this.exports["hub:integer"](value);
                return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
            }
            case 2: return this.exports["hub:double"](value);
            case 3: return new TextDecoder().decode(this.outside(this.exports["hub:bytesOfString"](value)));
            case 4: return this.#list(value);
            case 5: return Uint8Array.from(this.#elements(value, "Byte", (byte) => byte));
            case 6: return this.#elements(value, "Element", (element) => this.outside(element));
        }
        const call = this.exports[`hub:call${kind - 7}`];
        const closure = (...values) => this.outside(call(value, ...values.map((each) => this.inside(each))));
        this.#from.set(closure, value);
        return closure;
    }

    #list(value) {
        const elements = [];
        for (; value !== null; value = this.exports["hub:tail"](value)) {
            if (typeof value === "number" || this.exports["hub:kind"](value) !== 4) {
                throw new TypeError("a list that does not end in nil has no counterpart");
            }
            elements.push(this.outside(this.exports["hub:head"](value)));
        }
        return elements;
    }
}

/// The exports of an instance, those that take or give dynamic values as functions of JavaScript's own values.
function exportsOf(module, instance) {
    const [section] = WebAssembly.Module.customSections(module, "hubc.exports");
    if (!section) return instance.exports;
    const signatures = JSON.parse(new TextDecoder().decode(section));
    const values = new Values(instance.exports);
    const own = Object.entries(instance.exports).filter(([name]) => !name.startsWith("hub:"));
    return Object.fromEntries(own.map(([name, value]) => [name, wrapped(value, signatures[name], values)]));
}

/// `signature`: a letter for each parameter and, behind a colon, for each result; `d` says that it is dynamic.
function wrapped(value, signature, values) {
    if (!signature) return value;
    const [parameters, results] = signature.split(":");
    return (...words) => {
        const inside = words.map((word, place) => (parameters[place] === "d" ? values.inside(word) : word));
        while (inside.length < parameters.length) inside.push(null);
        const result = value(...inside);
        if (results.length < 2) return results === "d" ? values.outside(result) : result;
        return [...result].map((each, place) => (results[place] === "d" ? values.outside(each) : each));
    };
}

/// The module's exports in a new instance; functions take and give JavaScript's own values in place of dynamic ones, as
/// docs/wasm.md says. `options`: `stdout` and `stderr`, functions that get a Uint8Array;
/// `imports`, further modules of imports such as `env`; `arguments`.
export async function instantiate(options) {
    const { instance } = await start(options);
    return exportsOf(await compile(), instance);
}

/// Runs the program and answers its exit status, 70 after a trap. `options` as for `instantiate`.
export async function run(options) {
    const { instance, host } = await start(options, 1 << 14);
    const earlierLimit = Error.stackTraceLimit;
    if (tracesCalls) Error.stackTraceLimit = mostFrames;
    try {
        instance.exports._start();
        return 0;
    } catch (error) {
        if (error instanceof Exit) {
            // The line of a trap that the program itself finds is its own.
            const isTrap = error.status === 70 && /\bhub\.fault\b/.test(error.stack);
            if (tracesCalls && isTrap) host.files[2].add(new TextEncoder().encode(trace(error)));
            return error.status;
        }
        const trap = trapName(error);
        if (!trap) throw error;
        host.flush();
        host.files[2].add(new TextEncoder().encode(`hubc: trap ${trap}\n`));
        if (tracesCalls) host.files[2].add(new TextEncoder().encode(trace(error)));
        return 70;
    } finally {
        Error.stackTraceLimit = earlierLimit;
        host.flush();
    }
}

/// How many frames engines are asked for, and how many are shown.
const mostFrames = 10000, mostShown = 50;

/// The methods and blocks that a program in Smalltalk was in, a line each, innermost first: those that the engine names,
/// which it does when the module has names.
function trace(error) {
    // What V8 writes of a frame, and what others do.
    const forms = [/^ *at (.*) \(wasm:\/\/[^ ]*:0x([0-9a-f]+)\)$/, /^(.*)@[^@]*wasm-function\[\d+\]:0x([0-9a-f]+)$/];
    const frames = [];
    for (const line of String(error.stack).split("\n")) {
        const [, symbol, offset] = forms[0].exec(line) ?? forms[1].exec(line) ?? [];
        if (!symbol?.includes(">>") || /^(send |smalltalk\.)/.test(symbol)) continue;
        // Behind a name stands what tells it from others, and what is a part of a function or another way into it.
        const [, method, part] = /^(.*?)'*(?: \(resumed\))?'*(\.loop\d+|'closure)?'*$/.exec(symbol);
        const inner = frames.at(-1);
        const isCaller = part === "'closure" || (!part && inner?.part?.startsWith(".loop"));
        if (inner?.method !== method || !isCaller) frames.push({ method, part, offset: parseInt(offset, 16) });
    }
    const places = frames.length > 0 ? readPlaces() : [];
    const lines = frames.slice(0, mostShown).flatMap((frame) => frameLines(frame, places));
    if (frames.length > mostShown) {
        const isCut = frames.length >= mostFrames - 100;
        lines.push(`and ${isCut ? "more than " : ""}${frames.length - mostShown} more`);
    }
    return lines.map((line) => `  ${line}\n`).join("");
}

/// Methods of images have files of their own, whose lines are their bytes.
function frameLines({ method, offset }, places) {
    let low = 0, high = places.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (places[middle].offset <= offset) low = middle + 1;
        else high = middle;
    }
    const { file, line } = places[low - 1] ?? {};
    if (file === undefined) return [method];
    if (!file.includes(">>")) return [`${method} (${file}:${line})`];
    // Code of another method may have been inlined.
    const isOwn = file === method || file === method.replace(/^(\[\] in )+/, "");
    return isOwn ? [`${method} pc ${line - 1}`] : [`${file} pc ${line - 1}`, method];
}

/// The files and lines of the module's bytes, in order; nothing without the source map, which only Node looks for.
function readPlaces() {
    if (!isNode) return [];
    const url = new URL(`${encodeURIComponent(name)}.wasm.map`, import.meta.url);
    let map;
    try {
        map = JSON.parse(process.getBuiltinModule("node:fs").readFileSync(url, "utf8"));
    } catch {
        return [];
    }
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const sums = [0, 0, 0, 0];
    return map.mappings.split(",").map((segment) => {
        let count = 0, value = 0, shift = 0;
        for (const digit of segment) {
            const bits = digits.indexOf(digit);
            value += (bits & 31) * 2 ** shift;
            shift += 5;
            if (bits & 32) continue;
            sums[count++] += value & 1 ? -(value >> 1) : value >> 1;
            value = shift = 0;
        }
        return { offset: sums[0], file: count > 1 ? map.sources[sums[1]] : undefined, line: sums[2] + 1 };
    });
}

/// The name of the trap behind an error of the engine; undefined when it is something else.
function trapName(error) {
    if (error instanceof RangeError && /call stack/.test(error.message)) return "stack_overflow";
    if (!(error instanceof WebAssembly.RuntimeError)) return undefined;
    // Of a cast that is known to fail the optimiser leaves an instruction that cannot be reached.
    const other = hasObjects ? "bad_cast" : "unreachable";
    return traps.find(([words]) => words.test(error.message))?.[1] ?? other;
}

/// What engines say of a trap, and its name.
const traps = [
    [/memory access out of bounds/, "memory_fault"],
    [/call stack/, "stack_overflow"],
    [/array/, "index_out_of_range"],
    [/cast|null/, "bad_cast"],
];

/// Runs the program in a thread with room for deep recursion and for many young objects. Answers its exit status.
async function runInThread(words) {
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const resourceLimits = { stackSizeMb: 256, maxYoungGenerationSizeMb: 256 };
    const worker = new Worker(new URL(import.meta.url), { argv: words, resourceLimits });
    return new Promise((resolve, reject) => {
        worker.on("exit", resolve);
        worker.on("error", (error) => {
            if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") return reject(error);
            writer(2)(new TextEncoder().encode("hubc: out of memory: the heap is full\n"));
            resolve(70);
        });
    });
}

if (isNode && process.argv[1]) {
    const { realpathSync } = process.getBuiltinModule("node:fs");
    const { fileURLToPath } = process.getBuiltinModule("node:url");
    const { isMainThread } = process.getBuiltinModule("node:worker_threads");
    if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
        const words = process.argv.slice(2);
        process.exitCode = await (hasObjects && isMainThread ? runInThread(words) : run({ arguments: words }));
    }
}
