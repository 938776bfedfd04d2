// Loses its step after a while.
#include "lockstep.h"

int step(int index, int number) { return number + index + (number < 500); }
