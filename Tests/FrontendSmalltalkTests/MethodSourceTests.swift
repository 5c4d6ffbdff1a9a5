// The places that code of images has in a file of changes.

import FrontendSmalltalk
import Support
import Testing

@Suite struct MethodSourceTests {
    private static let lead = "'From a system of old'!\n"
    private static let text = """
        sum: list
        \t| total |
        \ttotal _ 0.
        \tlist do: [:each |
        \t\ttotal _ total + each size].
        \t1 to: 3 do: [:i |
        \t\ttotal := total
        \t\t\t* i].
        \tSmalltalk show: 'done!!'.
        \t^total negated
        """

    /// The lines of the sends in an assembled method whose trailer leads into `changes`; empty when it has no places.
    private func lines(_ changes: String, position: Int, mark: UInt8 = 253) throws -> [String] {
        let bytes = [position, position >> 8, position >> 16].map { UInt8(truncatingIfNeeded: $0) } + [mark]
        let trailer = Hexadecimal.text(bytes)
        let assembled = StasmPrograms.assemble(
            """
            class T super Object classvars Smalltalk
            method T>>sum: args 1 temps 4
                pushConstant 0
                popIntoTemporaryVariable 1
                pushTemporaryVariable 0
                pushClosure args 1 copied 0
                    pushTemporaryVariable 0
                    send size
                    blockReturnTop
                end
                send do:
                pop
                pushConstant 1
                popIntoTemporaryVariable 3
            loop:
                pushTemporaryVariable 3
                pushLiteral 3
                sendSpecial <=
                jumpIfFalse done
                pushTemporaryVariable 1
                pushTemporaryVariable 3
                sendSpecial *
                popIntoTemporaryVariable 1
                pushTemporaryVariable 3
                pushConstant 1
                sendSpecial +
                popIntoTemporaryVariable 3
                jump loop
            done:
                pushLiteralVariable Smalltalk
                pushLiteral 'done!'
                send show:
                pop
                pushTemporaryVariable 1
                send negated
                returnTop
                trailer \(trailer)
            end
            """)
        var image = try #require(assembled.image, "\(assembled.log.diagnostics)")
        var sources = assembled.sources
        let file = sources.add(SourceFile(name: "t.changes", changes))
        let id = try #require(image.findMethod("T>>sum:"))
        image.addPlaces(changes: Array(changes.utf8), file: file)
        let code = try #require(try image.methodCode(id))
        let places = try #require(image.codePlaces[image.methods[id].object])
        guard places.first?.span.file == file else { return [] }
        return code.instructions.compactMap { instruction in
            let name: String
            if case .sendSpecial(let index) = instruction.operation {
                name = image.selectors.names[index]
            } else if case .send(let index, _) = instruction.operation,
                case .object(let symbol) = image.literal(id, index)
            {
                name = image.memory.text(symbol) ?? "?"
            } else {
                return nil
            }
            let place = places.last { $0.pc <= instruction.pc }
            return place.map { "\(name) \(sources[file].position(Int($0.span.start)).line)" }
        }
    }

    @Test func sendsHaveTheirLines() throws {
        let found = try lines(Self.lead + Self.text + "! !\n", position: Self.lead.utf8.count)
        #expect(found == ["size 6", "do: 5", "<= 7", "* 9", "+ 7", "show: 10", "negated 11"])
    }

    /// What the text does not have is where the send before it is.
    @Test func otherTextIsMatchedWhereItCanBe() throws {
        let other = Self.text.replacing(" * i", with: " - i").replacing("\t\t\t* i", with: "\t\t\t- i")
        let found = try lines(Self.lead + other + "!", position: Self.lead.utf8.count)
        #expect(found == ["size 6", "do: 5", "<= 7", "* 7", "+ 7", "show: 10", "negated 11"])
        let cutOff = Self.lead + "sum: list\n\t^list do: [!"
        let start = try lines(cutOff, position: Self.lead.utf8.count)
        #expect(start.first == "size 2")
    }

    @Test func whatIsNoTextOfTheMethodGivesNothing() throws {
        let start = Self.lead.utf8.count, text = Self.lead + Self.text
        #expect(try lines(text + "!", position: start, mark: 252).isEmpty)
        #expect(try lines(text + "!", position: start, mark: 251).isEmpty)
        #expect(try lines(text + "!", position: start, mark: 255).isEmpty)
        #expect(try lines(text + "!", position: 1 << 20).isEmpty)
        #expect(try lines(text + "!", position: start + 1).isEmpty)
        #expect(try lines(text, position: start).isEmpty)
        #expect(try lines("", position: 0).isEmpty)
    }
}
