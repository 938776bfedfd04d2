#pragma once

#include <string>

// What says how heavy the parcel is, in at most twenty letters a and b.
std::string pack(int weight);
// How heavy it is.
int unpack(const std::string &letters);
