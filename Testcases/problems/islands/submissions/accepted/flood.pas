program Flood;
var
  chart: array[0..301] of ansistring;
  height, width, y, x, count, largest, size: longint;

procedure visit(y, x: longint);
begin
  if (y < 1) or (y > height) or (x < 1) or (x > width) or (chart[y][x] <> '#') then
    exit;
  chart[y][x] := ' ';
  size := size + 1;
  visit(y - 1, x);
  visit(y + 1, x);
  visit(y, x - 1);
  visit(y, x + 1);
end;

begin
  readln(height, width);
  for y := 1 to height do
    readln(chart[y]);
  count := 0;
  largest := 0;
  for y := 1 to height do
    for x := 1 to width do
    begin
      size := 0;
      visit(y, x);
      if size > 0 then
        count := count + 1;
      if size > largest then
        largest := size;
    end;
  writeln(count, ' ', largest);
end.
