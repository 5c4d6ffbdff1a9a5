// From an image to a module: the way in for the driver.

import IR
import Support

/// What a program sends when it starts.
package struct SmalltalkEntry: Sendable {
    /// As the user wrote it.
    package let name: String
    package let method: MethodID
    package let receiver: Receiver
    /// Integers that the message passes.
    package let arguments: [Int64]

    package enum Receiver: Hashable, Sendable {
        /// The class whose metaclass has the method.
        case object(ObjectID)
        case integer(Int64)
    }
}

public struct CompiledSmalltalk: Sendable {
    public let module: Module
    public let statistics: SmalltalkStatistics
}

public enum SmalltalkFrontEnd {
    /// The module of a program that sends `entries` one after the other. `receiver` is what entries of the instance
    /// side are sent to; `path` is where the image came from. With `place` code has locations: that gives the places of
    /// texts that an image was assembled of. Nil with errors in the log: E2702 to E2704.
    public static func program(
        _ image: SmalltalkImage, entries names: [String], receiver: Int64?, printsResults: Bool, name: String,
        path: String, place: ((SourceSpan) -> SmalltalkPlace?)? = nil, plain: Set<MethodID> = [],
        log: inout DiagnosticLog
    ) -> CompiledSmalltalk? {
        guard let (world, entries) = start(image, names, receiver, path, &log) else { return nil }
        do throws(UnsoundMethod) {
            var closed = try ClosedWorld(world, entries, sending: printsResults ? ["printString"] : [])
            if !plain.isEmpty { closed.plain = .these(plain) }
            let module = ProgramLowering.lower(
                closed, name: name, entries, printsResults: printsResults, place: place)
            return CompiledSmalltalk(module: module, statistics: SmalltalkStatistics(closed, module))
        } catch {
            log.report(.unsound(error))
            return nil
        }
    }

    /// The checks of a program's methods; nil with the same errors as `program`.
    package static func validation(
        _ image: SmalltalkImage, entries names: [String], receiver: Int64?, printsResults: Bool, name: String,
        path: String, _ round: ValidationRound, log: inout DiagnosticLog
    ) -> SmalltalkValidation? {
        guard let (world, entries) = start(image, names, receiver, path, &log) else { return nil }
        do throws(UnsoundMethod) {
            return try SmalltalkValidation(
                world, entries, sending: printsResults ? ["printString"] : [], round, name: name)
        } catch {
            log.report(.unsound(error))
            return nil
        }
    }

    /// The world of an image and the entries of a program in it.
    private static func start(
        _ image: SmalltalkImage, _ names: [String], _ receiver: Int64?, _ path: String, _ log: inout DiagnosticLog
    ) -> (SmalltalkWorld, [SmalltalkEntry])? {
        let world: SmalltalkWorld
        do throws(ImageError) {
            world = try SmalltalkWorld(image)
        } catch {
            log.report(.brokenImage(error, path))
            return nil
        }
        var entries: [SmalltalkEntry] = []
        for name in names {
            guard let entry = SmalltalkEntry(name, receiver: receiver, world) else {
                log.report(.error("E2702", "the image has no entry '\(name)'"))
                continue
            }
            entries.append(entry)
        }
        guard !log.hasErrors else { return nil }
        if entries.isEmpty {
            log.report(.error("E2703", "an image needs '--entry': what is to be sent first"))
            return nil
        }
        return (world, entries)
    }
}

extension SmalltalkFrontEnd {
    /// The module of all methods of an image, which starts nothing: what tests and fuzzing look at. Throws what is
    /// wrong with the image or the first method that is not sound.
    public static func wholeImage(_ image: SmalltalkImage) throws(Diagnostic) -> Module {
        let world: SmalltalkWorld
        do throws(ImageError) {
            world = try SmalltalkWorld(image)
        } catch {
            throw .brokenImage(error, "image")
        }
        do throws(UnsoundMethod) {
            let closed = try ClosedWorld(all: world)
            return ProgramLowering.lower(closed, name: "image", [], printsResults: false)
        } catch {
            throw .unsound(error)
        }
    }
}

extension Diagnostic {
    fileprivate static func unsound(_ method: UnsoundMethod) -> Diagnostic {
        .error("E2704", "the code of '\(method.name)' is not sound: \(method.fault.text)")
    }
}

extension SmalltalkEntry {
    /// `'Class class>>selector'` is sent to the class, `'Class>>selector'` to an integer. Arguments stand as in a
    /// message: `'Class class>>from: 1 to: 10'`. Nil when there is no such method, or it takes other arguments.
    init?(_ name: String, receiver: Int64?, _ world: SmalltalkWorld) {
        guard let arrows = name.firstRange(of: ">>"), let id = world.image.findClass(String(name[..<arrows.lowerBound]))
        else { return nil }
        var selector = "", arguments: [Int64] = []
        for (place, word) in name[arrows.upperBound...].split(separator: " ").enumerated() {
            if place % 2 == 0 {
                selector += word
            } else {
                guard let number = Int64(word) else { return nil }
                arguments.append(number)
            }
        }
        guard let method = world.lookup(selector, in: id),
            world.image.methods[method].header.argumentCount == arguments.count
        else { return nil }
        (self.name, self.method, self.arguments) = (name, method, arguments)
        if let instance = world.image.classes[id].instance {
            self.receiver = .object(world.image.classes[instance].object)
        } else if let receiver {
            self.receiver = .integer(receiver)
        } else {
            return nil
        }
    }
}
