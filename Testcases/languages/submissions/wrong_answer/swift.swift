_ = readLine()
var sum = (readLine() ?? "").split(separator: " ").compactMap { Int($0) }.reduce(0, +)
print(sum + 1)
