unit abacuslib;

interface

procedure readnumbers(var first, second: int64);

implementation

procedure readnumbers(var first, second: int64);
begin
    readln(first, second);
end;

end.
