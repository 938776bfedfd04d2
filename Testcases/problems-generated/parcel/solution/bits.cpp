#include "parcel.h"

std::string pack(int weight) {
    std::string letters;
    for (int i = 0; i < 20; i++) letters += weight >> i & 1 ? 'b' : 'a';
    return letters;
}

int unpack(const std::string &letters) {
    int weight = 0;
    for (int i = 0; i < 20; i++) weight |= (letters[i] == 'b') << i;
    return weight;
}
