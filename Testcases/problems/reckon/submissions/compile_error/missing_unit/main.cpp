#include "parser.h"

int main() { return parse(); }
