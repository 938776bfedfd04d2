_ = readLine()
var sum = (readLine() ?? "").split(separator: " ").compactMap { Int($0) }.reduce(0, +)
let blocks = (1...64).map { [Int](repeating: $0, count: 1 << 20) }
print(sum + blocks.count - 64)
