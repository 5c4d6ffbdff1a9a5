// What is wrong with an image.

import Support

/// A part of an image that is not what it should be.
package struct ImageError: Error, Hashable {
    package let message: String
    /// Where in the file, in bytes from its start.
    package let offset: Int

    package init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}

extension Diagnostic {
    package static func brokenImage(_ error: ImageError, _ path: String) -> Diagnostic {
        let place = "0x" + String(error.offset, radix: 16)
        return .error("E2700", "broken image: \(error.message), at byte \(place)", path: path)
    }
}
