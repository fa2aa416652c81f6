/// Why a certificate and its key can't be used.
package struct TLSFault: Error, Equatable {
    /// The variable to put right.
    package let setting: String
    /// Goes on from the variable's name.
    package let reason: String
}
