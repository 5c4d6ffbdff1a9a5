"""Building images and counting what they execute."""

from .common import HUBC, ROOT, output_of

FOLDER = ROOT / "Benchmarks/hsx"


class Counter:
    """The virtual machine with a count of what it runs."""

    def __init__(self, folder):
        self.path = f"{folder}/count"
        sources = sorted(str(path) for path in (ROOT / "Runtime/hsx").glob("*.c"))
        flags = ["-std=c11", "-O2", "-IRuntime/hsx/include"]
        output_of("cc", *flags, str(FOLDER / "count/count.c"), *sources, "-o", self.path)

    def run(self, image):
        """Status, R0, instructions, code bytes, far jumps, branches."""
        status, *numbers = output_of(self.path, image).split()
        return status, *map(int, numbers)


def build(source, output, *options):
    output_of(str(HUBC), "build", str(source), "--target", "hxe", "-o", output, *options)
    return output
