program Cake;
var
  a, b: longint;
begin
  read(a, b);
  writeln(a div b, ' ', a mod b);
  halt(0);
end.
