"""Writes random templates, and what the original jinja2 makes of them under transformers' settings.

    python cards-core/src/test/python/fuzz_templates.py                      the committed file
    python cards-core/src/test/python/fuzz_templates.py 100000 7 cases.gz    more of them: how many, seed, file

and then `mvn -pl cards-core -am test -Dtest=TemplateFuzzTest -Dcards.fuzz.file=$PWD/cases.gz`.

Every line is one case: `t` the template, `c` the number of the variables in the first line, and either `o`, the output,
or `e`, what the template raised (empty if it failed by itself). Strings from outside hold Greek letters, templates never
do: so a reader can check which characters are known to come from outside.
"""

import gzip
import json
import random
import re
import sys
from pathlib import Path

import jinja2

from chat_template_reference import compiled

FILE = Path(__file__).parents[1] / "resources/io/github/cards4j/template/fuzz.jsonl.gz"

CONTEXTS = [
    {
        "messages": [
            {"role": "system", "content": "Ωμέγα  "},
            {"role": "user", "content": " α β\n\nγ <|im_end|>"},
            {"role": "assistant", "content": None, "tool_calls": [{"name": "f", "arguments": {"x": 1, "δ": [1.5, None]}}]},
            {"role": "tool", "content": "{\"π\": true}"},
            {"role": "user", "content": ""},
        ],
        "s": "λόγος ΣΑΣ, a-b", "w": "\n\t μῦ ", "u": "Straße ﬁn ǆ É🙂", "q": "'\"\\\n\x07\u200b", "e": "",
        "n": 7, "z": 0, "neg": -3, "f": 2.5, "big": 12345678901234567890, "tiny": 1e-7, "huge": 1e22, "third": 0.1,
        "t": True, "no": False, "nil": None,
        "l": [3, 1, 2], "m": ["β", "Α", "γ", "a"], "mixed": [1, "δ", None, 2.0, True, [1], {"k": "ε"}], "el": [],
        "d": {"b": 2, "a": "ζ", "c": [1, 2], "items": 5, "σ": None}, "ed": {},
        "nested": {"x": {"y": [{"z": "η"}]}},
        "tools": [
            {"type": "function", "function": {"name": "get", "description": "Θ \"x\" </s>", "parameters":
             {"type": "object", "properties": {"a": {"type": "string", "enum": ["ι", "b"]}}, "required": ["a"]}}},
        ],
        "add_generation_prompt": True, "bos_token": "<s>",
    },
    {
        "messages": [{"role": "user", "content": "κ"}, {"role": "assistant", "content": "<think>\nν\n</think>\n\nξ"}],
        "s": "ο", "w": "  ", "u": "ΐŉΣ Σ", "q": "'", "e": "", "n": 1, "z": 0, "neg": -1, "f": -0.0, "big": -(2**70),
        "tiny": 1.5e300, "huge": 123456789.125, "third": 1e16, "t": False, "no": False, "nil": None, "l": [1], "m": ["ρ"],
        "mixed": [False, 0, 0.0, ""], "el": [], "d": {"a": 1}, "ed": {}, "nested": {"x": {}}, "tools": None,
        "add_generation_prompt": False, "bos_token": "",
    },
]

STRINGS = ["s", "w", "u", "q", "e", "messages[0].content", "messages[0]['role']", "nested.x.y[0].z", "bos_token", "m[0]"]
NUMBERS = ["n", "z", "neg", "f", "big", "tiny", "huge", "third", "l[0]", "messages|length", "loop.index0"]
LISTS = ["l", "m", "mixed", "el", "messages", "d.c", "tools", "d.keys()|list", "s.split()", "range(4)|list"]
DICTS = ["d", "ed", "nested", "messages[0]", "messages[-1]", "tools[0]", "tools[0].function"]
OTHERS = ["t", "no", "nil", "missing", "add_generation_prompt", "d.missing", "messages[9]", "loop"]
LITERALS = ["''", "'a'", "\"b c\"", "' x '", "'<|im_end|>'", "'\\n'", "'a' 'b'", "'%'", "'é'"]
METHODS0 = """upper lower title capitalize swapcase strip lstrip rstrip split splitlines isalpha isdigit isspace isupper
islower isalnum istitle isnumeric isdecimal rsplit""".split()
METHODS1 = """startswith endswith find rfind count split rsplit strip lstrip rstrip partition rpartition removeprefix
removesuffix index join""".split()
FILTERS_S = """upper lower title capitalize trim string length list first last reverse tojson wordcount indent
unique|list escapeless""".split()
FILTERS_L = """length list first last reverse|list join unique|list tojson string sort sum max min
join(',') map('string')|join select|list reject|list batch(2)|list slice(2)|list""".split()
FILTERS_D = "length list items|list dictsort tojson string first dictsort|first".split()
FILTERS_N = "int float abs round string tojson round(1) round(2,'floor') round(-1)".split()
FILTERS_ANY = """string tojson default('dflt') d default('x',true) int float list length first
tojson(indent=2) tojson(ensure_ascii=true) tojson(sort_keys=true) tojson(separators=(',',':'))""".split()
TESTS = """defined undefined none string number mapping iterable sequence boolean true false integer float odd even
lower upper callable""".split()
TESTS1 = "eq ne gt lt ge le equalto sameas divisibleby".split()


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.vars = []
        self.macros = []
        self.loops = 0

    def one(self, *choices):
        return self.r.choice(choices)

    def chance(self, p):
        return self.r.random() < p

    def string(self, d):
        if d <= 0 or self.chance(0.3):
            return self.r.choice(STRINGS + LITERALS + (["loop.index|string"] if self.loops else []))
        s = lambda: self.string(d - 1)
        k = self.r.randrange(16)
        if k == 0:
            return f"({s()} + {s()})"
        if k == 1:
            return f"({s()} ~ {self.any(d - 1)})"
        if k == 2:
            return f"{s()}|{self.r.choice(FILTERS_S[:6])}"
        if k == 3:
            return f"{self.postfix(s())}.{self.r.choice(METHODS0[:8])}()"
        if k == 4:
            return f"{self.postfix(s())}{self.slice(d)}"
        if k == 5:
            return f"{self.postfix(s())}.replace({s()}, {s()})"
        if k == 6:
            return f"{self.postfix(s())}.{self.one('strip', 'lstrip', 'rstrip')}({s()})"
        if k == 7:
            return f"{self.postfix(self.list(d - 1))}|join({s()})"
        if k == 8:
            return f"({s()} if {self.any(d - 1)} else {s()})"
        if k == 9:
            return f"{self.postfix(self.any(d - 1))}|tojson{self.one('', '(indent=2)', '(sort_keys=true)', '(indent=4, ensure_ascii=True)')}"
        if k == 10:
            return f"({s()} * {self.one('2', '0', '3', 'n')})"
        if k == 11:
            return f"{self.postfix(self.any(d - 1))}|string"
        if k == 12:
            return f"{s()}|replace({s()}, {s()}{self.one('', ', 1')})"
        if k == 13:
            return f"{s()}|indent({self.one('', '2', 'first=true', '1, true', '2, blank=true')})"
        if k == 14:
            return self.one(
                f"('%s-%d' % ({s()}, {self.one('n', '3', 'f')}))", f"('%5s|' % {s()})", f"'{{}}/{{}}'.format({s()}, n)",
                f"{s()}|center({self.one('9', '4')})", f"{s()}|truncate({self.one('5', '3, true', '6, end=bos_token')})",
                f"{self.postfix(s())}.{self.one('ljust', 'rjust', 'zfill', 'center')}(8)", f"'%05.1f' % f", "'%x' % n",
            )
        return f"{self.postfix(s())}.{self.one('split', 'rsplit')}({s()}{self.one('', ', 1', ', maxsplit=2')})[{self.one('0', '-1', '1')}]"

    def postfix(self, expression):
        return f"({expression})"

    def number(self, d):
        if d <= 0 or self.chance(0.3):
            return self.one(self.r.choice(NUMBERS), str(self.r.randrange(-3, 12)), self.one("1.5", "2e3", "0.1", "1_000", "0x1f"))
        n = lambda: self.number(d - 1)
        k = self.r.randrange(10)
        if k < 4:
            left, operator = n(), self.one("+", "-", "*", "/", "//", "%", "**")
            left = self.postfix(left) + "|abs" if operator == "**" else left  # no complex numbers
            return f"({left} {operator} {n()})"
        if k == 4:
            return f"(-{self.postfix(n())})" if self.chance(0.8) else f"(+{n()})"
        if k == 5:
            return f"{self.postfix(n())}|{self.r.choice(FILTERS_N)}"
        if k == 6:
            return f"{self.postfix(self.any(d - 1))}|length"
        if k == 7:
            return f"{self.postfix(self.string(d - 1))}|{self.one('int', 'float', 'length', 'int(default=5)', 'int(base=16)')}"
        if k == 8:
            return f"{self.postfix(self.string(d - 1))}.{self.one('find', 'count', 'rfind', 'index')}({self.string(d - 1)})"
        return f"{self.postfix(self.list(d - 1))}|{self.one('sum', 'max', 'min', 'length', 'first')}"

    def bound(self):
        return self.one("", "", str(self.r.randrange(-4, 6)), "n", "-z", "none")

    def slice(self, d):
        step = self.one("", "", ":", ":-1", ":2", ":-2", ":n")
        return f"[{self.bound()}:{self.bound()}{step}]"

    def list(self, d):
        if d <= 0 or self.chance(0.35):
            return self.r.choice(LISTS)
        k = self.r.randrange(11)
        if k == 0:
            return "[" + ", ".join(self.any(d - 1) for _ in range(self.r.randrange(4))) + "]"
        if k == 1:
            return "(" + ", ".join(self.any(d - 1) for _ in range(self.one(0, 2, 3))) + ")"
        if k == 2:
            return f"({self.list(d - 1)} + {self.list(d - 1)})"
        if k == 3:
            return f"{self.postfix(self.list(d - 1))}{self.slice(d)}"
        if k == 4:
            return f"{self.postfix(self.list(d - 1))}|{self.one('list', 'reverse|list', 'sort', 'unique|list', 'sort(reverse=true)', 'map(' + repr(self.r.choice(FILTERS_S[:7])) + ')|list', 'select|list', 'batch(2, 0)|list', 'slice(3)|list', 'sort(case_sensitive=true)')}"
        if k == 5:
            attr = self.one("role", "content", "type", "function.name", "0", "missing")
            return f"messages|{self.one('selectattr', 'rejectattr')}('{attr}'{self.one('', ', ' + repr('defined'), ', ' + repr('equalto') + ', ' + repr('user'), ', ' + repr('in') + ', [' + repr('user') + ']')})|list"
        if k == 6:
            return f"{self.postfix(self.list(d - 1))}|map(attribute='{self.one('role', 'content', 'x', '0')}'{self.one('', ', default=1')})|list"
        if k == 7:
            return f"{self.postfix(self.dict(d - 1))}.{self.one('items', 'keys', 'values')}()|list"
        if k == 8:
            return f"{self.postfix(self.string(d - 1))}.{self.one('split()', 'splitlines()', 'split(' + self.string(d - 1) + ')', 'rsplit(none, 1)', 'split(maxsplit=1)', 'splitlines(true)', 'partition(' + self.string(0) + ')')}"
        if k == 9:
            return f"range({self.one('3', 'n', '1, 4', '5, 0, -2', 'z')})"
        return f"{self.postfix(self.dict(d - 1))}|{self.one('dictsort', 'items|list', 'list', 'dictsort(by=' + repr('value') + ')', 'dictsort(reverse=true)')}"

    def dict(self, d):
        if d <= 0 or self.chance(0.5):
            return self.r.choice(DICTS)
        k = self.r.randrange(4)
        if k == 0:
            keys = [self.one(self.string(0), "'k'", "1", "true", "1.0", "none", self.any(0)) for _ in range(self.r.randrange(4))]
            return "{" + ", ".join(f"{key}: {self.any(d - 1)}" for key in keys) + "}"
        if k == 1:
            return f"dict(a={self.any(d - 1)}, b={self.any(d - 1)})"
        if k == 2:
            return f"dict({self.dict(d - 1)}, c={self.any(d - 1)})"
        return f"{self.postfix(self.list(d - 1))}[{self.one('0', '-1')}]"

    def boolean(self, d):
        if d <= 0 or self.chance(0.2):
            return self.one(self.r.choice(OTHERS), "true", "false")
        k = self.r.randrange(9)
        a = lambda: self.any(d - 1)
        if k == 0:
            return f"({a()} {self.one('and', 'or')} {a()})"
        if k == 1:
            return f"(not {a()})"
        if k == 2:
            return f"({a()} is {self.one('', 'not ')}{self.r.choice(TESTS)})"
        if k == 3:
            kind = self.one(self.string, self.number, self.any)
            return f"({kind(d - 1)} {self.one('==', '!=', '<', '>', '<=', '>=')} {kind(d - 1)})"
        if k == 4:
            return f"({a()} {self.one('in', 'not in')} {self.one(self.list(d - 1), self.string(d - 1), self.dict(d - 1))})"
        if k == 5:
            return f"({self.string(d - 1)} {self.one('in', 'not in')} {self.string(d - 1)})"
        if k == 6:
            return f"{self.postfix(self.string(d - 1))}.{self.one('startswith', 'endswith')}({self.one(self.string(d - 1), '(' + repr('a') + ', ' + self.string(0) + ')')})"
        if k == 7:
            return f"({self.number(d - 1)} {self.one('<', '<=')} {self.number(d - 1)} {self.one('<', '==', '>')} {self.number(d - 1)})"
        return f"({a()} is {self.r.choice(TESTS1)}({a()}))" if self.chance(0.5) else f"({a()} is {self.one('in', 'sameas', 'eq')} {self.one('l', 'n', 'nil', 's')})"

    def any(self, d):
        k = self.r.randrange(12)
        if k < 3:
            return self.string(d)
        if k < 5:
            return self.number(d)
        if k < 7:
            return self.list(d)
        if k < 8:
            return self.dict(d)
        if k < 10:
            return self.boolean(d)
        if k == 10 and d > 0:
            wild = self.one(FILTERS_ANY, FILTERS_S[:12], FILTERS_L, FILTERS_D, FILTERS_N)
            return f"{self.postfix(self.any(d - 1))}|{self.r.choice(wild)}"
        if k == 11 and d > 0:
            return self.one(
                f"{self.postfix(self.any(d - 1))}[{self.one(self.any(0), repr('role'), '0', repr('items'))}]",
                f"{self.postfix(self.any(d - 1))}.{self.one('role', 'a', 'x', 'items', 'get', 'upper', 'content', 'b')}",
                f"{self.postfix(self.dict(d - 1))}.get({self.string(0)}{self.one('', ', ' + self.any(0))})",
                f"{self.postfix(self.any(d - 1))}.{self.r.choice(METHODS0 + METHODS1)}({self.one('', self.string(0))})",
                f"({self.any(d - 1)} if {self.any(d - 1)})",
            )
        if self.vars and self.chance(0.6):
            return self.r.choice(self.vars)
        return self.r.choice(OTHERS + STRINGS[:5] + NUMBERS[:6] + LISTS[:5] + DICTS[:3])

    def data(self):
        return self.r.choice(["\n", " ", "  \n", "x", "\n\n", "a\n  ", "<|im_start|>", "\t", " }} ", "'", "{ ", "", "\n b \n", "%}", "#"])

    def tag(self, inside):
        return f"{{%{self.one('', '', '-', '+', '-')}{self.one('', ' ')}{inside}{self.one('', ' ')}{self.one('', '', '-', '-', '+')}%}}"

    def body(self, d, inloop=False):
        return "".join(self.statement(d, inloop) for _ in range(self.r.randrange(1, 4)))

    def statement(self, d, inloop=False):
        k = self.r.randrange(22 if d > 0 else 9)
        if k < 3:
            return self.data()
        if k < 8:
            inside = self.any(self.r.randrange(4))
            return self.data() + f"{{{{{self.one('', '-', '')} {inside} {self.one('', '-', '')}}}}}" + self.data()
        if k == 8:
            return f"{{#{self.one('', '-', '+')} {self.one('', 'note', '{{ x }}', '{% if %}')} {self.one('', '-', '+')}#}}" + self.data()
        if k < 12:
            middle = ""
            if self.chance(0.3):
                middle += self.tag(f"elif {self.boolean(2)}") + self.body(d - 1, inloop)
            if self.chance(0.5):
                middle += self.tag("else") + self.body(d - 1, inloop)
            return self.tag(f"if {self.boolean(2)}") + self.data() + self.body(d - 1, inloop) + middle + self.tag("endif") + self.data()
        if k < 15:
            target, values = self.one(("x", self.list(2)), ("m", "messages"), ("k, v", self.dict(1) + self.one(".items()", "|items", "|dictsort")),
                                      ("c", self.string(1)), ("(a, b)", "d.items()"))
            self.vars += re.findall(r"\w+", target)
            self.loops += 1
            test = f" if {self.boolean(1)}" if self.chance(0.25) else ""
            inner = self.body(d - 1, True)
            if self.chance(0.5):
                inner += "{{ loop." + self.one("index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem", "depth",
                                              "cycle('a', 'b')", "changed(x)", "previtem.role", "nextitem.role", "nothing") + " }}"
            self.loops -= 1
            otherwise = self.tag("else") + self.body(d - 1, inloop) if self.chance(0.2) else ""
            return self.tag(f"for {target} in {values}{test}") + self.data() + inner + otherwise + self.tag("endfor") + self.data()
        if k < 18:
            name = self.one("x", "y", "ns2", "acc", "s", "n")
            self.vars.append(name)
            if self.chance(0.2):
                return self.tag(f"set {name}{self.one('', '', ' | upper', ' | trim')}") + self.body(d - 1) + self.tag("endset")
            if self.chance(0.15):
                return self.tag(f"set {name}, y = {self.any(1)}, {self.any(1)}") + self.data()
            return self.tag(f"set {name} = {self.any(2)}") + self.data()
        if k == 18:
            return self.tag("set ns = namespace(i=0, found=false, t='')") + self.data() + "{% for x in messages %}" + self.tag(
                f"set ns.{self.one('i = ns.i + 1', 't = ns.t ~ x.role', 'found = true', 'i = loop.index', 't = ' + self.any(1))}") + "{% endfor %}{{ ns.i }}{{ ns.t }}{{ ns.found }}{{ ns.none }}"
        if k == 19:
            name = self.one("mac", "show", "x")
            self.vars += ["p", "q"]
            call = self.one(f"{name}({self.any(1)})", f"{name}({self.any(1)}, q={self.any(1)})", f"{name}()", f"{name}(1, 2, 3)", f"{name}(q=n)")
            return self.tag(f"macro {name}(p{self.one('', '=1', '=none')}, q={self.any(1)})") + self.body(d - 1) + "{{ p }}" + self.tag("endmacro") + self.data() + f"{{{{ {call} }}}}"
        if k == 20:
            if inloop:
                return self.tag(f"if {self.boolean(1)}") + self.tag(self.one("break", "continue")) + self.tag("endif")
            return self.one(
                lambda: self.tag("raw") + self.one("{{ x }}", " {% if %} \n", "a") + self.tag("endraw"),
                lambda: self.tag("filter " + self.one("upper", "trim", "indent(2)")) + self.body(d - 1) + self.tag("endfilter"),
                lambda: self.tag(f"with x = {self.any(1)}, y = {self.any(1)}") + self.body(d - 1) + self.tag("endwith"),
                lambda: self.tag("generation") + self.body(d - 1) + self.tag("endgeneration"),
            )()
        return self.tag(f"if {self.boolean(1)}") + f"{{{{ raise_exception({self.any(1)}) }}}}" + self.tag("endif")

    def template(self):
        return "".join(self.statement(self.r.randrange(1, 4)) for _ in range(self.r.randrange(1, 4)))


# What these print depends on the interpreter (addresses, names of classes), or would not end here either.
SKIP = re.compile(r"(?i) at 0x|<built-in|<bound|<function|<class|<generator|<LoopContext|<dict_|<Cycler|<_io|jinja2|typing")
# Markup changes what + does; bool is no filter.
AVOID = re.compile(r"escapeless")


def case(seed):
    template = Maker(seed).template()
    if AVOID.search(template) or len(template) > 700:
        return None
    number = seed % len(CONTEXTS)
    try:
        program = compiled(template)
    except Exception:
        return None  # refusing what is malformed is tested by hand
    try:
        output = program.render(**CONTEXTS[number])
    except jinja2.exceptions.TemplateError as e:
        plain = type(e) is jinja2.exceptions.TemplateError
        if SKIP.search(str(e)):
            return None
        return {"t": template, "c": number, "e": str(e) if plain else ""}
    except Exception:
        return {"t": template, "c": number, "e": ""}
    return None if SKIP.search(output) or len(output) > 3000 else {"t": template, "c": number, "o": output}


def main(count=4000, seed=11, file=FILE):
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = failed = 0
    with gzip.GzipFile(file, "wb", mtime=0) as out:
        def line(value):
            out.write((json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))

        line(CONTEXTS)
        number = seed * 10_000_000
        while kept < count:
            number += 1
            one = case(number)
            # a failure says little: keep one in three
            if one is None or "e" in one and (one["e"] == "" and number % 3):
                continue
            kept += 1
            failed += "e" in one
            line(one)
    print(f"{file}: {kept} cases, {failed} of them failures, {file.stat().st_size} bytes")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(*([int(arguments[0]), int(arguments[1]), Path(arguments[2])] if arguments else []))
