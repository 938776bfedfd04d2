program Broken;
{ @EXPECTED_RESULTS@: COMPILER-ERROR }
begin
  writeln(missing)
end.
