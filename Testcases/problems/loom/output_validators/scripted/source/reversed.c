/* Accepts the answer's letters in reverse order. */
#include <stdio.h>
#include <string.h>

int main(int count, char **arguments)
{
    char answer[100] = "", output[100] = "", message[200];
    if (count < 5 || strcmp(arguments[1], "letters") != 0)
        return 1;
    FILE *file = fopen(arguments[3], "r");
    if (!file || !fgets(answer, sizeof answer, file) || !fgets(output, sizeof output, stdin))
        return 43;
    answer[strcspn(answer, "\n")] = output[strcspn(output, "\n")] = '\0';
    size_t length = strlen(answer);
    int same = length == strlen(output);
    for (size_t i = 0; same && i < length; i++)
        same = output[i] == answer[length - 1 - i];
    if (same)
        return 42;
    snprintf(message, sizeof message, "%s/judgemessage.txt", arguments[4]);
    file = fopen(message, "w");
    if (file)
        fprintf(file, "\"%s\" is no thread of \"%s\"\n", output, answer);
    return 43;
}
