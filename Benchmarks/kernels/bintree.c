// Search trees whose links are indices; run(n): n random keys in, then 3n looked up, then the depth, at most 200,000.

#include <stdint.h>

enum { MOST = 200001 };

struct node {
    uint32_t key, left, right, count;
};

static struct node nodes[MOST];
static uint32_t used;

static uint32_t insert(uint32_t root, uint32_t key) {
    uint32_t parent = 0, at = root;
    while (at != 0) {
        if (nodes[at].key == key) {
            nodes[at].count++;
            return root;
        }
        parent = at;
        at = key < nodes[at].key ? nodes[at].left : nodes[at].right;
    }
    used++;
    nodes[used].key = key;
    nodes[used].left = 0;
    nodes[used].right = 0;
    nodes[used].count = 1;
    if (parent == 0) return used;
    if (key < nodes[parent].key) {
        nodes[parent].left = used;
    } else {
        nodes[parent].right = used;
    }
    return root;
}

static uint32_t find(uint32_t at, uint32_t key) {
    while (at != 0) {
        struct node *node = &nodes[at];
        if (node->key == key) return node->count;
        at = key < node->key ? node->left : node->right;
    }
    return 0;
}

static uint32_t depth(uint32_t at) {
    if (at == 0) return 0;
    uint32_t left = depth(nodes[at].left), right = depth(nodes[at].right);
    return 1 + (left > right ? left : right);
}

uint64_t run(uint32_t n) {
    used = 0;
    uint32_t root = 0, random = 7;
    for (uint32_t i = 0; i < n; i++) {
        random = random * 1664525 + 1013904223;
        root = insert(root, random >> 12);
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < 3 * n; i++) sum = sum * 3 + (uint64_t)find(root, i * 5);
    return sum + ((uint64_t)depth(root) << 32) + (uint64_t)used;
}
