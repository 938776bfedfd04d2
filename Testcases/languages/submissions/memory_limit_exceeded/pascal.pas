program sum;
var
    n, i: longint;
    x, total: int64;
    block: pointer;
begin
    total := 0;
    read(n);
    for i := 1 to n do
    begin
        read(x);
        total := total + x;
    end;
    for i := 1 to 64 do
    begin
        getmem(block, 8 shl 20);
        fillchar(block^, 8 shl 20, i);
    end;
    writeln(total);
end.
