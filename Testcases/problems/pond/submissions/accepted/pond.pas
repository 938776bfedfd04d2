program Pond;
{ The sign before the first number and the many digits are allowed. }
uses
  math, sysutils;
var
  x, y: array[0..1000] of double;
  n, i, j: longint;
  rope, doubled: double;
begin
  read(n);
  for i := 0 to n - 1 do
    read(x[i], y[i]);
  rope := 0;
  doubled := 0;
  for i := 0 to n - 1 do
  begin
    j := (i + 1) mod n;
    rope := rope + hypot(x[j] - x[i], y[j] - y[i]);
    doubled := doubled + (x[i] - x[0]) * (y[j] - y[0]) - (x[j] - x[0]) * (y[i] - y[0]);
  end;
  writeln('+', rope:0:12, ' ', abs(doubled) / 2:0:12);
end.
