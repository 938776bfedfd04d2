// The parts of the library that a cell's warm process loads.
#ifndef VERDICT_WARM_LIBRARY_H
#define VERDICT_WARM_LIBRARY_H

#include "../verdict-cell/warm.h"

// What the process was started with, as a start without this library would see it.
struct begun {
    char **arguments;
    char *environment[128];
    const char *program; // the file that the interpreter is about to read: the last argument
};

extern struct begun begun;

// Imports the modules of the page and gets ready to be copied. Returns 0, or -1 if this interpreter cannot be.
int python_prepare(const char *modules);

// Goes on in a copy of the interpreter.
void python_go_on(void);

// Whether `name`, up to its first full stop, is a module that was imported beforehand.
int python_has_imported(const char *name);

// Serves the cell until it is gone. Returns in the copies, and only there.
void serve(void);

// Remembers what a copy of this process has to be given back, or is to be like.
int copy_prepare(void);

// What the kernel does not copy: handlers of signals, and what the C library has told it of its thread.
void copy_restore(void);

// Whether the program finds here what it would find without this library: streams of the same kind, a file that is source
// text, and no file of its own that would be imported instead of a module that was imported beforehand.
int copy_is_faithful(void);

#endif
