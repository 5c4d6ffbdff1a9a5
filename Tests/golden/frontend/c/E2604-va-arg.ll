; The instruction va_arg: clang takes lists of arguments apart itself.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
define i32 @main(ptr %list) {
  %x = va_arg ptr %list, i32
  ret i32 %x
}
