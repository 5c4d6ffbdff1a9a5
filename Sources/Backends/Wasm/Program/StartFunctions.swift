// How a program starts: reads the integers of the command line as the parameters of its entry, and ends with the low
// byte of the first result. Wrong arguments end it with a message and status 2.

import IR

extension SupportFunctions {
    /// `hub.arguments` answers the address of the arguments, eight bytes each.
    static func argumentsText(_ program: ModuleContext, _ scratch: UInt32, name: String, count: Int) -> String {
        let room = program.data.reserve(argumentRoom)
        let values = program.data.reserve(count * 8 + 8)
        let wanted = program.data.text(
            "\(name): the entry function takes \(count) argument\(count == 1 ? "" : "s"), but ")
        let one = program.data.text(" was given\n")
        let many = program.data.text(" were given\n")
        let long = program.data.text("\(name): the arguments are too long\n")
        return """
            func @hub.arguments () -> (i32) {
            block0:
                v0 = iconst.i32 \(scratch)
                v1 = iconst.i32 \(scratch + 4)
                v2 = call @args_sizes_get(v0, v1)
                v3 = load.i32 v0
                v4 = load.i32 v1
                v5 = iconst.i32 2
                v6 = shl.i32 v3, v5
                v7 = add.i32 v6, v4
                v8 = iconst.i32 \(argumentRoom)
                v9 = icmp.i32 ugt v7, v8
                br_if v9, block1, block2
            block1:
                v10 = iconst.i32 \(long.address)
                v11 = iconst.i32 \(long.length)
                call @hub.refuse(v10, v11)
                unreachable
            block2:
                v12 = iconst.i32 \(room)
                v13 = add.i32 v12, v6
                v14 = call @args_get(v12, v13)
                v15 = iconst.i32 1
                jump block3(v15)
            block3(v16: i32):
                v17 = icmp.i32 ult v16, v3
                br_if v17, block4, block7
            block4:
                v18 = shl.i32 v16, v5
                v19 = add.i32 v12, v18
                v20 = load.i32 v19
                v21 = call @hub.integer(v20)
                v22 = iconst.i32 \(count)
                v23 = icmp.i32 ule v16, v22
                br_if v23, block5, block6
            block5:
                v24 = iconst.i32 3
                v25 = shl.i32 v16, v24
                v26 = iconst.i32 \(values)
                v27 = add.i32 v26, v25
                store.i64 v27 - 8, v21
                jump block6
            block6:
                v28 = add.i32 v16, v15
                jump block3(v28)
            block7:
                v32 = iconst.i32 0
                v34 = sub.i32 v3, v15
                v35 = icmp.i32 eq v3, v32
                v36 = select.i32 v35, v32, v34
                v37 = iconst.i32 \(count)
                v38 = icmp.i32 eq v36, v37
                br_if v38, block9, block8
            block8:
                v39 = iconst.i32 2
                v40 = iconst.i32 \(wanted.address)
                v41 = iconst.i32 \(wanted.length)
                call @hub.write(v39, v40, v41)
                call @hub.decimal(v36)
                v42 = icmp.i32 eq v36, v15
                v43 = iconst.i32 \(one.address)
                v44 = iconst.i32 \(many.address)
                v45 = select.i32 v42, v43, v44
                v46 = iconst.i32 \(one.length)
                v47 = iconst.i32 \(many.length)
                v48 = select.i32 v42, v46, v47
                call @hub.refuse(v45, v48)
                unreachable
            block9:
                v49 = iconst.i32 \(values)
                ret v49
            }
            ; Prints v1 bytes at v0 to standard error and ends the program with status 2.
            func @hub.refuse (i32, i32) -> () noreturn {
            block0(v0: i32, v1: i32):
                v2 = iconst.i32 2
                call @hub.write(v2, v0, v1)
                call @proc_exit(v2)
                unreachable
            }
            ; Prints a number to standard error.
            func @hub.decimal (i32) -> () {
            block0(v0: i32):
                v1 = iconst.i32 \(scratch + 64)
                v2 = iconst.i32 10
                v3 = iconst.i32 1
                v4 = iconst.i32 0
                jump block1(v0, v1)
            block1(v5: i32, v6: i32):
                v7 = urem.i32 v5, v2
                v8 = udiv.i32 v5, v2
                v9 = sub.i32 v6, v3
                v10 = trunc.i8 v7
                v11 = iconst.i8 48
                v12 = add.i8 v10, v11
                store.i8 v9, v12
                v13 = icmp.i32 ne v8, v4
                br_if v13, block1(v8, v9), block2
            block2:
                v14 = sub.i32 v1, v9
                v15 = iconst.i32 2
                call @hub.write(v15, v9, v14)
                ret
            }

            """
    }

    /// `hub.integer` reads an integer of 64 bits, signed or not, in decimal or after 0x.
    static func integerText(_ program: ModuleContext, _ scratch: UInt32, name: String) -> String {
        let before = program.data.text("\(name): the argument '")
        let behind = program.data.text("' is no integer of 64 bits\n")
        return """
            func @hub.integer (i32) -> (i64) {
            block0(v0: i32):
                v1 = load.i8 v0
                v2 = load.i8 v0 + 1
                v3 = iconst.i8 48
                v4 = iconst.i8 120
                v5 = icmp.i8 eq v1, v3
                v6 = icmp.i8 eq v2, v4
                v7 = and.i1 v5, v6
                v8 = iconst.i64 16
                v9 = iconst.i64 10
                v10 = select.i64 v7, v8, v9
                v11 = iconst.i32 2
                v12 = add.i32 v0, v11
                v13 = select.i32 v7, v12, v0
                v14 = load.i8 v13
                v15 = iconst.i8 45
                v16 = icmp.i8 eq v14, v15
                v17 = not.i1 v7
                v18 = and.i1 v16, v17
                v19 = iconst.i8 43
                v20 = icmp.i8 eq v14, v19
                v21 = or.i1 v18, v20
                v22 = zext.i32 v21
                v23 = add.i32 v13, v22
                v24 = load.i8 v23
                v25 = iconst.i8 0
                v26 = icmp.i8 eq v24, v25
                v27 = iconst.i64 0
                v28 = iconst.i32 1
                br_if v26, block7, block1(v23, v27)
            block1(v29: i32, v30: i64):
                v31 = load.i8 v29
                v32 = icmp.i8 eq v31, v25
                br_if v32, block5, block2
            block2:
                v33 = sub.i8 v31, v3
                v34 = iconst.i8 10
                v35 = icmp.i8 ult v33, v34
                v36 = iconst.i8 32
                v37 = or.i8 v31, v36
                v38 = iconst.i8 97
                v39 = sub.i8 v37, v38
                v40 = iconst.i8 6
                v41 = icmp.i8 ult v39, v40
                v42 = add.i8 v39, v34
                v43 = iconst.i8 255
                v44 = select.i8 v41, v42, v43
                v45 = select.i8 v35, v33, v44
                v46 = zext.i64 v45
                v47 = icmp.i64 uge v46, v10
                br_if v47, block7, block3
            block3:
                v48 = not.i64 v46
                v49 = udiv.i64 v48, v10
                v50 = icmp.i64 ugt v30, v49
                br_if v50, block7, block4
            block4:
                v51 = mul.i64 v30, v10
                v52 = add.i64 v51, v46
                v53 = add.i32 v29, v28
                jump block1(v53, v52)
            block5:
                v54 = iconst.i64 0x8000000000000000
                v55 = icmp.i64 ugt v30, v54
                v56 = and.i1 v18, v55
                br_if v56, block7, block6
            block6:
                v57 = neg.i64 v30
                v58 = select.i64 v18, v57, v30
                ret v58
            block7:
                v59 = iconst.i32 \(before.address)
                v60 = iconst.i32 \(before.length)
                call @hub.write(v11, v59, v60)
                jump block8(v0)
            block8(v61: i32):
                v62 = load.i8 v61
                v63 = icmp.i8 eq v62, v25
                v64 = add.i32 v61, v28
                br_if v63, block9, block8(v64)
            block9:
                v65 = sub.i32 v61, v0
                call @hub.write(v11, v0, v65)
                v66 = iconst.i32 \(behind.address)
                v67 = iconst.i32 \(behind.length)
                call @hub.refuse(v66, v67)
                unreachable
            }

            """
    }

    /// `hub.start` runs the entry; an entry without results ends with status 0.
    static func startText(_ program: ModuleContext, _ signature: Signature) -> String {
        func name(_ type: Type) -> String { program.scalar(type).scalarName ?? "i32" }
        let parameters = signature.parameters.map(name)
        let results = signature.results.map(name)
        var lines = ["v0 = call @hub.arguments()"]
        for (place, type) in parameters.enumerated() { lines.append("v\(place + 1) = load.\(type) v0 + \(place * 8)") }
        let arguments = parameters.indices.map { "v\($0 + 1)" }.joined(separator: ", ")
        let first = parameters.count + 1
        let values = results.indices.map { "v\(first + $0)" }.joined(separator: ", ")
        lines.append((results.isEmpty ? "" : "\(values) = ") + "call @\(entry)(\(arguments))")
        let status = first + results.count
        lines += statusLines(signature.results.first.map(program.scalar), value: first, status: status)
        lines += ["call @\(exit)(v\(status))", "unreachable"]
        return """
            import func @\(entry) (\(parameters.joined(separator: ", "))) -> (\(results.joined(separator: ", ")))
            func @\(start) () -> () {
            block0:
                \(lines.joined(separator: "\n    "))
            }

            """
    }

    /// The low bits of the first result as an i32.
    private static func statusLines(_ type: Type?, value: Int, status: Int) -> [String] {
        switch type?.kind {
        case nil: ["v\(status) = iconst.i32 0"]
        case .i1, .i8, .i16: ["v\(status) = zext.i32 v\(value)"]
        case .i64: ["v\(status) = trunc.i32 v\(value)"]
        case .f32: ["v\(status) = bitcast.i32 v\(value)"]
        case .f64: ["v\(status + 1) = bitcast.i64 v\(value)", "v\(status) = trunc.i32 v\(status + 1)"]
        case .i32, .ptr, .f16, .any, .ref:
            ["v\(status + 1) = iconst.i32 0", "v\(status) = or.i32 v\(value), v\(status + 1)"]
        }
    }
}
