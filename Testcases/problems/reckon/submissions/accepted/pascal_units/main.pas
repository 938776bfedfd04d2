program Main;
uses
  Reckoner;
begin
  readln(line);
  place := 1;
  writeln(Sum);
end.
