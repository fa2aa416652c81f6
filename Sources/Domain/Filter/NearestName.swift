/// The name that a mistyped one most likely means; nil where none is near: at most a third of its letters differ.
package func nearestName(to typed: String, among names: [String]) -> String? {
    let typed = Array(typed.lowercased().prefix(64))
    let found = names.map { (name: $0, distance: editDistance(typed, Array($0.lowercased()))) }.min { $0.distance < $1.distance }
    guard let found, found.distance <= max(1, found.name.count / 3) else { return nil }
    return found.name
}

/// What whoever mistyped a name may have meant, `did you mean email?`, or else what there is.
package func suggestion(for typed: String, among names: [String], otherwise: @autoclosure () -> String) -> String {
    nearestName(to: typed, among: names).map { "did you mean \($0)?" } ?? otherwise()
}

/// Whether two words are the same but for one letter, or two that have changed places.
package func isNearly(_ typed: String, _ word: String) -> Bool {
    abs(typed.utf8.count - word.utf8.count) < 2 && editDistance(Array(typed), Array(word)) == 1
}

/// How many letters must be put in, taken out, exchanged, or swapped with their neighbour: the optimal string alignment
/// distance.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var rows = [Array(0...right.count)]
    for row in left.indices {
        var next = [row + 1]
        for column in right.indices {
            let isSame = left[row] == right[column]
            var cost = min(rows[row][column] + (isSame ? 0 : 1), rows[row][column + 1] + 1, next[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                cost = min(cost, rows[row - 1][column - 1] + 1)
            }
            next.append(cost)
        }
        rows.append(next)
    }
    return rows[left.count][right.count]
}
