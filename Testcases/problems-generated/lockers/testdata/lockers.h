/* The type that all sums fit into. */
typedef unsigned long long lockers;
