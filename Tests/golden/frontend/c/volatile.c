// Volatile objects are read and written as often as the program says: a delay loop, a flag that nobody sets here, a
// register that is read twice, a structure, a long one, floats and 64 bits.
// run: hubc ir -O2 %s
// needs: llvm
// needs: clang

typedef unsigned char uint8_t;
typedef unsigned int uint32_t;

volatile int ready;
volatile double level = 0.5;
volatile long long ticks;
volatile float gain;
struct pair {
    int first, second;
};
struct record {
    uint8_t bytes[40];
};
volatile struct pair source, target;
volatile struct record long_source, long_target;

void delay(void) {
    for (volatile int i = 0; i < 1000; i++) {
    }
}

int both(volatile uint32_t *port) { return port[0] - port[0]; }

void drop(void) { (void)ready; }

void copy(void) {
    target = source;
    long_target = long_source;
}

int main(void) {
    delay();
    copy();
    drop();
    level = gain;
    for (;;) {
        while (!ready) {
        }
        ticks += both((volatile uint32_t *)0x8000);
    }
}
