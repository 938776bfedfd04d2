// System calls and macros that Swift's Glibc module does not offer.
#ifndef CLINUX_H
#define CLINUX_H
#endif
