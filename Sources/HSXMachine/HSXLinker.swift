// Merges objects into one program: sections one after the other in the order of the arguments, names resolved, entry
// chosen.
// Requires: nothing; inconsistent objects give diagnostics.

import Support

/// How objects become an image.
public struct HSXLinkOptions: Sendable {
    /// Give the reference linker's bytes, also where it silently encodes a wrong value.
    public var isCompatible = false
    /// The name in the image, by rule the stem of the output file.
    public var appName = ""
    public var allowsMultipleInstances = true
    public var requiredCapabilities: UInt32 = 0
    /// The greatest number of errors to report.
    public var maximumErrors = 100

    public init() {}
}

/// The linker's first step.
public struct HSXLinker {
    private let objects: [HSXObject]
    private let options: HSXLinkOptions
    var program = LinkedProgram()
    private var log = DiagnosticLog()
    /// What became of the files of each object, and how many inlined calls came before its own.
    var lineBases: [(files: [UInt32], calls: UInt32)] = []
    /// The exported definition of each program name.
    var globals = SecondaryMap<Symbol, LinkedSymbolID?>(initial: nil)

    /// The program made of `objects`, in order; nil, with errors in `log`, when they do not fit together.
    public static func merge(
        _ objects: [HSXObject], options: HSXLinkOptions = HSXLinkOptions(), log: inout DiagnosticLog
    ) -> LinkedProgram? {
        var linker = HSXLinker(objects: objects, options: options)
        linker.run()
        log.append(linker.log)
        return linker.log.hasErrors ? nil : linker.program
    }

    private init(objects: [HSXObject], options: HSXLinkOptions) {
        self.objects = objects
        self.options = options
    }

    private mutating func run() {
        guard !objects.isEmpty else {
            log.report(.noObjects())
            return
        }
        guard place() else { return }
        var locals: [SecondaryMap<Symbol, LinkedSymbolID?>] = []
        for (index, object) in objects.enumerated() { locals.append(define(object, LinkedModuleID(index: index))) }
        for (index, object) in objects.enumerated() { resolve(object, LinkedModuleID(index: index), locals[index]) }
        program.relocationOfWord = Array(repeating: 0, count: program.code.count)
        for (place, relocation) in program.codeRelocations.enumerated() {
            program.relocationOfWord[Int(relocation.offset / 4)] = UInt32(place + 1)
        }
        chooseEntry(locals)
        mergeMetadata(locals)
        for (index, object) in objects.enumerated() {
            appendVariables(object, LinkedModuleID(index: index), locals[index])
        }
    }

    private mutating func report(_ diagnostic: Diagnostic) {
        if log.errorCount < options.maximumErrors { log.report(diagnostic) }
    }

    // MARK: Sections

    /// Lays out the sections; false when they are larger than the machine.
    private mutating func place() -> Bool {
        var bssSize: UInt64 = 0
        for object in objects {
            pad(&program.code, toBytes: object.codeAlignment, unit: 4, with: 0)
            pad(&program.data, toBytes: object.dataAlignment, unit: 1, with: 0)
            let alignment = UInt64(options.isCompatible ? 1 : max(1, object.bssAlignment))
            bssSize = (bssSize + alignment - 1) / alignment * alignment
            program.bssAlignment = max(program.bssAlignment, UInt32(alignment))
            program.modules.append(
                LinkedModule(
                    path: object.path, source: object.lineTable.files.first ?? "",
                    codeBase: UInt32(program.code.count) * 4, dataBase: UInt32(program.data.count),
                    bssBase: UInt32(bssSize)))
            program.code += object.code
            program.data += object.data
            bssSize += UInt64(object.bssSize)
            guard fits(object, bssSize) else { return false }
            appendLines(object, base: UInt32(program.code.count - object.code.count) * 4)
        }
        program.bssSize = UInt32(bssSize)
        return true
    }

    private func pad<Element>(_ section: inout [Element], toBytes alignment: UInt32, unit: Int, with filler: Element) {
        guard !options.isCompatible, alignment > 1, alignment <= HSXMemory.maximumSectionSize else { return }
        while section.count * unit % Int(alignment) != 0 { section.append(filler) }
    }

    private mutating func fits(_ object: HSXObject, _ bssSize: UInt64) -> Bool {
        let codeSize = program.code.count * 4
        if codeSize > HSXMemory.maximumSectionSize {
            report(.tooLarge("code", codeSize, limit: HSXMemory.maximumSectionSize, object.path))
            return false
        }
        let room =
            options.isCompatible ? HSXMemory.maximumSectionSize : Int(HSXMemory.dataSpaceSize - HSXMemory.dataBase)
        let padding = bssSize == 0 ? 0 : UInt64(program.bssAlignment) - 1
        let dataSize = (UInt64(program.data.count) + padding) / (padding + 1) * (padding + 1) + bssSize
        if dataSize > UInt64(room) {
            report(.tooLarge("data", Int(clamping: dataSize), limit: room, object.path))
            return false
        }
        return true
    }

    // MARK: Names

    /// Enters the definitions of `object`; answers where each of its names is defined in it.
    private mutating func define(_ object: HSXObject, _ module: LinkedModuleID) -> SecondaryMap<Symbol, LinkedSymbolID?>
    {
        var locals = SecondaryMap<Symbol, LinkedSymbolID?>(initial: nil, count: object.names.count)
        for symbol in object.symbols {
            let name = program.names.intern(symbol.name, from: object.names)
            let offset = program.modules[module].base(symbol.section) &+ symbol.offset
            let id = program.symbols.append(
                LinkedSymbol(
                    name: name, module: module, section: symbol.section, offset: offset, isExported: symbol.isExported,
                    span: symbol.span))
            locals[symbol.name] = id
            guard symbol.isExported else { continue }
            if let first = globals[name] {
                report(.duplicateExport(program, first, id))
            } else {
                globals[name] = id
            }
        }
        return locals
    }

    private mutating func resolve(
        _ object: HSXObject, _ module: LinkedModuleID, _ locals: SecondaryMap<Symbol, LinkedSymbolID?>
    ) {
        var global = SecondaryMap<Symbol, LinkedSymbolID?>(initial: nil, count: object.names.count)
        for symbol in object.names.symbols {
            let name = program.names.intern(symbol, from: object.names)
            global[symbol] = globals[name]
        }
        var reported = SecondaryMap<Symbol, Bool>(initial: false)
        for relocation in object.relocations {
            // The reference lets an export of any object shadow an object's own label.
            let own = locals[relocation.symbol]
            let other = global[relocation.symbol]
            guard let target = options.isCompatible ? other ?? own : own ?? other else {
                if !reported[relocation.symbol] { report(unresolved(relocation, object, module)) }
                reported[relocation.symbol] = true
                continue
            }
            let linked = LinkedRelocation(
                offset: program.modules[module].base(relocation.section) + relocation.offset, type: relocation.type,
                kind: relocation.kind, isPCRelative: relocation.isPCRelative, target: target, addend: relocation.addend,
                module: module, span: relocation.span)
            if relocation.section == .text {
                program.codeRelocations.append(linked)
            } else {
                program.dataRelocations.append(linked)
            }
        }
        for external in object.imports where global[external.name] == nil && !reported[external.name] {
            reported[external.name] = true
            report(.unsatisfiedImport(object.name(external.name), external.span, path: object.path))
        }
    }

    private func unresolved(_ relocation: HSXRelocation, _ object: HSXObject, _ module: LinkedModuleID) -> Diagnostic {
        let declaration = (object.imports + object.externs).first { $0.name == relocation.symbol }
        let offset = program.modules[module].base(relocation.section) + relocation.offset
        // A label of that name elsewhere that is only not exported is the likeliest cause.
        let name = object.name(relocation.symbol)
        let hidden = program.symbols.ids.first { program.names.name(program.symbols[$0].name) == name }
        return .unresolved(
            name, relocation.span, path: object.path, place: program.place(offset, in: relocation.section),
            declared: declaration?.span,
            hidden: hidden.map { (program.symbols[$0].span, program.modules[program.symbols[$0].module].path) })
    }

    // MARK: Entry

    /// `_start` if it is exported, else the first object's entry that is an exported name, else the first that is a
    /// name of its own object,
    /// else the offset in the first object.
    private mutating func chooseEntry(_ locals: [SecondaryMap<Symbol, LinkedSymbolID?>]) {
        let names = objects.enumerated().compactMap { index, object -> LinkedSymbolID? in
            guard case .symbol(let name) = object.entry else { return nil }
            return locals[index][name] ?? program.names.find(object.name(name)).flatMap { globals[$0] }
        }
        let start = program.names.find("_start").flatMap { globals[$0] }
        let chosen = start ?? names.first { program.symbols[$0].isExported } ?? names.first
        if let chosen {
            guard program.symbols[chosen].section == .text else {
                report(.entryOutsideCode(program.name(chosen), program.symbols[chosen].span, path: objects[0].path))
                return
            }
            program.entrySymbol = chosen
            program.entry = program.symbols[chosen].offset
        } else if case .offset(let offset) = objects[0].entry {
            program.entry = offset
        } else if case .symbol(let name) = objects[0].entry {
            report(.unknownEntry(objects[0].name(name), objects[0].entrySpan, path: objects[0].path))
            return
        }
        guard Int(program.entry) < program.code.count * 4, program.entry % 4 == 0 else {
            report(
                .badEntry(program.entry, codeSize: program.code.count * 4, objects[0].entrySpan, path: objects[0].path))
            return
        }
    }

    // MARK: Metadata

    private mutating func mergeMetadata(_ locals: [SecondaryMap<Symbol, LinkedSymbolID?>]) {
        var places: [String: (SourceSpan?, String)] = [:]
        for (index, object) in objects.enumerated() {
            for value in object.metadata.values {
                if isNew("value (\(value.group), \(value.id))", value.span, object.path, &places) {
                    program.metadata.values.append(value)
                }
            }
            for command in object.metadata.commands {
                guard isNew("command (\(command.group), \(command.id))", command.span, object.path, &places) else {
                    continue
                }
                var command = command
                command.handler = resolve(command.handler, command.span, index, locals[index])
                program.metadata.commands.append(command)
            }
            for mailbox in object.metadata.mailboxes
            where isNew("mailbox '\(mailbox.target)'", mailbox.span, object.path, &places) {
                program.metadata.mailboxes.append(mailbox)
            }
        }
    }

    private mutating func isNew(
        _ what: String, _ span: SourceSpan?, _ path: String, _ places: inout [String: (SourceSpan?, String)]
    ) -> Bool {
        if let first = places[what] {
            report(.duplicateMetadata(what, span, path: path, first: first.0, firstPath: first.1))
            return false
        }
        places[what] = (span, path)
        return true
    }

    private mutating func resolve(
        _ handler: HSXCommandHandler, _ span: SourceSpan?, _ module: Int,
        _ locals: SecondaryMap<Symbol, LinkedSymbolID?>
    ) -> HSXCommandHandler {
        switch handler {
        case .none: return .none
        case .offset(let offset): return .offset(program.modules[LinkedModuleID(index: module)].codeBase &+ offset)
        case .symbol(let name):
            let own = objects[module].names.find(name).flatMap { locals[$0] }
            guard let target = own ?? program.names.find(name).flatMap({ globals[$0] }),
                program.symbols[target].section == .text
            else {
                report(.unknownHandler(name, span, path: objects[module].path))
                return .none
            }
            return .offset(program.symbols[target].offset)
        }
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func noObjects() -> Diagnostic { .error("E2101", "nothing to link: no object was given") }

    fileprivate static func tooLarge(_ what: String, _ size: Int, limit: Int, _ path: String) -> Diagnostic {
        .error(
            "E2102", "the program's \(what) is \(size) bytes with '\(path)'; the machine has room for \(limit)",
            path: path)
    }

    fileprivate static func duplicateExport(
        _ program: LinkedProgram, _ first: LinkedSymbolID, _ second: LinkedSymbolID
    ) -> Diagnostic {
        let one = program.symbols[first]
        let two = program.symbols[second]
        let firstPath = program.modules[one.module].path
        return .error(
            "E2103",
            "'\(program.name(second))' is exported twice: by '\(firstPath)' and by '\(program.modules[two.module].path)'",
            at: two.span, path: program.modules[two.module].path,
            notes: [
                DiagnosticNote(
                    "first exported by '\(firstPath)' (\(program.place(one.offset, in: one.section)))", at: one.span)
            ])
    }

    fileprivate static func unresolved(
        _ name: String, _ span: SourceSpan?, path: String, place: String, declared: SourceSpan?,
        hidden: (SourceSpan?, String)?
    ) -> Diagnostic {
        var notes: [DiagnosticNote] = []
        if let declared { notes.append(DiagnosticNote("declared here", at: declared)) }
        if let hidden { notes.append(DiagnosticNote("'\(hidden.1)' defines it but does not export it", at: hidden.0)) }
        return .error(
            "E2104", "'\(name)' is used by '\(path)' (\(place)) and defined nowhere", at: span, path: path, notes: notes
        )
    }

    fileprivate static func unsatisfiedImport(_ name: String, _ span: SourceSpan?, path: String) -> Diagnostic {
        .error("E2105", "'\(path)' imports '\(name)', which no object exports", at: span, path: path)
    }

    fileprivate static func entryOutsideCode(_ name: String, _ span: SourceSpan?, path: String) -> Diagnostic {
        .error("E2106", "the entry '\(name)' is not in the code", at: span, path: path)
    }

    fileprivate static func unknownEntry(_ name: String, _ span: SourceSpan?, path: String) -> Diagnostic {
        .error("E2107", "the entry '\(name)' is defined nowhere", at: span, path: path)
    }

    fileprivate static func badEntry(_ entry: UInt32, codeSize: Int, _ span: SourceSpan?, path: String) -> Diagnostic {
        .error(
            "E2108",
            codeSize == 0
                ? "the program has no code to begin with"
                : "the entry is at byte \(entry); it must be a multiple of 4 below \(codeSize), the size of the code",
            at: span, path: path)
    }

    fileprivate static func duplicateMetadata(
        _ what: String, _ span: SourceSpan?, path: String, first: SourceSpan?, firstPath: String
    ) -> Diagnostic {
        .error(
            "E2109", "\(what) is declared twice: in '\(firstPath)' and in '\(path)'", at: span, path: path,
            notes: [DiagnosticNote("first declared in '\(firstPath)'", at: first)])
    }

    fileprivate static func unknownHandler(_ name: String, _ span: SourceSpan?, path: String) -> Diagnostic {
        .error("E2110", "the command's handler '\(name)' is no label in the code", at: span, path: path)
    }
}
