IO.gets("")
numbers = IO.gets("") |> String.split() |> Enum.map(&String.to_integer/1)
sum = Enum.sum(numbers)
IO.puts(sum)
