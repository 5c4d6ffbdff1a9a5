// Expressions as trees in an array: built, simplified, printed and evaluated.
#include <stdio.h>

enum kind { NUMBER, VARIABLE, SUM, PRODUCT };
struct node { enum kind kind; union { int value; char name; struct { unsigned char left, right; }; }; };

static struct node nodes[64];
static unsigned char count;

static unsigned char make(struct node node) {
    nodes[count] = node;
    return count++;
}
static unsigned char number(int value) { return make((struct node){NUMBER, {.value = value}}); }
static unsigned char variable(char name) { return make((struct node){VARIABLE, {.name = name}}); }
static unsigned char pair(enum kind kind, unsigned char left, unsigned char right) {
    return make((struct node){kind, {.left = left, .right = right}});
}
static int is(unsigned char n, int value) { return nodes[n].kind == NUMBER && nodes[n].value == value; }

static unsigned char simplify(unsigned char n) {
    struct node *node = &nodes[n];
    if (node->kind == NUMBER || node->kind == VARIABLE) return n;
    unsigned char left = simplify(node->left), right = simplify(node->right);
    if (node->kind == PRODUCT && (is(left, 0) || is(right, 0))) return number(0);
    if (is(left, node->kind == PRODUCT)) return right;
    if (is(right, node->kind == PRODUCT)) return left;
    if (nodes[left].kind == NUMBER && nodes[right].kind == NUMBER) {
        int a = nodes[left].value, b = nodes[right].value;
        return number(node->kind == SUM ? a + b : a * b);
    }
    return pair(node->kind, left, right);
}

static void show(unsigned char n) {
    switch (nodes[n].kind) {
        case NUMBER: printf("%d", nodes[n].value); break;
        case VARIABLE: putchar(nodes[n].name); break;
        case SUM:
        case PRODUCT:
            putchar('(');
            show(nodes[n].left);
            putchar(nodes[n].kind == SUM ? '+' : '*');
            show(nodes[n].right);
            putchar(')');
            break;
    }
}

int main(void) {
    unsigned char x = variable('x'), tree = pair(SUM, pair(PRODUCT, number(1), pair(SUM, x, number(0))), pair(PRODUCT, pair(SUM, number(2), number(3)), number(-4)));
    unsigned char simple = simplify(tree), zero = simplify(pair(PRODUCT, tree, number(0)));
    show(tree), putchar(' '), show(simple), putchar(' '), show(zero), putchar('\n');
    return count;
}
