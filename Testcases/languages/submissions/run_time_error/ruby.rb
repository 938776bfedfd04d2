gets
sum = gets.split.map(&:to_i).sum
puts sum / (sum - sum)
