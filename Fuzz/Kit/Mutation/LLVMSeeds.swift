// Sound modules of LLVM IR that mutation starts from: together they have most of what the front end lowers.

enum LLVMSeeds {
    static let texts = [arithmetic, memory, control, debug]

    private static let arithmetic = """
        target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
        declare i32 @llvm.smax.i32(i32, i32)
        declare { i32, i1 } @llvm.sadd.with.overflow.i32(i32, i32)
        declare i32 @llvm.fshl.i32(i32, i32, i32)
        declare float @llvm.fabs.f32(float)
        declare <4 x i32> @llvm.umin.v4i32(<4 x i32>, <4 x i32>)
        define i64 @wide(i64 %a, i64 %b) noinline {
          %1 = mul nsw i64 %a, %b
          %2 = udiv i64 %1, 7
          %3 = ashr i64 %2, 3
          ret i64 %3
        }
        define i33 @odd(i33 %a, i7 %b) {
          %1 = zext i7 %b to i33
          %2 = sub i33 %a, %1
          %3 = lshr i33 %2, 2
          ret i33 %3
        }
        define float @reals(float %x, double %y, half %h) {
          %1 = fptrunc double %y to float
          %2 = fadd float %x, %1
          %3 = fpext half %h to float
          %4 = fmul float %2, %3
          %5 = call float @llvm.fabs.f32(float %4)
          %6 = fcmp olt float %5, 1.5
          %7 = select i1 %6, float %5, float -0.0
          ret float %7
        }
        define i32 @main() {
          %1 = call i64 @wide(i64 123456789012, i64 -5)
          %2 = trunc i64 %1 to i32
          %3 = call { i32, i1 } @llvm.sadd.with.overflow.i32(i32 %2, i32 2147483647)
          %4 = extractvalue { i32, i1 } %3, 0
          %5 = extractvalue { i32, i1 } %3, 1
          %6 = zext i1 %5 to i32
          %7 = call i32 @llvm.smax.i32(i32 %4, i32 %6)
          %8 = call i32 @llvm.fshl.i32(i32 %7, i32 %6, i32 5)
          %9 = insertelement <4 x i32> <i32 1, i32 2, i32 3, i32 4>, i32 %8, i32 2
          %10 = call <4 x i32> @llvm.umin.v4i32(<4 x i32> %9, <4 x i32> splat (i32 3))
          %11 = shufflevector <4 x i32> %10, <4 x i32> poison, <4 x i32> <i32 3, i32 2, i32 1, i32 0>
          %12 = extractelement <4 x i32> %11, i32 1
          %13 = call i33 @odd(i33 -1, i7 5)
          %14 = trunc i33 %13 to i32
          %15 = call float @reals(float 1.0, double 0x3FF8000000000000, half 0xH4000)
          %16 = fptosi float %15 to i32
          %17 = xor i32 %12, %14
          %18 = add i32 %17, %16
          ret i32 %18
        }

        """

    private static let memory = """
        target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
        %node = type { i32, ptr, [3 x i16], i64 }
        @text = private unnamed_addr constant [6 x i8] c"hello\\00"
        @list = internal global %node { i32 7, ptr @list, [3 x i16] [i16 1, i16 2, i16 3], i64 -1 }, align 8
        @table = constant [2 x ptr] [ptr @one, ptr @two]
        @zero = weak global [40 x i8] zeroinitializer
        @alias = alias i32, ptr getelementptr inbounds (%node, ptr @list, i32 0, i32 0)
        declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1 immarg)
        declare void @llvm.memset.p0.i32(ptr, i8, i32, i1 immarg)
        declare void @llvm.lifetime.start.p0(ptr)
        declare i32 @puts(ptr)
        define i32 @one(i32 %x) { ret i32 %x }
        define i32 @two(i32 %x) {
          %1 = shl i32 %x, 1
          ret i32 %1
        }
        define internal void @fill(ptr sret(%node) %out, ptr byval(%node) align 8 %in) {
          call void @llvm.memcpy.p0.p0.i32(ptr %out, ptr %in, i32 24, i1 false)
          ret void
        }
        define i32 @main() {
          %1 = alloca %node, align 8
          call void @llvm.lifetime.start.p0(ptr %1)
          call void @fill(ptr sret(%node) %1, ptr byval(%node) align 8 @list)
          call void @llvm.memset.p0.i32(ptr @zero, i8 65, i32 8, i1 true)
          %2 = load volatile i16, ptr getelementptr inbounds (%node, ptr @list, i32 0, i32 2, i32 1), align 2
          %3 = getelementptr inbounds %node, ptr %1, i32 0, i32 2, i32 2
          store volatile i16 %2, ptr %3, align 2
          %4 = atomicrmw add ptr @list, i32 3 seq_cst
          %5 = cmpxchg ptr @alias, i32 10, i32 11 acq_rel monotonic
          %6 = extractvalue { i32, i1 } %5, 0
          %7 = and i32 %6, 1
          %8 = getelementptr [2 x ptr], ptr @table, i32 0, i32 %7
          %9 = load ptr, ptr %8
          %10 = call i32 %9(i32 %4)
          %11 = call i32 @puts(ptr @text)
          %12 = ptrtoint ptr %1 to i32
          %13 = and i32 %12, 7
          %14 = add i32 %10, %13
          ret i32 %14
        }

        """

    private static let control = """
        target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
        @places = internal constant [2 x ptr] [ptr blockaddress(@jumps, %left), ptr blockaddress(@jumps, %right)]
        @llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @begin, ptr null }]
        @count = global i32 0
        declare void @llvm.va_start.p0(ptr)
        declare void @llvm.va_end.p0(ptr)
        declare void @llvm.trap() noreturn
        define internal void @begin() {
          store i32 3, ptr @count
          ret void
        }
        define i32 @jumps(i32 %n) {
          %1 = and i32 %n, 1
          %2 = getelementptr [2 x ptr], ptr @places, i32 0, i32 %1
          %3 = load ptr, ptr %2
          indirectbr ptr %3, [label %left, label %right]
        left:
          ret i32 1
        right:
          ret i32 2
        }
        define i32 @sum(i32 %n, ...) {
          %list = alloca ptr
          call void @llvm.va_start.p0(ptr %list)
          %first = load ptr, ptr %list
          %1 = load i32, ptr %first
          call void @llvm.va_end.p0(ptr %list)
          %2 = add i32 %n, %1
          ret i32 %2
        }
        define i32 @loop(i32 %n, i32 %all) {
        entry:
          br label %head
        head:
          %i = phi i32 [ 0, %entry ], [ %next, %tail ]
          %a = phi i32 [ %all, %entry ], [ %b, %tail ]
          switch i32 %i, label %other [ i32 0, label %tail
            i32 1, label %tail
            i32 7, label %stop ]
        other:
          %c = mul i32 %a, 3
          br label %tail
        stop:
          call void @llvm.trap()
          unreachable
        tail:
          %b = phi i32 [ %a, %head ], [ %a, %head ], [ %c, %other ]
          %next = add nuw nsw i32 %i, 1
          %again = icmp ult i32 %next, %n
          br i1 %again, label %head, label %out
        out:
          %last = musttail call i32 @loop2(i32 %b, i32 %next)
          ret i32 %last
        }
        define i32 @loop2(i32 %a, i32 %b) noinline {
          %1 = freeze i32 undef
          %2 = and i32 %1, 0
          %3 = sub i32 %a, %b
          %4 = or i32 %3, %2
          ret i32 %4
        }
        define i32 @main() {
          %1 = call i32 @loop(i32 5, i32 2)
          %2 = call i32 @jumps(i32 %1)
          %3 = call i32 (i32, ...) @sum(i32 %2, i32 40)
          ret i32 %3
        }

        """

    private static let debug = """
        target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
        %pair = type { i32, i32 }
        @total = global i32 7, !dbg !20
        define i32 @twice(i32 %x) !dbg !5 {
            #dbg_value(i32 %x, !9, !DIExpression(), !10)
          %1 = shl i32 %x, 1, !dbg !10
            #dbg_value(i32 %1, !11, !DIExpression(), !10)
          ret i32 %1, !dbg !12
        }
        define i32 @main() !dbg !13 {
          %p = alloca %pair
            #dbg_declare(ptr %p, !15, !DIExpression(), !19)
          store i32 4, ptr %p, !dbg !19
          %1 = call i32 @twice(i32 4), !dbg !19
            #dbg_value(i32 %1, !23, !DIExpression(DW_OP_LLVM_fragment, 0, 16), !19)
          ret i32 %1, !dbg !19
        }
        !llvm.dbg.cu = !{!0}
        !llvm.module.flags = !{!3, !4}
        !0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, producer: "x", isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, globals: !22)
        !1 = !DIFile(filename: "a.c", directory: ".")
        !2 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
        !3 = !{i32 7, !"Dwarf Version", i32 5}
        !4 = !{i32 2, !"Debug Info Version", i32 3}
        !5 = distinct !DISubprogram(name: "twice", scope: !1, file: !1, line: 1, type: !6, scopeLine: 1, spFlags: DISPFlagDefinition, unit: !0, retainedNodes: !8)
        !6 = !DISubroutineType(types: !7)
        !7 = !{!2, !2}
        !8 = !{!9, !11}
        !9 = !DILocalVariable(name: "x", arg: 1, scope: !5, file: !1, line: 1, type: !2)
        !10 = !DILocation(line: 2, column: 3, scope: !5)
        !11 = !DILocalVariable(name: "y", scope: !5, file: !1, line: 2, type: !2)
        !12 = !DILocation(line: 3, column: 3, scope: !5)
        !13 = distinct !DISubprogram(name: "main", scope: !1, file: !1, line: 5, type: !14, scopeLine: 5, spFlags: DISPFlagDefinition, unit: !0)
        !14 = !DISubroutineType(types: !24)
        !15 = !DILocalVariable(name: "p", scope: !13, file: !1, line: 6, type: !16)
        !16 = !DICompositeType(tag: DW_TAG_structure_type, name: "pair", file: !1, line: 4, size: 64, elements: !17)
        !17 = !{!18, !25}
        !18 = !DIDerivedType(tag: DW_TAG_member, name: "a", scope: !16, file: !1, line: 4, baseType: !2, size: 5, flags: DIFlagBitField, extraData: i64 0)
        !19 = !DILocation(line: 7, column: 1, scope: !13)
        !20 = !DIGlobalVariableExpression(var: !21, expr: !DIExpression())
        !21 = distinct !DIGlobalVariable(name: "total", scope: !0, file: !1, line: 3, type: !2, isLocal: false, isDefinition: true)
        !22 = !{!20}
        !23 = !DILocalVariable(name: "q", scope: !13, file: !1, line: 6, type: !26)
        !24 = !{!2}
        !25 = !DIDerivedType(tag: DW_TAG_member, name: "next", scope: !16, file: !1, line: 4, baseType: !27, size: 32, offset: 32)
        !26 = !DICompositeType(tag: DW_TAG_array_type, baseType: !2, size: 96, elements: !28)
        !27 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !16, size: 32)
        !28 = !{!29}
        !29 = !DISubrange(count: 3)

        """
}
