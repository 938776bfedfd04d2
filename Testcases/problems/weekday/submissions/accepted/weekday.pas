program Weekday;
uses
  sysutils;
const
  names: array[1..7] of string = ('Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday');
var
  line: string;
begin
  readln(line);
  writeln(names[DayOfWeek(EncodeDate(StrToInt(copy(line, 1, 4)), StrToInt(copy(line, 6, 2)), StrToInt(copy(line, 9, 2))))]);
end.
