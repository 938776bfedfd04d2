uses arithmetic;

var
  a, b: int64;
begin
  readln(a, b);
  writeln(product(a, b));
end.
