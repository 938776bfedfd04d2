// Reads the output by the name of its own standard input, and says why it rejects it on standard error only.
#include <fstream>
#include <iostream>

int main(int, char **arguments)
{
    std::ifstream output("/dev/stdin"), answer(arguments[2]);
    long got = 0, wanted = 0;
    answer >> wanted;
    if (output >> got && got == wanted)
        return 42;
    std::ofstream("/dev/stderr") << "die Spülung gibt " << got << " statt " << wanted << "\n";
    return 43;
}
