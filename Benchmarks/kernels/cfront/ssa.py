"""A function of the IR under construction: blocks with parameters, values, and variables that become values as they are
written and read (Braun et al., Simple and Efficient Construction of Static Single Assignment Form, 2013)."""


class Value:
    def __init__(self, type):
        self.type = type
        self.instead = None
        self.number = None

    def resolved(self):
        value = self
        while value.instead:
            value = value.instead
        return value


class Block:
    def __init__(self):
        self.parameters = []
        """The variable of each parameter."""
        self.variables = []
        self.instructions = []
        self.predecessors = []
        """The value of each variable at the end of the block."""
        self.values = {}
        self.is_sealed = False
        self.is_ended = False
        self.number = None


class Jump:
    """A branch to a block, with an argument for each of its parameters."""

    def __init__(self, origin, target):
        self.origin, self.target = origin, target
        self.arguments = {}


class Instruction:
    """`parts` are strings, values and jumps, printed one after the other."""

    def __init__(self, result, parts):
        self.result, self.parts = result, parts


class Function:
    def __init__(self, header):
        self.header = header
        self.slots = []
        self.blocks = []
        self.types = {}
        self.current = None

    # Blocks and instructions.

    def start(self, block):
        self.blocks.append(block)
        self.current = block
        block.is_ended = len(self.blocks) > 1 and block.is_sealed and not block.predecessors

    def seal(self, block):
        """All jumps to `block` are there."""
        block.is_sealed = True
        for parameter, variable in list(zip(block.parameters, block.variables)):
            self.add_arguments(block, parameter, variable)
        for parameter in list(block.parameters):
            self.simplify(block, parameter)

    def emit(self, type, *parts):
        """Appends an instruction; code that cannot be reached is left out."""
        result = Value(type) if type else None
        if not self.current.is_ended:
            self.current.instructions.append(Instruction(result, parts))
        return result

    def end(self, *parts):
        if self.current.is_ended:
            return
        for jump in parts:
            if isinstance(jump, Jump):
                jump.target.predecessors.append(jump)
        self.current.instructions.append(Instruction(None, parts))
        self.current.is_ended = True

    def jump(self, target):
        self.end("jump ", Jump(self.current, target))

    # Variables.

    def write(self, variable, value):
        self.current.values[variable] = value

    def read(self, variable, block=None):
        block = block or self.current
        if variable in block.values:
            return block.values[variable].resolved()
        if block.is_sealed and len(block.predecessors) == 1:
            value = self.read(variable, block.predecessors[0].origin)
        elif block.is_sealed and not block.predecessors:
            value = Value(self.types[variable])
            zero = "fconst.f64 0.0" if value.type == "f64" else f"iconst.{value.type} 0"
            block.instructions.insert(0, Instruction(value, (zero,)))
        else:
            value = Value(self.types[variable])
            block.parameters.append(value)
            block.variables.append(variable)
            block.values[variable] = value
            if block.is_sealed:
                self.add_arguments(block, value, variable)
                value = self.simplify(block, value)
        block.values[variable] = value
        return value

    def add_arguments(self, block, parameter, variable):
        for jump in block.predecessors:
            jump.arguments[parameter] = self.read(variable, jump.origin)

    def simplify(self, block, parameter):
        """Drops a parameter that always has the same value."""
        if not block.is_sealed or any(parameter not in jump.arguments for jump in block.predecessors):
            return parameter
        values = {jump.arguments[parameter].resolved() for jump in block.predecessors} - {parameter}
        if len(values) != 1:
            return parameter
        parameter.instead = values.pop()
        place = block.parameters.index(parameter)
        del block.parameters[place], block.variables[place]
        return parameter.resolved()

    # Text.

    def finish(self):
        """Removes what became the same only later, and parameters that nothing needs."""
        self.blocks = [block for block in self.blocks if block.predecessors or block is self.blocks[0]]
        count = None
        while count != (count := sum(len(block.parameters) for block in self.blocks)):
            for block in self.blocks[1:]:
                for parameter in list(block.parameters):
                    self.simplify(block, parameter)

    def text(self):
        self.finish()
        self.number()
        lines = [self.header + " {", *self.slots]
        for block in self.blocks:
            parameters = ", ".join(f"{self.show(value)}: {value.type}" for value in block.parameters)
            lines.append(f"{self.show(block)}({parameters}):" if parameters else f"{self.show(block)}:")
            for instruction in block.instructions:
                text = "".join(self.show(part) for part in instruction.parts)
                result = f"{self.show(instruction.result)} = " if instruction.result else ""
                lines.append(f"    {result}{text}")
        return "\n".join(lines + ["}"]) + "\n"

    def number(self):
        values = 0
        for place, block in enumerate(self.blocks):
            block.number = place
            results = [instruction.result for instruction in block.instructions if instruction.result]
            for value in block.parameters + results:
                value.number = values
                values += 1

    def show(self, part):
        if isinstance(part, Value):
            return f"v{part.resolved().number}"
        if isinstance(part, Block):
            return f"block{part.number}"
        if isinstance(part, Jump):
            arguments = ", ".join(self.show(part.arguments[parameter]) for parameter in part.target.parameters)
            return self.show(part.target) + (f"({arguments})" if arguments else "")
        return str(part)
