public import Coordinator

extension RouteRequest {
    /// How many of a list are wanted, by the query's `limit`: 50, where it says nothing.
    /// - Parameter most: how many one answer has at most.
    /// - Throws: `DomainError` (`invalid`) for what is no such number.
    public func limit(most: Int = 200) throws(DomainError) -> Int {
        guard let text = query["limit"] else { return min(50, most) }
        guard let number = Int(text), (1...most).contains(number) else {
            throw DomainError(.invalid, "limit must be from 1 to \(most)")
        }
        return number
    }
}
