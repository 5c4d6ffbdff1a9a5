; A function that is chosen when the program is loaded.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
@chosen = ifunc i32 (), ptr @choose
define ptr @choose() { ret ptr @one }
define i32 @one() { ret i32 1 }
define i32 @main() {
  %p = select i1 true, ptr @chosen, ptr @one
  %x = call i32 %p()
  ret i32 %x
}
