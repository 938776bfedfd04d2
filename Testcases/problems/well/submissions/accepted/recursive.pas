program Recursive;
var
  n, a, p: int64;

function Cloudiness(level: int64): int64;
begin
  if level = 0 then
    Cloudiness := 1
  else
    Cloudiness := (Cloudiness(level - 1) * a + level) mod p;
end;

begin
  read(n, a, p);
  writeln(Cloudiness(n));
end.
