// Huffman codes of a text: a heap of weights, code lengths, and the length of the result.
#include <stdio.h>
#include <string.h>

static const char text[] = "she sells sea shells by the sea shore; the shells she sells are surely sea shells";
static struct { int weight, parent; } nodes[128];
static int heap[128], size;

static void push(int node) {
    int place = size++;
    for (; place > 0 && nodes[heap[(place - 1) / 2]].weight > nodes[node].weight; place = (place - 1) / 2) heap[place] = heap[(place - 1) / 2];
    heap[place] = node;
}

static int pop(void) {
    int least = heap[0], node = heap[--size], place = 0;
    for (int child; (child = 2 * place + 1) < size; place = child) {
        if (child + 1 < size && nodes[heap[child + 1]].weight < nodes[heap[child]].weight) child++;
        if (nodes[heap[child]].weight >= nodes[node].weight) break;
        heap[place] = heap[child];
    }
    heap[place] = node;
    return least;
}

int main(void) {
    int counts[128] = {0}, count = 0, bits = 0;
    char letters[64];
    for (const char *at = text; *at; at++) counts[(int)*at]++;
    for (int c = 0; c < 128; c++) {
        if (counts[c] == 0) continue;
        letters[count] = (char)c;
        nodes[count].weight = counts[c];
        push(count++);
    }
    int last = count;
    while (size > 1) {
        int a = pop(), b = pop();
        nodes[last].weight = nodes[a].weight + nodes[b].weight;
        nodes[a].parent = nodes[b].parent = last;
        push(last++);
    }
    for (int index = 0; index < count; index++) {
        int length = 0;
        for (int node = index; nodes[node].parent; node = nodes[node].parent) length++;
        bits += length * counts[(int)letters[index]];
    }
    printf("%d letters, %d bits instead of %d\n", count, bits, (int)strlen(text) * 8);
    return bits & 0xFF;
}
