// The long texts behind the codes of the Lisp front end, for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of Lisp. What is wrong with programs are error values when they run, so hubc warns.
public enum LispExplanations {
    public static let all: [Explanation] = [
        Explanation(
            "E2500", "text that is no Lisp",
            """
            Here the reader comes upon something that is no datum: a bracket that is never
            closed or does not fit, a character outside of strings that no symbol has, an
            escape that strings do not know, a number of more than 64 bits. The forms before
            it run; then the program prints the error, and the file ends. Lisp reports it
            when it happens, so that the program is built all the same.
            """
        ),
        Explanation(
            "E2501", "a name that nothing defines",
            """
            No 'def', 'fun' or '=' of the program or of the files it loads gives the name a
            value, it is no builtin, and no variable here. When the code runs, its value is
            the error 'Symbol … is not bound'. Functions made by 'fun' and 'let' see no
            variables of the function around them, and 'map', 'true' and many others come
            with (load "src/prelude.valk"). Programs that use 'read', or define names that
            are computed, get no such warnings.
            """
        ),
        Explanation(
            "E2502", "a call with a wrong number of arguments",
            """
            Builtins want exactly as many arguments as they have parameters; functions of
            the program wait for more when there are too few, but too many are an error.
            The value of this call is that error. Only names that are defined once are
            looked at.
            """
        ),
        Explanation(
            "E2503", "a call of what is no function",
            """
            The first element of a form is called with the others as arguments, and here it
            is a number, a string, a list or (). A branch of 'if' and the body of a function
            that begins with a name are one form: (do FORM …) runs several. A form of one
            element, such as (5), is its value and no call.
            """
        ),
        Explanation(
            "E2504", "a file to load that is not there",
            """
            (load "PATH") with a literal path is resolved when the program is compiled:
            first as a file, from the folder that hubc runs in, then among the files that
            hubc brings (docs/valkyria.md lists them). This one is neither, so the program
            prints an error here and goes on.
            """
        ),
        Explanation(
            "E2510", "why the evaluator is part of a program",
            """
            With -v hubc says what keeps the evaluator in a program: code that is known only
            when it runs. Without such places the program is smaller, and names mean what
            they are defined as. 'do' is one when the value of a form in it may be a symbol
            or a list in parentheses, which it runs; print, =, a call of a function at its
            end and the like are none.
            """
        ),
        Explanation(
            "E2590", "the library of Lisp is damaged",
            """
            hubc carries a library for Lisp, in Runtime/lisp/library. Its text is compiled
            with every program, and here it is not what hubc's own compiler for it
            understands. The program is not to blame: this is a fault of hubc.
            """
        ),
    ]
}
