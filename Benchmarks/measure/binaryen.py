"""Binaryen's optimiser at -O2, as hubc's WebAssembly back end runs it, for the modules of other compilers."""

import ctypes
import os
import sys
from importlib.util import find_spec


def library():
    path = os.environ.get("HUBC_BINARYEN")
    if not path and (package := find_spec("icpp_binaryen")):
        path = os.path.join(package.submodule_search_locations[0], "lib/libbinaryen.so")
    try:
        return ctypes.CDLL(path or "libbinaryen.so")
    except OSError as error:
        sys.exit(f"bench: Binaryen 116 is needed ({error}); 'make setup' installs it, HUBC_BINARYEN names it")


class Written(ctypes.Structure):
    _fields_ = [("binary", ctypes.POINTER(ctypes.c_char)), ("bytes", ctypes.c_size_t), ("map", ctypes.c_void_p)]


def optimize(source, target):
    """Reads a module, optimises it, writes it without names."""
    binaryen = library()
    binaryen.BinaryenModuleRead.restype = ctypes.c_void_p
    binaryen.BinaryenModuleAllocateAndWrite.restype = Written
    with open(source, "rb") as file:
        data = file.read()
    module = ctypes.c_void_p(binaryen.BinaryenModuleRead(data, ctypes.c_size_t(len(data))))
    binaryen.BinaryenModuleSetFeatures(module, binaryen.BinaryenFeatureAll())
    binaryen.BinaryenSetOptimizeLevel(2)
    binaryen.BinaryenSetShrinkLevel(0)
    binaryen.BinaryenSetLowMemoryUnused(True)
    binaryen.BinaryenModuleOptimize(module)
    binaryen.BinaryenSetDebugInfo(False)
    written = binaryen.BinaryenModuleAllocateAndWrite(module, None)
    with open(target, "wb") as file:
        file.write(ctypes.string_at(written.binary, written.bytes))
    binaryen.BinaryenModuleDispose(module)
