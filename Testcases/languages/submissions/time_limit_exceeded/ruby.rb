gets
sum = gets.split.map(&:to_i).sum
sum |= 2 while sum != 1
puts sum
