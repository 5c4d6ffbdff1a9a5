; Exceptions, as C++ has them.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
declare i32 @personality(...)
define void @work() { ret void }
define i32 @main() personality ptr @personality {
  invoke void @work() to label %fine unwind label %bad
fine:
  ret i32 0
bad:
  %pad = landingpad { ptr, i32 } cleanup
  ret i32 1
}
