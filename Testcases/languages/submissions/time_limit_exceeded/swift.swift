_ = readLine()
var sum = (readLine() ?? "").split(separator: " ").compactMap { Int($0) }.reduce(0, +)
while sum != 1 { sum |= 2 }
print(sum)
