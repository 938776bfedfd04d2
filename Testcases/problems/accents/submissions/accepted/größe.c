#include <locale.h>
#include <stdio.h>
#include <wchar.h>

int main(void)
{
    wchar_t line[100];
    if (!setlocale(LC_ALL, "") || !fgetws(line, 100, stdin))
        return 1;
    line[wcscspn(line, L"\n")] = L'\0';
    printf("%ls: %zu\n", line, wcslen(line));
    return 0;
}
