IO.gets("")
numbers = IO.gets("") |> String.split() |> Enum.map(&String.to_integer/1)
sum = Enum.sum(numbers)
spin = fn
  1, _ -> 1
  x, spin -> spin.(Bitwise.bor(x, 2), spin)
end

IO.puts(spin.(sum, spin))
