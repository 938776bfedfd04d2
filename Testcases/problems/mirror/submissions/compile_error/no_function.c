#include "mirror.h"

static int unused;
