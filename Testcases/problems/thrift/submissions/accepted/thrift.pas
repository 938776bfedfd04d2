program Thrift;
var
  n, x, a, c, m, i, all: int64;
begin
  read(n, x, a, c, m);
  all := 0;
  for i := 1 to n do
  begin
    x := (a * x + c) mod m;
    all := all xor x;
  end;
  writeln(all);
end.
