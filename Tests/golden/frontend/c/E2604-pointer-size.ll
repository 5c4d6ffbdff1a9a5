; Pointers of a size that LLVM's passes fail over.
; run: hubc check %s
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:4096:32-i64:64-n32-S128"
define i32 @main() { ret i32 0 }
