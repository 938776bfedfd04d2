// Does nothing: what a run costs when the program costs nothing.
int main(void) { return 0; }
