// Never stops, and the loop cannot be optimised away.
int main() {
    volatile unsigned long turns = 0;
    for (;;) turns = turns + 1;
}
