unit Arithmetic;

interface

function product(a, b: int64): int64;

implementation

function product(a, b: int64): int64;
begin
  product := a * b;
end;

end.
