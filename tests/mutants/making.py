"""Mutants: where a rule can be changed and how; the changes themselves are Cosmic Ray's, and two of ours."""

import ast
import difflib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

import parso
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

from tests.mutants.rooms import ROOT, Room

# The neighbour and the opposite of each comparison, the inverse of each sum: what a slip would write instead.
COMPARED = "Eq_NotEq NotEq_Eq Is_IsNot IsNot_Is Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt"
SUMMED = "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Mul Mod_Mul BitOr_BitAnd BitAnd_BitOr"
OTHERS = "ReplaceUnaryOperator_Delete_Not ReplaceUnaryOperator_USub_UAdd AddNot ReplaceTrueWithFalse"
OTHERS += " ReplaceFalseWithTrue ReplaceAndWithOr ReplaceOrWithAnd ReplaceBreakWithContinue ReplaceContinueWithBreak"
OTHERS += " ExceptionReplacer NumberReplacer ZeroIterationForLoop"


class DropCall(Operator):
    """Leaves out a step: a check, an entry in the trail. Rows are flushed by the next query anyway."""

    def mutation_positions(self, node):
        """The statements that are nothing but a call."""
        is_call = node.type == "simple_stmt" and node.children[0].type in ("atom_expr", "power")
        if is_call and ".flush(" not in node.get_code():
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        """Nothing in place of the call."""
        call = node.children[0]
        node.children[0] = parso.python.tree.Keyword("pass", call.start_pos, call.get_first_leaf().prefix)
        return node

    @classmethod
    def examples(cls):
        """None; the tests have them."""
        return ()


class NotIn(DropCall):
    """`in` for `not in`, and the other way round."""

    def mutation_positions(self, node):
        """The comparisons with one of the two, the first of a chain."""
        if node.type == "comparison" and node.children[1].get_code().strip() in ("in", "not in"):
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node, index):
        """The opposite."""
        said = node.children[1].get_code().strip()
        node.children[1] = parso.parse(" not in" if said == "in" else " in")
        return node


NAMES = [f"ReplaceComparisonOperator_{each}" for each in COMPARED.split()]
NAMES += [f"ReplaceBinaryOperator_{each}" for each in SUMMED.split()] + OTHERS.split()
OPERATORS = [*(get_operator(f"core/{name}")() for name in NAMES), DropCall(), NotIn()]


@dataclass(frozen=True)
class Mutant:
    """One changed file of one room."""

    room: str
    file: str
    line: int
    before: str
    after: str
    code: str

    @property
    def diff(self) -> str:
        """file:line, what stood there, what stands there now."""
        return f"{self.file}:{self.line}: {self.before}  =>  {self.after}"


def draw(rooms: dict[str, Room], count: int, seed: int) -> list[Mutant]:
    """So many mutants, from each room in turn until its places are used up; the same seed, the same mutants."""
    chance, drawn = random.Random(seed), {}
    waiting = {name: iter(_shuffled(name, room, chance)) for name, room in rooms.items()}
    for name in cycle(rooms):
        if len(drawn) >= count or not any(waiting.values()):
            break
        mutant = next(waiting[name], None) if waiting[name] else None
        if mutant is None:
            waiting[name] = None
        else:
            drawn.setdefault(mutant.code, mutant)
    return list(drawn.values())


def _shuffled(name: str, room: Room, chance: random.Random) -> Iterator[Mutant]:
    places = [
        (file, *place) for file in room.files() for place in sorted(find_places((ROOT / file).read_text()).items())
    ]
    chance.shuffle(places)
    for file, _, changes in places:
        if made := _make(name, file, *chance.choice(changes)):
            yield made


def find_places(source: str) -> dict[tuple, list[tuple[Operator, int]]]:
    """Where a file can be changed → the operators that can, each with how many of its places come before."""
    silent, places, seen = list(_silent(source)), defaultdict(list), defaultdict(int)
    for node in ast_nodes(get_ast(source)):
        for operator in OPERATORS:
            for start, _ in operator.mutation_positions(node):
                if not any(first <= start < last for first, last in silent):
                    places[start].append((operator, seen[operator]))
                seen[operator] += 1
    return places


def _silent(source: str) -> Iterator[tuple]:
    """What says no rule, as spans: type annotations, decorators, sentences for people."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        quiet = [getattr(node, name, None) for name in ("annotation", "returns")]
        quiet += getattr(node, "decorator_list", [])
        quiet += [node] if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_" else []
        for each in filter(None, quiet):
            ends = (each.lineno, each.col_offset), (each.end_lineno, each.end_col_offset)
            yield tuple((row, len(lines[row - 1].encode()[:column].decode())) for row, column in ends)


def _make(room: str, file: str, operator: Operator, occurrence: int) -> Mutant | None:
    source = (ROOT / file).read_text()
    code = mutate_code(source, operator, occurrence)
    try:
        if ast.dump(ast.parse(code)) == ast.dump(ast.parse(source)):
            return None
    except SyntaxError:
        return None
    old, new = source.splitlines(), code.splitlines()
    _, first, last, since, until = next(each for each in _changes(old, new) if each[0] != "equal")
    said = [" ".join(line.strip() for line in part) for part in (old[first:last], new[since:until])]
    return Mutant(room, file, first + 1, *said, code)


def _changes(old: list[str], new: list[str]) -> list[tuple]:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
