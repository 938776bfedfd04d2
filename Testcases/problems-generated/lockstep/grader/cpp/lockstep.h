#pragma once

// The number after the step of the process called `index`.
int step(int index, int number);
