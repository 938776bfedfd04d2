program Endless;
var
  n: longint;
  verse: string;
begin
  readln(n);
  readln(verse);
  while n > 0 do
  begin
    writeln(verse);
    n := n - 1;
  end;
  while true do
    writeln;
end.
