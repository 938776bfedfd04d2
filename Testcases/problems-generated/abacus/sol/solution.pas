unit abacus;

interface

function product(first, second: int64): int64;

implementation

function product(first, second: int64): int64;
begin
    product := first * second;
end;

end.
