// What a program weighs before anything is added to it.
#include <cstdio>

int main() { std::puts("nothing"); }
