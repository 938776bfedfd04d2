import std.algorithm, std.array, std.conv, std.stdio;

void main() {
    readln();
    long total = readln().split.map!(to!long).sum;
    while (total != 1) total |= 2;
    writeln(total);
}
