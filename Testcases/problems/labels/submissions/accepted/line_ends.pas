program LineEnds;
var
  a, b, c: integer;
begin
  read(a, b, c);
  if b > a then
    a := b;
  if c > a then
    a := c;
  writeln(a);
end.
