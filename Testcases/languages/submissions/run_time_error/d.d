import std.algorithm, std.array, std.conv, std.stdio;

void main() {
    readln();
    long total = readln().split.map!(to!long).sum;
    if (total != 1) throw new Exception("thrown on purpose");
    writeln(total);
}
