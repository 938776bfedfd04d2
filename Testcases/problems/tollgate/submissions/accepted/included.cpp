#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include "modulus.h"

int main(int, char **arguments) {
    std::map<std::string, int> tariff;
    std::ifstream file("tariff.txt");
    std::string kind;
    for (int toll; file >> kind >> toll;) tariff[kind] = toll;
    int count = 0, sum = 0;
    std::cin >> count;
    while (count-- > 0 && std::cin >> kind) sum += tariff[kind] - std::stoi(arguments[1]);
    std::cout << sum % modulus << "\n";
}
