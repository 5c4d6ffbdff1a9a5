# Everything a person or CI does with this tree. `make run` and `make test` do all set-up themselves.

# Swift need not be on PATH: the usual place of the toolchain is looked at too.
SWIFT ?= $(shell command -v swift 2>/dev/null || ls /opt/swift/usr/bin/swift "$$HOME"/.local/share/swiftly/bin/swift 2>/dev/null | head -n 1)
HUBC := .build/release/hubc
SAMPLE := samples/hsx/blinky
export SWIFT

.PHONY: run test setup build bench format clean

run: build
	$(HUBC) run $(SAMPLE)

test: setup
	scripts/test

setup:
	@scripts/setup

build:
	@scripts/setup base
	$(SWIFT) build -c release --product hubc

bench:
	@scripts/setup bench
	$(SWIFT) build -c release
	scripts/bench

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

clean:
	rm -rf .build build
