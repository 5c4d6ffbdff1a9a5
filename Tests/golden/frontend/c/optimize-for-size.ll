; At -Os loops stay loops, although the text does not say that its functions are to be small.
; run: hubc ir %s --target hxe -Os
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
target triple = "riscv32-unknown-elf"
@a = global [64 x i32] zeroinitializer
define i32 @main() {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %n, %loop ]
  %s = phi i32 [ 0, %entry ], [ %t, %loop ]
  %p = getelementptr [64 x i32], ptr @a, i32 0, i32 %i
  %v = load volatile i32, ptr %p
  %m = mul i32 %v, %i
  %t = add i32 %s, %m
  %n = add i32 %i, 1
  %c = icmp eq i32 %n, 8
  br i1 %c, label %done, label %loop
done:
  ret i32 %t
}
