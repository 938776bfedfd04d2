// The start of a run is the same here as in a cell.
#include "../verdict-cell/child.c" // IWYU pragma: keep
