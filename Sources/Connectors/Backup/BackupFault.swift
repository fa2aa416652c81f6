/// Why a backup cannot be read; each says what it means for whoever wants it back.
package enum BackupFault: Error, Equatable {
    case notABackup
    case needsKey
    case wrongKey
    case notEncrypted
    case truncated
    case damaged

    package var sentence: String {
        switch self {
        case .notABackup: "is no backup of CRM Agent, or of a version that this one does not read."
        case .needsKey: "is encrypted: put the key that it was made with into BACKUP_KEY."
        case .wrongKey: "was made with another key than the one in BACKUP_KEY."
        case .notEncrypted: "is not encrypted although BACKUP_KEY is set, so nobody can vouch for it: unset BACKUP_KEY if you made it without."
        case .truncated: "ends too early: it was not copied whole. Use another copy."
        case .damaged: "has been changed or damaged since it was made. Use another copy."
        }
    }
}
