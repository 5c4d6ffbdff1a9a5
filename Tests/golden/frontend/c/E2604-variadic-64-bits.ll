; The C library is for 32 bits: what code for 64 bits hands to printf would be read wrongly. The module's own variadic
; functions are fine.
; run: hubc check %s
; status: 1
; needs: llvm
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"
@text = private constant [4 x i8] c"%d\0A\00"
declare i32 @printf(ptr, ...)
define i32 @main() {
  %x = call i32 (ptr, ...) @printf(ptr @text, i32 3)
  ret i32 0
}
