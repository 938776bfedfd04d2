program Till;
var
  n, i: longint;
  entry, total: int64;
begin
  read(n);
  total := 0;
  for i := 1 to n do
  begin
    read(entry);
    total := total + entry;
  end;
  writeln(total);
end.
