program Sampler;
var
  pattern: string;
  i, j, n: integer;
begin
  readln(pattern);
  n := length(pattern);
  for i := 0 to n + 1 do
  begin
    for j := 0 to n + 1 do
      if (i = 0) or (j = 0) or (i = n + 1) or (j = n + 1) then
        write('O')
      else if i <> j then
        write(' ')
      else if pattern[i] = 'U' then
        write('X')
      else
        write('x');
    writeln;
  end;
end.
