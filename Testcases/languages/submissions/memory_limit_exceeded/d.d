import std.algorithm, std.array, std.conv, std.stdio;

void main() {
    readln();
    long total = readln().split.map!(to!long).sum;
    long[][] blocks;
    foreach (i; 0 .. 64) {
        blocks ~= new long[1 << 20];
        blocks[i][] = i;
    }
    foreach (block; blocks) total += block[0] - block[$ - 1];
    writeln(total);
}
