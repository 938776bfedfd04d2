// As many letters as it is heavy: too many for a heavy one.
#include "parcel.h"

std::string pack(int weight) { return std::string(weight, 'a'); }

int unpack(const std::string &letters) { return (int)letters.size(); }
