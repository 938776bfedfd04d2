import Reporting
import Wire

/// What `verdict top` shows on a whole terminal: the newest overview, and how things stand with the coordinator.
struct TopPage {
    private let text: OverviewText
    private let style: TextStyle
    private let place: String
    private var overview: Verdict_V1_Overview?
    /// Why nothing new comes; nil while it does.
    private var trouble: String?

    /// A page about the coordinator at `place`.
    init(place: String, style: TextStyle) {
        self.place = place
        self.style = style
        text = OverviewText(style: style)
    }

    /// Takes in what came.
    mutating func take(_ news: TopNews) {
        switch news {
        case .overview(let overview): (self.overview, trouble) = (overview, nil)
        case .trouble(let words): trouble = words
        }
    }

    /// The page for a terminal of this size.
    func lines(columns: Int, rows: Int) -> [String] {
        let title = String("verdict top  \(PrintableText.line(place))   (q quits)".prefix(columns))
        var lines = [style.mark(title, .faint)]
        if let trouble {
            lines.append(style.mark(String(PrintableText.line(trouble).prefix(columns)), .doubtful))
        }
        if let overview {
            lines += text.lines(overview, width: columns, height: max(1, rows - lines.count))
        } else if trouble == nil {
            lines.append("waiting for the coordinator")
        }
        return Array(lines.prefix(rows))
    }
}

/// What `verdict top` learns.
enum TopNews: Sendable {
    /// What goes on now.
    case overview(Verdict_V1_Overview)
    /// Why nothing comes.
    case trouble(String)
}
