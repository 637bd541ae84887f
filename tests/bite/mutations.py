"""The mutants of a module: one small change each, as a person might make by mistake.

Swapped are comparisons, arithmetic and boolean words; changed are numbers and yes or no; conditions are
turned round, a return gives nothing, a statement is left out. Texts, annotations, assertions and imports
are left alone: a text is held by the tests of what is printed, the others do nothing when it runs.
"""

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator

from attrs import frozen

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
DROPPED = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Continue, ast.Break)
SKIPPED = {"annotation", "returns", "type_params"}


@frozen
class Mutant:
    """One change: in `file` at `line`, `before` became `after`; `place` is where its function begins.

    `start` and `end` are bytes of the file. `name` is made of its line and what it does there, not of where that
    line is: it stays when another line of the module changes.
    """

    file: str
    line: int
    place: str
    before: str
    after: str
    start: int
    end: int
    name: str

    def applied(self, source: bytes) -> bytes:
        """The module with this change."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def mutants(file: str, source: bytes) -> list[Mutant]:
    """All mutants of a module, in order."""
    offsets = [0]
    for line in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    found, same = [], Counter[str]()
    for node, after, place in _changes(ast.parse(source), ""):
        start = offsets[node.lineno - 1] + node.col_offset
        end = offsets[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        before = source[start:end].decode()
        put = f"({after})" if isinstance(node, ast.expr) else after
        line = source[offsets[node.lineno - 1] : offsets[node.lineno]].decode().strip()
        whole = f"{file}:{line}:{before}:{put}"
        same[whole] += 1
        name = hashlib.sha256(f"{whole}:{same[whole]}".encode()).hexdigest()[:12]
        found.append(Mutant(file, node.lineno, place and f"{file}:{place}", before, put, start, end, name))
    return found


Change = tuple[ast.expr | ast.stmt, str, str]


def _changes(node: ast.AST, place: str) -> Iterator[Change]:
    """Every node that can change, what it becomes, and the first line of the function around it."""
    for name, value in ast.iter_fields(node):
        if name in SKIPPED or isinstance(node, (ast.JoinedStr, ast.FormattedValue)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, (ast.Assert, ast.Import, ast.ImportFrom)) or not isinstance(child, ast.AST):
                continue
            inside = place
            if isinstance(child, (ast.FunctionDef, ast.Lambda)) and not place:
                inside = str(min(getattr(d, "lineno", child.lineno) for d in [child, *_decorators(child)]))
            if isinstance(child, ast.expr):
                yield from ((child, ast.unparse(new), inside) for new in _expressions(child))
            elif isinstance(child, ast.stmt):
                yield from ((child, new, inside) for new in _statements(child, inside))
            yield from _conditions(child, inside)
            yield from _changes(child, inside)


def _decorators(node: ast.AST) -> list[ast.expr]:
    return getattr(node, "decorator_list", [])


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(ops=ops):
            for i, op in enumerate(ops):
                new = copy.deepcopy(node)
                new.ops[i] = OPERATORS[type(op)]()  # type: ignore[call-overload]
                yield new
        case ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op) in OPERATORS:
            changed = copy.deepcopy(node)
            changed.op = OPERATORS[type(op)]()  # type: ignore[assignment]
            yield changed
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)


def _statements(node: ast.stmt, place: str) -> Iterator[str]:
    if isinstance(node, ast.Return) and not (node.value is None or ast.unparse(node.value) == "None"):
        yield "return None"
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if place and isinstance(node, DROPPED) and not text:
        yield "pass"
    if isinstance(node, ast.AugAssign) and type(node.op) in OPERATORS:
        other = copy.deepcopy(node)
        other.op = OPERATORS[type(node.op)]()  # type: ignore[assignment]
        yield ast.unparse(other)


def _conditions(node: ast.AST, place: str) -> Iterator[Change]:
    """What decides which way it goes, turned round."""
    tests = [node.test] if isinstance(node, (ast.If, ast.IfExp, ast.While)) else []
    for test in tests + (node.ifs if isinstance(node, ast.comprehension) else []):
        if not isinstance(test, (ast.Compare, ast.UnaryOp)):  # those have their own opposites
            yield test, f"not ({ast.unparse(test)})", place
