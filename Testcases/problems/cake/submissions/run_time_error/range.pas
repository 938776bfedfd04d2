program Range;
{$R+}
var
  parts: array[1..2] of longint;
  i: longint;
begin
  i := 0;
  while true do
  begin
    i := i + 1;
    read(parts[i]);
  end;
end.
