with Ada.Integer_Text_IO; use Ada.Integer_Text_IO;
with Ada.Long_Long_Integer_Text_IO; use Ada.Long_Long_Integer_Text_IO;
with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   N : Integer;
   X : Long_Long_Integer;
   Sum : Long_Long_Integer := 0;
begin
   Get (N);
   for I in 1 .. N loop
      Get (X);
      Sum := Sum + X;
   end loop;
   if N > 0 then
      raise Constraint_Error with "raised on purpose";
   end if;
   Put (Sum, Width => 0);
   New_Line;
end Main;
