/* The square of n. */
unsigned long long kites(unsigned long long n);
