#pragma once

#ifdef __cplusplus
extern "C" {
#endif
/* Writes taps, 0 or 1, that tell the number; returns how many, 1000 at most. */
int tell(int number, int taps[]);
/* The number that the taps tell. */
int hear(int count, const int taps[]);
#ifdef __cplusplus
}
#endif
