import std.algorithm, std.array, std.conv, std.stdio;

void main() {
    readln();
    long total = readln().split.map!(to!long).sum;
    writeln(total + 1);
}
