import Domain
import Foundation

extension FuzzTarget {
    /// A list of prices.
    static let prices = FuzzTarget(
        "prices", longest: 1 << 18,
        words: [
            "{\"date\":\"2026-01-31\",\"prices\":[", "{\"provider\":\"openai\",\"model\":\"", "\"input\":", "\"output\":", "1e6", "1000001", "-0",
            "1e-400", "}", "]", ",",
        ]
    ) { bytes in
        do throws(ValidationError) {
            let list = try PriceList(json: Data(bytes))
            _ = list.price(of: WriterName("openai:gpt-4o-mini"))
        } catch {
            try hold(error.issues.allSatisfy { $0.field == "LLM_PRICES" && !$0.message.isEmpty }, "a refused list names the setting")
        }
    }
}
