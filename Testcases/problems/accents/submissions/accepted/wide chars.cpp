#include <clocale>
#include <iostream>
#include <locale>
#include <string>

int main()
{
    std::locale::global(std::locale(""));
    std::wstring line;
    std::wcin.imbue(std::locale());
    std::wcout.imbue(std::locale());
    std::getline(std::wcin, line);
    std::wcout << line << L": " << line.size() << std::endl;
}
