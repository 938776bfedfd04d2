_ = readLine()
var sum = (readLine() ?? "").split(separator: " ").compactMap { Int($0) }.reduce(0, +)
struct Failure: Error {
    var reason: String
}
if sum != 1 { throw Failure(reason: "thrown on purpose") }
print(sum)
