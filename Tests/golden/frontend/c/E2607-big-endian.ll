; A machine whose memory is big-endian.
; run: hubc check %s
; status: 1
; needs: llvm
target datalayout = "E-m:e-p:32:32-i64:64-n32-S64"
target triple = "powerpc-unknown-elf"
define i32 @main() { ret i32 0 }
