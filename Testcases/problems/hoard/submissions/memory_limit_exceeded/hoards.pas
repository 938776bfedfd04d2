program Hoards;
var
  block: pointer;
begin
  while true do
  begin
    getmem(block, 4194304);
    fillchar(block^, 4194304, 1);
  end;
end.
