var
  line: string;
  i, count: longint;
begin
  readln(line);
  count := 0;
  for i := 1 to length(line) do
    if (ord(line[i]) and $C0) <> $80 then inc(count);
  writeln(line, ': ', count);
end.
