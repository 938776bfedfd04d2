#ifndef MIRROR_H
#define MIRROR_H

/* Turns the word of `length` letters round in its place. */
void mirror(char *word, int length);

#endif
