extension QRDrawing {
    /// How hard it is to read, by the standard's four rules: the least is best.
    var penalty: Int {
        let rows = (0..<size).map { y in (0..<size).map { x in modules[y * size + x] } }
        let columns = (0..<size).map { x in rows.map { $0[x] } }
        let lines = (rows + columns).reduce(0) { $0 + Self.runs($1) + Self.finders($1) }
        return lines + Self.squares(rows) + balance
    }

    /// Five and more of one kind in a line.
    private static func runs(_ line: [Bool]) -> Int {
        var (sum, length, last) = (0, 0, Bool?.none)
        for module in line {
            length = module == last ? length + 1 : 1
            last = module
            if length == 5 { sum += 3 } else if length > 5 { sum += 1 }
        }
        return sum
    }

    /// What looks like a finder pattern, with light on a side of it.
    private static func finders(_ line: [Bool]) -> Int {
        let core = [true, false, true, true, true, false, true]
        guard line.count >= core.count else { return 0 }
        func isLight(_ places: Range<Int>) -> Bool { places.allSatisfy { !line.indices.contains($0) || !line[$0] } }
        return (0...line.count - core.count).reduce(0) { sum, start in
            let end = start + core.count
            guard Array(line[start..<end]) == core else { return sum }
            return sum + (isLight(start - 4..<start) ? 40 : 0) + (isLight(end..<end + 4) ? 40 : 0)
        }
    }

    /// Four of one kind in a square.
    private static func squares(_ rows: [[Bool]]) -> Int {
        var sum = 0
        for y in 1..<rows.count {
            for x in 1..<rows.count {
                let one = rows[y][x]
                if rows[y][x - 1] == one, rows[y - 1][x] == one, rows[y - 1][x - 1] == one { sum += 3 }
            }
        }
        return sum
    }

    /// Far more of one kind than of the other.
    private var balance: Int {
        let dark = modules.count { $0 }
        let distance = abs(dark * 20 - modules.count * 10)
        return distance / modules.count * 10
    }
}
