// Modules without an entry: libraries, whose C other programs include.

extension Programs {
    /// `say` prints a line from its linear memory and answers how many bytes that were.
    static let library = """
        module "library"
        memory size 65536 stack 4096 pointer 4
        service @UART_WRITE = 0x101 (i32, i32) -> (i32) reads
        global @text size 4 align 4 = hex "7361790a"

        func @say () -> (i32) export {
        block0:
            v0 = global_addr.i32 @text
            v1 = iconst.i32 4
            v2 = service @UART_WRITE(v0, v1)
            ret v2
        }

        """

    /// The same in the host's memory.
    static let hostLibrary = """
        module "library"
        memory size 0 stack 0 pointer 8
        service @UART_WRITE = 0x101 (ptr, i64) -> (i32) reads
        global @text size 4 align 4 = hex "7361790a"

        func @say () -> (i32) export {
        block0:
            v0 = global_addr.ptr @text
            v1 = iconst.i64 4
            v2 = service @UART_WRITE(v0, v1)
            ret v2
        }

        """
}
