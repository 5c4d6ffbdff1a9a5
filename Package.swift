// swift-tools-version: 6.0
import PackageDescription

// Layers, from right to left of docs/architecture.md: a target imports only what is listed for it here.
// CI builds with --explicit-target-dependency-import-check error, which guards the list.

/// A library target of the core, named after its folder.
func library(_ name: String, _ path: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, path: path)
}

/// A C library that is loaded when it is first needed: a header that declares what hubc calls, and stubs that jump to it.
func interop(_ name: String) -> Target {
    .target(
        name: name, path: "Sources/CInterop/\(name)", publicHeadersPath: "include",
        cSettings: [.unsafeFlags(["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"])])
}

/// A test target in Tests/NAME.
func tests(_ name: String, uses: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: uses, path: "Tests/\(name)")
}

let package = Package(
    name: "hubc",
    products: [.executable(name: "hubc", targets: ["hubc"])],
    targets: [
        library("Support", "Sources/Support"),
        // The square root of Evaluate is a call of the C library in debug builds.
        .target(
            name: "IR", dependencies: ["Support"], path: "Sources/IR",
            linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
        library("Interpreter", "Sources/Interpreter", uses: ["IR", "Support"]),
        library("Passes", "Sources/Passes", uses: ["IR", "Support"]),
        library("HSXMachine", "Sources/HSXMachine", uses: ["Support"]),
        library("FrontendHSX", "Sources/Frontend/HSX", uses: ["HSXMachine", "IR", "Support"]),
        library("BackendKit", "Sources/Backends/Kit", uses: ["IR", "Support"]),
        library("BackendHXE", "Sources/Backends/HXE", uses: ["BackendKit", "HSXMachine", "IR", "Support"]),
        interop("CLLVM"),
        interop("CBinaryen"),
        // What Swift's module of the C library leaves out.
        .target(
            name: "CSystem", path: "Sources/CInterop/CSystem", publicHeadersPath: "include",
            cSettings: [.unsafeFlags(["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"])]),
        library("FrontendLisp", "Sources/Frontend/Lisp", uses: ["IR", "Support"]),
        library("FrontendSmalltalk", "Sources/Frontend/Smalltalk", uses: ["IR", "Support"]),
        library("FrontendLLVM", "Sources/Frontend/LLVMIR", uses: ["CLLVM", "IR", "Support"]),
        library("BackendNative", "Sources/Backends/Native", uses: ["BackendKit", "CLLVM", "IR", "Support"]),
        library("BackendC", "Sources/Backends/C", uses: ["BackendKit", "IR", "Support"]),
        library("BackendWasm", "Sources/Backends/Wasm", uses: ["BackendKit", "CBinaryen", "IR", "Support"]),
        // The sources of the runtime as bytes, for what hubc produces.
        .target(
            name: "RuntimeBundle", path: "Runtime/bundle", publicHeadersPath: "include",
            cSettings: [.unsafeFlags(["-std=c2x", "-O2", "-Wall", "-Wextra", "-Werror", "-Wno-c23-extensions"])]),
        .target(
            name: "HSXRuntime", path: "Runtime/hsx", publicHeadersPath: "include",
            cSettings: [.unsafeFlags(["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"])]),
        library(
            "Driver", "Sources/Driver",
            uses: [
                "BackendC", "BackendHXE", "BackendKit", "BackendNative", "BackendWasm", "CLLVM", "CSystem",
                "FrontendHSX", "FrontendLLVM", "FrontendLisp", "FrontendSmalltalk", "HSXMachine", "HSXRuntime", "IR",
                "Interpreter", "Passes", "RuntimeBundle",
                "Support",
            ]),
        .executableTarget(name: "hubc", dependencies: ["Driver"], path: "Sources/hubc"),
        .executableTarget(
            name: "hubc-bench", dependencies: ["Driver", "FrontendHSX", "HSXMachine", "HSXTestKit", "Support"],
            path: "Benchmarks/hubc-bench"),
        library(
            "FuzzKit", "Fuzz/Kit",
            uses: [
                "Driver", "FrontendHSX", "FrontendSmalltalk", "HSXMachine", "IR", "Interpreter", "Passes", "Support",
            ]),
        .executableTarget(name: "hubc-fuzz", dependencies: ["FuzzKit"], path: "Fuzz/hubc-fuzz"),
        tests("FuzzTests", uses: ["FuzzKit"]),
        tests("SupportTests", uses: ["Support"]),
        tests("IRTests", uses: ["IR", "Support"]),
        tests("DriverTests", uses: ["Driver", "Support"]),
        tests("GoldenTests", uses: ["Driver", "Support"]),
        tests("KernelTests", uses: ["Driver", "IR", "Interpreter", "Support"]),
        tests("BackendKitTests", uses: ["BackendKit", "IR", "Support"]),
        tests("HSXMachineTests", uses: ["HSXMachine", "Support"]),
        tests("FrontendHSXTests", uses: ["FrontendHSX", "HSXMachine", "Support"]),
        tests("FrontendSmalltalkTests", uses: ["FrontendSmalltalk", "IR", "Support"]),
        tests("HSXRuntimeTests", uses: ["HSXRuntime"]),
        library("OperationTestKit", "Tests/OperationTestKit", uses: ["IR"]),
        tests(
            "BackendCTests",
            uses: ["BackendC", "BackendKit", "Driver", "IR", "Interpreter", "OperationTestKit", "Support"]),
        tests("RuntimeTests", uses: ["Driver", "Support"]),
        // The folder native holds C programs that the tests compile themselves.
        .testTarget(
            name: "LibcTests", dependencies: ["RuntimeBundle"], path: "Tests/LibcTests", exclude: ["native"]),
        tests(
            "BackendWasmTests",
            uses: [
                "BackendKit", "BackendWasm", "Driver", "IR", "Interpreter", "OperationTestKit", "Passes", "Support",
            ]),
        tests("InterpreterTests", uses: ["IR", "Interpreter", "Support"]),
        tests(
            "BackendHXETests",
            uses: ["BackendHXE", "HSXMachine", "HSXRuntime", "IR", "Interpreter", "Passes", "Support"]),
        tests(
            "BackendNativeTests",
            uses: ["BackendKit", "BackendNative", "CLLVM", "Driver", "IR", "Interpreter", "Passes", "Support"]),
        tests("PassesTests", uses: ["IR", "Interpreter", "Passes", "Support"]),
        library(
            "HSXTestKit", "Tests/HSXTestKit", uses: ["Driver", "HSXMachine", "IR", "Interpreter", "Passes", "Support"]),
        tests("SamplesTests", uses: ["Driver", "HSXTestKit", "Passes"]),
        tests("MatrixTests", uses: ["Driver", "HSXMachine", "IR", "Interpreter", "Passes", "Support"]),
        tests(
            "ConformanceTests",
            uses: [
                "Driver", "FrontendHSX", "HSXMachine", "HSXTestKit", "IR", "Interpreter", "Passes", "Support",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11
)
