/* Large objects of recursive functions lie above 0x8000, where they are in nobody's way. */
static int depth(int n) {
    volatile char room[3000];
    room[n] = 1;
    return n ? depth(n - 1) + room[n] : 0;
}

int main(void) { return depth(3); }
