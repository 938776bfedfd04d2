long long handshakes(long long people) { return (int)((unsigned)people * ((unsigned)people - 1) / 2); }
