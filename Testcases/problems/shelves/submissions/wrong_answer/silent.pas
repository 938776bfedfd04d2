program Silent;
begin
end.
