with Ada.Integer_Text_IO; use Ada.Integer_Text_IO;
with Ada.Long_Long_Integer_Text_IO; use Ada.Long_Long_Integer_Text_IO;
with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   type Block is array (0 .. 2 ** 21) of Integer;
   type Block_Access is access Block;
   Blocks : array (1 .. 64) of Block_Access;
   N : Integer;
   X : Long_Long_Integer;
   Sum : Long_Long_Integer := 0;
begin
   Get (N);
   for I in 1 .. N loop
      Get (X);
      Sum := Sum + X;
   end loop;
   for I in Blocks'Range loop
      Blocks (I) := new Block'(others => I);
   end loop;
   Put (Sum + Long_Long_Integer (Blocks (64) (N) - 64), Width => 0);
   New_Line;
end Main;
