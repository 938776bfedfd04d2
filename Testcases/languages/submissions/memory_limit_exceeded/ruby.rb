gets
sum = gets.split.map(&:to_i).sum
blocks = (1..64).map { |i| i.chr * (8 << 20) }
puts sum + blocks.size - 64
