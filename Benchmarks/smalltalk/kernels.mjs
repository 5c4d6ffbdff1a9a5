// The programs of the Smalltalk benchmark in JavaScript, as kernels.c has them.
//
//     node kernels.mjs 'NAME ARGUMENT ROUNDS'...

import { richards } from "./richards.mjs";

const fib = (n) => (n < 2 ? 1 : fib(n - 1) + fib(n - 2) + 1);

const tak3 = (x, y, z) => (y < x ? tak3(tak3(x - 1, y, z), tak3(y - 1, z, x), tak3(z - 1, x, y)) : z);

function sieve(n) {
    const flags = new Array(n + 1).fill(true);
    let count = 0;
    for (let i = 2; i <= n; i++) {
        if (!flags[i]) continue;
        count++;
        for (let k = i + i; k <= n; k += i) flags[k] = false;
    }
    return count;
}

function benchmark(rounds) {
    const size = 8190;
    let count = 0;
    for (let round = 1; round <= rounds; round++) {
        count = 0;
        const flags = new Array(size + 1).fill(true);
        for (let i = 1; i <= size; i++) {
            if (!flags[i]) continue;
            const prime = i + 1;
            for (let k = i + prime; k <= size; k += prime) flags[k] = false;
            count++;
        }
    }
    return count;
}

function place(n, row, columns, rising, falling) {
    if (row > n) return 1;
    let count = 0;
    for (let i = 1; i <= n; i++) {
        if (columns[i] || rising[row + i - 1] || falling[row - i + n]) continue;
        columns[i] = rising[row + i - 1] = falling[row - i + n] = true;
        count += place(n, row + 1, columns, rising, falling);
        columns[i] = rising[row + i - 1] = falling[row - i + n] = false;
    }
    return count;
}

const flags = (size) => new Array(size + 1).fill(false);
const queens = (n) => place(n, 1, flags(n), flags(2 * n), flags(2 * n));

function matmul(n) {
    const matrix = (element) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => element(i, j)));
    const [a, b] = [matrix((i, j) => i + j + 2), matrix((i, j) => i - j)];
    let c = 0;
    for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += a[i][k] * b[k][j];
            c = (c + sum) % 1000003;
            if (c < 0) c += 1000003;
        }
    }
    return c;
}

function sortN(n) {
    let seed = 42;
    const a = Array.from({ length: n }, () => (seed = (seed * 1309 + 13849) & 65535));
    for (let i = 1; i < n; i++) {
        const value = a[i];
        let j = i - 1;
        for (; j >= 0 && a[j] > value; j--) a[j + 1] = a[j];
        a[j + 1] = value;
    }
    return a[(n >> 1) - 1];
}

function mandel(n) {
    let count = 0;
    for (let y = 0; y < n; y++) {
        for (let x = 0; x < n; x++) {
            const [cr, ci] = [3.0 * x / n - 2.0, 2.0 * y / n - 1.0];
            let [zr, zi, k] = [0, 0, 0];
            for (; k < 50 && zr * zr + zi * zi <= 4.0; k++) {
                const next = zr * zr - zi * zi + cr;
                zi = 2.0 * zr * zi + ci;
                zr = next;
            }
            count += k;
        }
    }
    return count;
}

function rich(rounds) {
    let answer = 0;
    for (let round = 0; round < rounds; round++) answer = richards();
    return answer;
}

const programs = {
    benchFib: fib, benchmark, benchRich: rich, "fib:": fib, "tak:": (n) => tak3(n * 3, n * 2, n), "sieve:": sieve,
    "queens:": queens, "matmul:": matmul, "sortN:": sortN, "mandel:": mandel,
};

for (const words of process.argv.slice(2)) {
    const [name, argument, rounds] = words.split(" ");
    let [best, answer] = [Infinity, undefined];
    const begin = performance.now();
    // The first round is not counted, and short programs run more of them: Node compiles as it goes.
    for (let round = 0; round <= Number(rounds) || performance.now() - begin < 100; round++) {
        const start = performance.now();
        answer = programs[name](Number(argument));
        if (round > 0) best = Math.min(best, performance.now() - start);
    }
    console.log(`${best.toFixed(4)}\t${answer}`);
}
