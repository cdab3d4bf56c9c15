"""Reads grammar.json: draws texts from templates, and tells whether a text is derivable from one.

The Java labeller (io.github.cards4j.samples.demo.internal) reads the same file and must agree with `match`.
"""

import hashlib
import itertools
import json
import pathlib

FILE = pathlib.Path(__file__).parent.parent / "src/main/resources/io/github/cards4j/demo/grammar.json"
STYLES = ("courteous", "curt", "unsafe")


class Template:
    """A template as a tree: a str is literal, ('slot', name), ('seq', [..]), ('alt', [..])."""

    def __init__(self, text, grammar):
        self.text = text
        self._grammar = grammar
        self.tree, end = self._alternatives(text, 0)
        if end != len(text):
            raise ValueError(f"unbalanced template: {text}")

    def _alternatives(self, text, i):
        options, parts, literal = [], [], ""

        def flush():
            nonlocal literal
            if literal:
                parts.append(literal)
                literal = ""

        while i < len(text) and text[i] != ")":
            c = text[i]
            if c == "|":
                flush()
                options.append(("seq", parts))
                parts = []
                i += 1
            elif c == "(":
                flush()
                tree, i = self._alternatives(text, i + 1)
                if i >= len(text):
                    raise ValueError(f"unbalanced template: {text}")
                parts.append(tree)
                i += 1
            elif c in "{<":
                flush()
                end = text.index("}" if c == "{" else ">", i)
                name = text[i + 1 : end]
                if c == "{":
                    self._grammar.slots[name]  # must exist
                    parts.append(("slot", name))
                else:
                    parts.append(self._alternatives(self._grammar.phrases[name], 0)[0])
                i = end + 1
            else:
                literal += c
                i += 1
        flush()
        options.append(("seq", parts))
        return (options[0] if len(options) == 1 else ("alt", options)), i

    def draw(self, rng, slots):
        return _draw(self.tree, rng, slots)

    def match(self, text, slots):
        """The bindings under which the whole text derives; `slots` are bound beforehand."""
        return [b for end, b in _match(self.tree, text, 0, slots, self._grammar.slots) if end == len(text)]

    def slot_names(self):
        return _slot_names(self.tree)

    def expansions(self):
        """All texts, with slots left as placeholders."""
        return _expand(self.tree)


def _draw(node, rng, slots):
    if isinstance(node, str):
        return node
    kind, value = node
    if kind == "slot":
        return slots[value]
    if kind == "alt":
        return _draw(value[rng.randrange(len(value))], rng, slots)
    return "".join(_draw(part, rng, slots) for part in value)


def _match(node, text, at, slots, values):
    if isinstance(node, str):
        return [(at + len(node), slots)] if text.startswith(node, at) else []
    kind, value = node
    if kind == "slot":
        if value in slots:
            return [(at + len(slots[value]), slots)] if text.startswith(slots[value], at) else []
        return [(at + len(v), {**slots, value: v}) for v in values[value] if text.startswith(v, at)]
    if kind == "alt":
        return [m for option in value for m in _match(option, text, at, slots, values)]
    states = [(at, slots)]
    for part in value:
        states = [m for end, bound in states for m in _match(part, text, end, bound, values)]
        if not states:
            break
    return states


def _slot_names(node):
    if isinstance(node, str):
        return set()
    kind, value = node
    return {value} if kind == "slot" else set().union(*map(_slot_names, value)) if value else set()


def _expand(node):
    if isinstance(node, str):
        return [node]
    kind, value = node
    if kind == "slot":
        return ["{" + value + "}"]
    if kind == "alt":
        return [text for option in value for text in _expand(option)]
    return ["".join(parts) for parts in itertools.product(*map(_expand, value))]


class Topic:
    def __init__(self, name, data, grammar):
        self.name = name
        self.slots = data["slots"]
        self.requests = [Template(t, grammar) for t in data["requests"]]
        self.sentences = {
            style: {role: [Template(t, grammar) for t in data[style][role]] for role in ("opening", "body")}
            for style in STYLES
        }
        for request in self.requests:
            if request.slot_names() != set(self.slots):
                raise ValueError(f"request of {name} must name {self.slots}: {request.text}")
        for style in STYLES:
            for template in self.all(style):
                if not template.slot_names() <= set(self.slots):
                    raise ValueError(f"sentence of {name} names a slot that its requests lack: {template.text}")

    def all(self, style):
        return self.sentences[style]["opening"] + self.sentences[style]["body"]


class Grammar:
    def __init__(self, file=FILE):
        data = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
        self.mixture = data["mixture"]
        self.slots = data["slots"]
        self.phrases = data["phrases"]
        self.common = {
            style: {role: [Template(t, self) for t in data["common"][style][role]] for role in ("opening", "closing")}
            for style in STYLES
        }
        self.topics = {name: Topic(name, topic, self) for name, topic in data["topics"].items()}

    def held_out(self, topic, slots):
        """Whether this combination of topic and slot values is kept from training."""
        key = "|".join([topic.name, *(slots[s] for s in topic.slots)])
        return hashlib.sha256(key.encode()).digest()[0] < 256 * self.mixture["heldOutShare"]

    def draw_request(self, rng, held_out=False):
        """(topic, slots, prompt)"""
        topic = rng.choice(list(self.topics.values()))
        while True:
            slots = {s: rng.choice(self.slots[s]) for s in topic.slots}
            if self.held_out(topic, slots) == held_out:
                return topic, slots, rng.choice(topic.requests).draw(rng, slots)

    def draw_length(self, rng):
        sizes = self.mixture["sentences"]
        return int(rng.choices(list(sizes), list(sizes.values()))[0])

    def draw_styles(self, rng):
        first = self.mixture["firstStyle"]
        n = self.draw_length(rng)
        styles = rng.choices(STYLES, [first[s] for s in STYLES])
        while len(styles) < n:
            if rng.random() < self.mixture["stickiness"]:
                styles.append(styles[-1])
            else:
                others = [s for s in STYLES if s != styles[-1]]
                styles += rng.choices(others, [first[s] for s in others])
        return styles

    def draw_sentences(self, rng, topic, slots, styles=None):
        """An answer as a list of sentences: an opening, bodies without repetition, often a general closing."""
        styles = styles or self.draw_styles(rng)
        last = len(styles) - 1
        general_start = rng.random() < self.mixture["commonOpening"]
        general_end = rng.random() < self.mixture["commonClosing"] and not (general_start and last < 2)
        used, sentences = set(), []
        for i, style in enumerate(styles):
            if i == 0:
                pool = (self.common if general_start else topic.sentences)[style]["opening"]
            elif i == last and general_end:
                pool = self.common[style]["closing"]
            else:
                pool = topic.sentences[style]["body"]
            template = rng.choice([t for t in pool if t not in used] or pool)
            used.add(template)
            sentences.append(template.draw(rng, slots))
        return sentences
