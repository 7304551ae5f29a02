"""The small changes that can be made to a Python text, for `benchmarks.mutants`.

Operators become others, comparisons get or lose their boundary, `and` is `or`, a number is one more
or one less (a fraction a tenth), a boolean is flipped, a text empty, a condition or a returned bool
negated, a `not` gone, a returned value None. Annotations and docstrings, which nothing executes,
stay. Pieces of the source are replaced, so that the rest stands as it was written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

_OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
    ast.BitXor: ("^", "&"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}
_COMMENT = re.compile(rb"#[^\n]*")


@dataclass(frozen=True, order=True)
class Change:
    """Bytes `start` to `end` become `new`, in `line` of a statement that begins at `statement`."""

    start: int
    end: int
    new: bytes
    line: int
    statement: int
    in_function: bool

    def applied(self, source: bytes) -> bytes:
        """Return `source` with the change made."""
        return source[: self.start] + self.new + source[self.end :]


def changes(source: bytes) -> list[Change]:
    """Return every change, each of which is Python and not the same as another, in their order."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    different: dict[str, Change | None] = {ast.dump(ast.parse(source)): None}
    for change in sorted(finder.found):
        with_change = change.applied(source)
        try:
            compile(with_change, "mutant", "exec", dont_inherit=True)
        except SyntaxError:
            continue
        different.setdefault(ast.dump(ast.parse(with_change)), change)
    return [change for change in different.values() if change]


def watched(source: bytes, hook: str) -> bytes:
    """Return a text that does the same, and calls the builtin `hook`, where there is one, before

    each statement with the line in which that begins.
    """
    tree = ast.parse(source)
    for node in list(ast.walk(tree)):
        for part in ("body", "orelse", "finalbody"):
            block = getattr(node, part, None)
            if isinstance(block, list):
                setattr(node, part, list(_told(block, hook)))
    begin = f"import builtins\n{hook} = getattr(builtins, {hook!r}, lambda _: None)"
    first = next(at for at, one in enumerate(tree.body) if not _must_be_first(one))
    tree.body[first:first] = ast.parse(begin).body
    return ast.unparse(ast.fix_missing_locations(tree)).encode()


def _told(block: list[ast.stmt], hook: str) -> Iterator[ast.stmt]:
    for statement in block:
        if not _must_be_first(statement):
            yield ast.parse(f"{hook}({statement.lineno})").body[0]
        yield statement


def _must_be_first(statement: ast.stmt) -> bool:
    """Whether nothing may stand before it: a docstring, an import from the future."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


class _Finder(ast.NodeVisitor):
    """Notes what can be changed at each node."""

    def __init__(self, source: bytes) -> None:
        self.found: list[Change] = []
        self._source = source
        self._starts = [0, *(found.end() for found in re.finditer(rb"\n", source))]
        self._statement = 1
        self._is_bool = self._in_function = False

    def visit(self, node: ast.AST) -> None:
        """Visit a node, and know where the statement begins in which it is."""
        outer = self._statement
        if isinstance(node, ast.stmt):
            self._statement = node.lineno
        super().visit(node)
        self._statement = outer

    def _span(self, node: ast.expr) -> tuple[int, int]:
        """Return where a node stands in the source, in bytes."""
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        return start, end

    def _change(self, start: int, end: int, new: bytes) -> None:
        line = self._source.count(b"\n", 0, start) + 1
        change = Change(start, end, new, line, self._statement, self._in_function)
        self.found.append(change)

    def _negate(self, node: ast.expr) -> None:
        if not isinstance(node, ast.UnaryOp | ast.Constant):
            start, end = self._span(node)
            self._change(start, end, b"not (%s)" % self._source[start:end])

    def _operator(self, operator: ast.AST, left: ast.expr, right: ast.expr) -> None:
        """Change the operator that stands between two operands."""
        old, new = _OPERATORS[type(operator)]
        (_, start), (end, _) = self._span(left), self._span(right)
        between = _COMMENT.sub(lambda one: b" " * len(one[0]), self._source[start:end])
        found = re.search(re.escape(old).replace(r"\ ", r"\s+").encode(), between)
        if found:
            self._change(start + found.start(), start + found.end(), new.encode())

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Change `+`."""
        self._operator(node.op, node.left, node.right)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Change `+=`."""
        self._operator(node.op, node.target, node.value)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """Change each `and`, `or`."""
        for left, right in pairwise(node.values):
            self._operator(node.op, left, right)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Change each `<`."""
        for operator, sides in zip(node.ops, pairwise([node.left, *node.comparators]), strict=True):
            self._operator(operator, *sides)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Take away `not` and `-`."""
        start, end = self._span(node)
        sign = re.match(rb"not\s*|[-+~]", self._source[start:end])
        if sign:
            self._change(start, start + sign.end(), b"")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Change a number, a boolean or a text."""
        for new in _others(node.value):
            self._change(*self._span(node), repr(new).encode())

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Change an f-string, and what stands in its braces, as far as Python says where it is."""
        self._change(*self._span(node), b"''")
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                start, end = self._span(part.value)
                with suppress(SyntaxError):
                    there = ast.parse(b"(%s)" % self._source[start:end], mode="eval").body
                    if ast.dump(there) == ast.dump(part.value):
                        self.visit(part.value)

    def visit_If(self, node: ast.If) -> None:
        """Negate the condition."""
        self._negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        """Negate the condition."""
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """Negate the condition."""
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Negate the conditions."""
        for test in node.ifs:
            self._negate(test)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        """Return None, or the opposite."""
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            if self._is_bool:
                self._negate(node.value)
            self._change(*self._span(node.value), b"None")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Visit the defaults and the body."""
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default:
                self.visit(default)
        outer = self._is_bool, self._in_function
        self._is_bool = isinstance(node.returns, ast.Name) and node.returns.id == "bool"
        self._in_function = True
        for statement in node.body:
            self.visit(statement)
        self._is_bool, self._in_function = outer

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Visit the body."""
        for one in node.body:
            self.visit(one)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Visit what is assigned, but to `__all__`, which only an `import *` reads."""
        if ast.unparse(node.targets[0]) != "__all__":
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Visit the value."""
        if node.value:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        """Pass over docstrings."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)


def _others(value: object) -> Iterator[object]:
    """Yield what a constant can be instead."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        step = 0.1 if isinstance(value, float) and abs(value) <= 1 else 1
        yield round(value + step, 9)
        yield round(value - step, 9)
    elif isinstance(value, str | bytes):
        yield value[:0] if value else ("mutant" if isinstance(value, str) else b"mutant")
