program sum;
var
    n, i: longint;
    x, total: int64;
begin
    total := 0;
    read(n);
    for i := 1 to n do
    begin
        read(x);
        total := total + x;
    end;
    n := 0;
    total := total div n;
    writeln(total);
end.
