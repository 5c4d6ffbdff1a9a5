// A program in a browser: a page of a small server loads the module with its loader and runs it. What the page shows
// and sends back must be what the program prints elsewhere.

import Driver
import Foundation
import IR
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct BrowserTests {
    /// Prints "Hello, browser!" and ends with the sum of its arguments.
    static let program = """
        module "hello"
        memory size 65536 stack 32768 pointer 4
        service @print = 0x101 (i32, i32) -> (i32) reads
        global @text size 16 align 1 constant = hex "48656c6c6f2c2062726f77736572210a"
        func @main (i32, i32) -> (i32) entry {
        block0(v0: i32, v1: i32):
            v2 = global_addr.i32 @text
            v3 = iconst.i32 16
            v4 = service @print(v2, v3)
            v5 = add.i32 v0, v1
            ret v5
        }
        """

    /// An error is shown too, so that a test that fails says why.
    static let page = """
        <!doctype html>
        <title>A program of hubc</title>
        <pre></pre>
        <script type="module">
            const shown = document.querySelector("pre");
            const show = (bytes) => (shown.textContent += new TextDecoder().decode(bytes));
            try {
                const { run } = await import("./program.mjs");
                const status = await run({ arguments: ["40", "2"], stdout: show, stderr: show });
                shown.textContent += `status ${status}`;
            } catch (error) {
                shown.textContent += error.stack;
            }
            await fetch("/", { method: "POST", body: shown.textContent });
        </script>
        """

    /// Serves the folder that it lies in, opens the page in the browser that its argument names, prints what the page
    /// sends, and ends both.
    static let server = """
        import { spawn } from "node:child_process";
        import { readFileSync } from "node:fs";
        import { createServer } from "node:http";

        const types = { html: "text/html", mjs: "text/javascript", wasm: "application/wasm" };
        let child;
        const server = createServer((request, response) => {
            const name = request.url.slice(1);
            if (request.method === "POST") {
                request.pipe(process.stdout);
                request.on("end", () => {
                    response.end();
                    child.kill("SIGKILL");
                    process.exitCode = 0;
                });
            } else if (/^(page\\.html|program\\.(mjs|wasm))$/.test(name)) {
                response.setHeader("Content-Type", types[name.split(".").pop()]);
                response.end(readFileSync(new URL(name, import.meta.url)));
            } else {
                response.statusCode = 404;
                response.end();
            }
        });
        process.exitCode = 1;
        server.listen(0, "127.0.0.1", () => {
            const profile = new URL("profile", import.meta.url).pathname;
            const options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"];
            const page = `http://127.0.0.1:${server.address().port}/page.html`;
            child = spawn(process.argv[2], [...options, `--user-data-dir=${profile}`, page], { stdio: "ignore" });
            child.on("exit", () => {
                server.close();
                server.closeAllConnections();
            });
        });
        """

    /// Chromium's path; says so when there is none.
    private static let browser: String? = {
        for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") {
            for name in ["chromium", "chromium-browser", "google-chrome"] {
                let path = "\(folder)/\(name)"
                if FileManager.default.isExecutableFile(atPath: path) { return path }
            }
        }
        print("skipped: this machine has no Chromium")
        return nil
    }()

    @Test(arguments: [OptimizationLevel.none, .standard])
    func aPageRunsAProgram(_ level: OptimizationLevel) throws {
        guard let node = find(.node), let browser = Self.browser else { return }
        let program = try WasmProgram(parse(Self.program), level: level)
        let run = try program.inFolder { folder in
            try folder.write("page.html", Array(Self.page.utf8))
            try folder.write("server.mjs", Array(Self.server.utf8))
            var call = ProcessCall(node, [folder.file("server.mjs"), browser])
            call.timeLimit = .seconds(120)
            return try WasmProgram.run(call)
        }
        #expect(run.status == 0, "\(run.errors)")
        #expect(String(decoding: run.output, as: UTF8.self) == "Hello, browser!\nstatus 42")
    }
}
