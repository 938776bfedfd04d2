// The directory of the program's own descriptors has three, and no more.
#include <cstdio>
#include <dirent.h>
#include <fstream>
#include <string>

int main()
{
    int seen = 0;
    if (DIR *all = opendir("/dev/fd")) {
        int own = dirfd(all);
        while (dirent *entry = readdir(all))
            seen += entry->d_name[0] != '.' && entry->d_name != std::to_string(own);
        closedir(all);
    }
    std::ifstream in("/proc/self/fd/0");
    std::ofstream out("/dev/fd/1");
    long count, value, sum = 0;
    for (in >> count; count-- > 0 && in >> value;)
        sum += value;
    out << (seen == 3 ? sum : -1) << std::endl;
}
