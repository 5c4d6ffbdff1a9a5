// A module that uses every declaration form and every opcode: the corpus of the text and verifier tests.

import IR

enum EveryOpcode {
    static let text = """
        module "every \\x22opcode\\x22"
        memory size 65536 stack 32768 pointer 4
        file 0 "a.lisp"
        file 1 "dir with space/b.lisp"
        layout $pair { head: any, tail: $"odd name" }
        layout $"odd name" { "the count": i32, next: $pair }
        layout $empty { }
        layout $triple extends $pair { head: any, tail: $"odd name", more: i8 }
        layout $indexed extends $empty { } of i16
        service @print = 0x1 (i32, ptr) -> (i32) reads writes
        service @exit = 0xffffffff (i32) -> () noreturn
        global @zeros size 16 align 4
        global @text size 8 align 1 at 0x4000 constant export = hex "48690a00"
        global @outer size 4 align 4 import
        global @table size 16 align 8 constant = hex "0001" reloc 4 @text + 2 reloc 8 func @"two words" reloc 12 @zeros - 1
        message "size" = i64 @one, f64 @one, nil @one, closure @one, $indexed @one, other @one
        root @nothing
        root @number constant = int -9223372036854775808
        root @"the text" constant = bytes hex "0048ff"
        root @empty = bytes hex ""
        root @odd = $"odd name"(-1, @nothing)
        root @pair constant = $pair(@number, @odd)
        root @bare constant = $empty()
        root @adder = closure @tails(@pair)
        root @list constant = array(@adder, @nothing, @adder)
        root @none = array()
        root @same = @list
        root @indexed = $indexed(1, -2, 3)
        root @half = float 0x3fe0000000000000
        root @circle = array(@circle, @indexed)
        metadata "schedule" "{\\x22a\\x22: 1}"

        import func @"two words" (i32) -> (i32) noreturn

        import func @write (ptr, i32) -> (i32) regs((1, 2) -> (0) clobbers 0x1007)

        func @main () -> (i32) export entry noinline {
          var x0: i32 "count"
          var x1: any ""
          slot ss0 size 16 align 8
          slot ss1 size 4 align 4 top
        block0:
            v0 = iconst.i32 -2147483648 !0:1:2
            v1 = iconst.i1 1
            v2 = iconst.i64 -1 !0:1:2
            v3 = iconst.i8 127
            v4 = iconst.i16 -5 !1:7:0 in @inner at !0:3:4
            v5 = fconst.f32 0x3fc00000
            v6 = fconst.f64 0x3ff0000000000000
            v7 = fconst.f16 0x8000
            v8 = nil.any
            v9 = nil.$pair
            v10 = global_addr.ptr @text + 4
            v11 = global_addr.i32 @zeros
            v12 = func_addr.ptr @helper
            v13 = slot_addr.ptr ss0 - 8
            v14 = slot_addr.i64 ss1
            v15 = add.i32 v0, v0
            v16 = sub.i32 v15, v0
            v17 = mul.i32 v15, v16
            v18 = sdiv.i32 v15, v16
            v19 = udiv.i32 v15, v16
            v20 = srem.i32 v15, v16
            v21 = urem.i32 v15, v16
            v22 = and.i32 v15, v16
            v23 = or.i32 v15, v16
            v24 = xor.i32 v15, v16
            v25 = not.i32 v24
            v26 = neg.i32 v25
            v27 = shl.i32 v15, v16
            v28 = lshr.i32 v15, v16
            v29 = ashr.i32 v15, v16
            v30 = umulh.i32 v15, v16
            v31 = smulh.i32 v15, v16
            v32 = clz.i32 v15
            v33 = ctz.i32 v15
            v34 = popcnt.i32 v15
            v35, v36 = add_carry.i32 v15, v16, v1
            v37, v38 = sub_borrow.i64 v2, v2, v36
            v39 = insert.i32 v35, v4
            v40 = fadd.f32 v5, v5
            v41 = fsub.f32 v40, v5
            v42 = fmul.f32 v40, v5
            v43 = fdiv.f32 v40, v5
            v44 = fneg.f32 v40
            v45 = fabs.f32 v40
            v46 = fsqrt.f32 v40
            v47 = fmin.f32 v40, v5
            v48 = fmax.f32 v40, v5
            v49 = hsx_fmul.f16 v7, v7
            v50 = hsx_fdiv.f16 v7, v49
            v51 = icmp.i32 slt v15, v16
            v52 = fcmp.f32 uno v40, v5
            v53 = select.any v51, v8, v8
            v54 = trunc.i8 v15
            v55 = zext.i64 v15
            v56 = sext.i64 v15
            v57 = bitcast.f32 v15
            v58 = sitofp.f32 v15
            v59 = uitofp.f64 v15
            v60 = fptosi.i32 v40
            v61 = fptoui.i64 v40
            v62 = fptrunc.f16 v40
            v63 = fpext.f64 v40
            v64 = ptr_to_int.i32 v10
            v65 = int_to_ptr.ptr v64
            v66 = ptr_add.ptr v65, v2
            v67 = var_get.i32 x0
            var_set.i32 x0, v67
            v68 = load.i32 v65 + 4
            store.i8 v65 - 1, v54
            v69 = volatile_load.i32 v65 + 4
            volatile_store.i8 v65 - 1, v54
            v70 = alloc.$pair
            v71 = field_get.any v70, 0
            field_set.any v70, 0, v71
            v72 = array_new v15
            v73 = array_get v72, v15
            array_set v72, v15, v73
            v74 = array_length v72
            v75 = bytes_new v74
            v76 = bytes_get v75, v74
            bytes_set v75, v74, v76
            bytes_copy v75, v74, v75, v76, v74
            v77 = bytes_length v75
            v78 = cell_new v73
            v79 = cell_get v78
            cell_set v78, v79
            v80 = closure @helper(v79, v78)
            v81 = is_int v80
            v82 = is_nil.$pair v9
            v83 = is_ref.$pair v80
            v84 = box.i32 v15
            v85 = unbox.$pair v80
            v86 = dyn_add promote v84, v84
            v87 = dyn_sub float v86, v84
            v88 = dyn_mul wrap v86, v84
            v89 = dyn_div trap v86, v84
            v90 = dyn_rem send v86, v84
            v91 = dyn_cmp sle v86, v84
            v92 = dyn_eq v86, v84
            v93 = dyn_truthy v86
            v94 = unwound v86
            v95, v96 = call @helper(v15, v2) !1:9:10
            v97 = call_indirect (i32) -> (i32) was (f32) -> (i32) (v12, v15)
            v98 = call_indirect (ptr) -> (i32) regs((3) -> (0) clobbers 0x9) (v12, v10)
            v99 = call_closure (v80, v86)
            v100 = send "at:put:"(v80, v86, v87)
            v101 = service @print(v15, v10)
            service @exit(v101)
            breakpoint 7
            nop
            v102 = alloc_elements.$indexed v15
            v103 = element_get.i16 v102, v15
            element_set.i16 v102, v15, v103
            v104 = element_count v102
            elements_copy v102, v15, v102, v15, v104
            v105 = layout_of v86
            v106 = closure_arity v86
            v107 = unwinding
            v108 = send "size"(v107)
            v109 = unwound v108
            jump block1(v15)
        block1(v110: i32):
            br_if v1, block1(v110), block2(v110, v2)
        block2(v111: i32, v112: i64):
            switch.i32 v111 { 0: block3, 4294967295: block2(v111, v112), default: block4 }
        block3:
            trap divide_by_zero
        block4:
            switch.i64 v112 { default: block5 }
        block5:
            br_if v1, block6, block7
        block6:
            unreachable
        block7:
            ret v111
        }

        func @helper (i32, i64) -> (i32, i64) address_taken helper {
        block0(v0: i32, v1: i64):
            tail_call @helper(v0, v1)
        }

        func @one (any) -> (any) address_taken {
        block0(v0: any):
            ret v0
        }

        func @tails (any, i1, ptr) -> (any) {
        block0(v0: any, v1: i1, v2: ptr):
            v3 = root_get @"the text"
            root_set @odd, v3
            br_if v1, block1, block2
        block1:
            br_if v1, block3, block4
        block2:
            tail_call_indirect (any, i1) -> (any) (v2, v0, v1)
        block3:
            tail_call_closure (v0)
        block4:
            tail_send "value"(v0)
        }

        """
}
