#pragma once

// Declared, and defined nowhere: the linker complains.
int parse();
