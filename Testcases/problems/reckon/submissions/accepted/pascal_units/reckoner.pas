unit Reckoner;

interface

var
  line: string;
  place: integer;

function Sum: int64;

implementation

function Operand: int64;
begin
  if line[place] = '(' then
  begin
    place := place + 1;
    Operand := Sum();
  end
  else
    Operand := ord(line[place]) - ord('0');
  place := place + 1;
end;

function Product: int64;
var
  value: int64;
begin
  value := Operand();
  while (place <= length(line)) and (line[place] = '*') do
  begin
    place := place + 1;
    value := value * Operand();
  end;
  Product := value;
end;

function Sum: int64;
var
  value: int64;
  sign: char;
begin
  value := Product();
  while (place <= length(line)) and ((line[place] = '+') or (line[place] = '-')) do
  begin
    sign := line[place];
    place := place + 1;
    if sign = '+' then
      value := value + Product()
    else
      value := value - Product();
  end;
  Sum := value;
end;

end.
