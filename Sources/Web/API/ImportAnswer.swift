package import Domain
package import Journey

extension JSONWriter {
    /// What an import did, or would do.
    package mutating func imported(_ report: ImportReport) {
        object { json in
            json.field("kind", report.kind.rawValue)
            json.field("dry_run", report.isDryRun)
            json.field("rows", Int64(report.rows))
            json.field("created", Int64(report.created))
            json.field("updated", Int64(report.updated))
            json.field("unchanged", Int64(report.unchanged))
            json.field("bad", Int64(report.bad))
            json.key("errors")
            json.array { json in
                for problem in report.problems {
                    json.object {
                        $0.field("line", Int64(problem.line))
                        $0.field("message", problem.message)
                    }
                }
            }
            json.key("columns")
            json.array { json in
                for match in report.matchedColumns {
                    json.object {
                        $0.field("column", match.column)
                        $0.field("field", match.field)
                    }
                }
            }
            json.key("ignored_columns")
            json.array { for column in report.ignoredColumns { $0.value(column) } }
            json.field("linked", Int64(report.linked))
            json.field("unknown_contacts", Int64(report.unknownContacts))
            json.key("ambiguous_contacts")
            json.object { json in
                for (name, count) in report.ambiguousContacts.sorted(by: { $0.key < $1.key }) { json.key(name); json.value(Int64(count)) }
            }
            json.key("own_stages")
            json.object { json in
                for (stage, count) in report.ownStages.sorted(by: { $0.key < $1.key }) { json.key(stage); json.value(Int64(count)) }
            }
        }
    }
}

extension Schema {
    static let importReport = object([
        "kind": words(ImportKind.allCases.map(\.rawValue)), "dry_run": ["type": "boolean"], "rows": integer, "created": integer,
        "updated": integer, "unchanged": integer, "bad": integer, "errors": list(object(["line": integer, "message": text])),
        "columns": list(object(["column": text, "field": text])), "ignored_columns": list(text), "linked": integer,
        "unknown_contacts": integer, "ambiguous_contacts": ["type": "object", "additionalProperties": ["type": "integer"]],
        "own_stages": ["type": "object", "additionalProperties": ["type": "integer"]],
    ])
}
