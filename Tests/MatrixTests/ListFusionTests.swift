// Which list functions become one loop, and which may not. That the loops do the same is for the goldens and the fuzzer.

import Driver
import IR
import Testing

@Suite struct ListFusionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let form: String
        let loops: Int

        var testDescription: String { form }
    }

    private static let definitions = """
        (load "src/prelude.valk")
        (fun {square x} {* x x})
        (fun {small? x} {< x 10})
        (fun {fib n} {if (< n 2) {n} {+ (fib (- n 1)) (fib (- n 2))}})
        (fun {shown x} {do (print x) x})
        (= {level} 1)
        (fun {raise-level} {def {level} 2})
        (fun {scaled x} {* x level})
        (fun {my-map f l} {if (== l nil) {nil} {join (list (f (head l))) (my-map f (tail l))}})

        """

    @Test(arguments: [
        Case(form: "(foldl + 0 (map square {1 2}))", loops: 1),
        Case(form: "(sum (filter small? (map square (range 0 9))))", loops: 1),
        Case(form: "(reverse (map square (range 0 9)))", loops: 1),
        Case(form: "(len (filter small? (range 0 9)))", loops: 1),
        Case(form: "(map square (map square {1 2}))", loops: 1),
        // Nothing between them.
        Case(form: "(map square {1 2})", loops: 0),
        Case(form: "(len (range 0 9))", loops: 1),
        // One function may do more than compute, if the others come to an end.
        Case(form: "(map shown (map square {1 2}))", loops: 1),
        Case(form: "(map shown (map fib {1 2}))", loops: 0),
        Case(form: "(map square (map fib {1 2}))", loops: 1),
        Case(form: "(map shown (map shown {1 2}))", loops: 0),
        Case(form: "((\\ {f} {map f (map square {1 2})}) shown)", loops: 1),
        Case(form: "((\\ {f g} {map f (map g {1 2})}) shown shown)", loops: 0),
        // An error from the filter would keep what stands before it from being done.
        Case(form: "(map square (filter shown {1 2}))", loops: 0),
        Case(form: "(map square (filter small? (map shown {1 2})))", loops: 1),
        // The second filter's list is one of its own.
        Case(form: "(sum (filter small? (filter small? (map square {1 2}))))", loops: 2),
        // What is read may have changed by the time that it is read.
        Case(form: "(do (raise-level) (map shown (map scaled {1 2})))", loops: 0),
        // Functions with other numbers of arguments answer with functions or errors.
        Case(form: "(map square (map + {1 2}))", loops: 0),
        // The program's own functions are what they are.
        Case(form: "(my-map square (my-map square {1 2}))", loops: 0),
    ])
    func fuses(_ example: Case) throws {
        let text = Array((Self.definitions + "(print \(example.form))").utf8)
        let plain = try #require(InMemoryCompiler.module(ofLisp: [text])?.module)
        let fused = try #require(InMemoryCompiler.module(ofLisp: [text], for: .standard)?.module)
        #expect(loops(of: plain) == 0)
        #expect(loops(of: fused) == example.loops)
    }

    private func loops(of module: Module) -> Int {
        module.functions.values.count { $0.name.contains(".lists.") && $0.name.hasSuffix(".loop") }
    }
}
