/// Whether it is one of OpenAI's models that think first: `o1`, `o3-mini`, `gpt-5` and on.
func thinksFirst(_ model: String) -> Bool {
    if model.hasPrefix("gpt-5") { return true }
    let name = model.utf8
    return name.first == UInt8(ascii: "o") && name.dropFirst().first.map { (0x30...0x39).contains($0) } == true
}

/// The tokens beyond the answer's that a model gets which spends from one limit on thinking as well.
let roomForThinking = 4000
