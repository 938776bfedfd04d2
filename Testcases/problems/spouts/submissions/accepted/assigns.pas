var
  source, sink: text;
  count: longint;
  value, sum: int64;
begin
  assign(source, '/dev/stdin');
  reset(source);
  assign(sink, '/dev/stdout');
  rewrite(sink);
  sum := 0;
  read(source, count);
  while count > 0 do
  begin
    read(source, value);
    sum := sum + value;
    dec(count);
  end;
  writeln(sink, sum);
  close(sink);
end.
