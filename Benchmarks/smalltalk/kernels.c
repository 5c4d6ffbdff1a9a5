// The programs of the Smalltalk benchmark in C: the same algorithms over the same data.
//
//     kernels 'NAME ARGUMENT ROUNDS'...
//
// Prints for each the best time of a round in milliseconds, a tab and the answer.

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "richards.h"

static int64_t fib(int64_t n) { return n < 2 ? 1 : fib(n - 1) + fib(n - 2) + 1; }

static int64_t tak3(int64_t x, int64_t y, int64_t z) {
    return y < x ? tak3(tak3(x - 1, y, z), tak3(y - 1, z, x), tak3(z - 1, x, y)) : z;
}

static int64_t tak(int64_t n) { return tak3(n * 3, n * 2, n); }

static int64_t sieve(int64_t n) {
    bool *flags = malloc(n + 1);
    memset(flags, true, n + 1);
    int64_t count = 0;
    for (int64_t i = 2; i <= n; i++) {
        if (!flags[i]) continue;
        count++;
        for (int64_t k = i + i; k <= n; k += i) flags[k] = false;
    }
    free(flags);
    return count;
}

/// The sieve of `benchmark`, `rounds` times, with an array of its own each time.
static int64_t benchmark(int64_t rounds) {
    enum { size = 8190 };
    int64_t count = 0;
    for (int64_t round = 1; round <= rounds; round++) {
        count = 0;
        bool *flags = malloc(size + 1);
        memset(flags, true, size + 1);
        for (int64_t i = 1; i <= size; i++) {
            if (!flags[i]) continue;
            int64_t prime = i + 1;
            for (int64_t k = i + prime; k <= size; k += prime) flags[k] = false;
            count++;
        }
        __asm__ volatile("" : : "r"(flags) : "memory");
        free(flags);
    }
    return count;
}

static int64_t place(int64_t n, int64_t row, bool *columns, bool *rising, bool *falling) {
    if (row > n) return 1;
    int64_t count = 0;
    for (int64_t i = 1; i <= n; i++) {
        if (columns[i] || rising[row + i - 1] || falling[row - i + n]) continue;
        columns[i] = rising[row + i - 1] = falling[row - i + n] = true;
        count += place(n, row + 1, columns, rising, falling);
        columns[i] = rising[row + i - 1] = falling[row - i + n] = false;
    }
    return count;
}

static int64_t queens(int64_t n) {
    bool *flags = calloc(5 * n + 3, 1);
    int64_t count = place(n, 1, flags, flags + n + 1, flags + 3 * n + 2);
    free(flags);
    return count;
}

static int64_t modulo(int64_t a, int64_t b) {
    int64_t rest = a % b;
    return rest < 0 ? rest + b : rest;
}

static int64_t matmul(int64_t n) {
    int64_t *a = malloc(n * n * sizeof *a), *b = malloc(n * n * sizeof *b), c = 0;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            a[i * n + j] = i + j + 2;
            b[i * n + j] = i - j;
        }
    }
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            int64_t sum = 0;
            for (int64_t k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
            c = modulo(c + sum, 1000003);
        }
    }
    free(a);
    free(b);
    return c;
}

/// Insertion sort; the answer is the middle element.
static int64_t sortN(int64_t n) {
    int64_t seed = 42, *a = malloc(n * sizeof *a);
    for (int64_t i = 0; i < n; i++) a[i] = seed = (seed * 1309 + 13849) & 65535;
    for (int64_t i = 1; i < n; i++) {
        int64_t value = a[i], j = i - 1;
        for (; j >= 0 && a[j] > value; j--) a[j + 1] = a[j];
        a[j + 1] = value;
    }
    int64_t middle = a[n / 2 - 1];
    free(a);
    return middle;
}

static int64_t mandel(int64_t n) {
    int64_t count = 0;
    for (int64_t y = 0; y < n; y++) {
        for (int64_t x = 0; x < n; x++) {
            double cr = 3.0 * x / n - 2.0, ci = 2.0 * y / n - 1.0, zr = 0, zi = 0;
            int64_t k = 0;
            for (; k < 50 && zr * zr + zi * zi <= 4.0; k++) {
                double next = zr * zr - zi * zi + cr;
                zi = 2.0 * zr * zi + ci;
                zr = next;
            }
            count += k;
        }
    }
    return count;
}

static int64_t rich(int64_t rounds) {
    int64_t answer = 0;
    for (int64_t round = 0; round < rounds; round++) answer = richards();
    return answer;
}

static const struct { const char *name; int64_t (*run)(int64_t); } programs[] = {
    {"benchFib", fib}, {"benchmark", benchmark}, {"benchRich", rich}, {"fib:", fib}, {"tak:", tak}, {"sieve:", sieve},
    {"queens:", queens}, {"matmul:", matmul}, {"sortN:", sortN}, {"mandel:", mandel},
};

static double milliseconds(void) {
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int count, char **words) {
    for (int word = 1; word < count; word++) {
        char name[32];
        long long argument, rounds;
        if (sscanf(words[word], "%31s %lld %lld", name, &argument, &rounds) != 3) return 2;
        for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
            if (strcmp(programs[i].name, name) != 0) continue;
            double best = 1e9;
            int64_t answer = 0;
            for (long long round = 0; round < rounds; round++) {
                double start = milliseconds();
                answer = programs[i].run(argument);
                double time = milliseconds() - start;
                if (time < best) best = time;
            }
            printf("%.4f\t%lld\n", best, (long long)answer);
        }
    }
    return 0;
}
