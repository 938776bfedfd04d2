program grader;

uses abacus, abacuslib;

var
    first, second: int64;

begin
    readnumbers(first, second);
    writeln(product(first, second));
end.
