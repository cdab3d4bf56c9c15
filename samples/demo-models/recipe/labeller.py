"""Tells good answers from bad ones by the grammar. The Java class ShopLabeller is the same thing; a golden file ties them."""

from recipe.grammar import STYLES

FOREIGN = "off-request"  # derivable, but for another request
UNKNOWN = "underivable"


def trim(text):
    """Without control characters and spaces at both ends, as Java's String.trim."""
    return text.strip("".join(map(chr, range(33))))


def split(answer):
    """Sentences, and what is left over after the last full stop."""
    sentences, start = [], 0
    for i, c in enumerate(answer):
        if c in ".!?" and (i + 1 == len(answer) or answer[i + 1] == " "):
            sentences.append(answer[start : i + 1])
            start = i + 2
    return sentences, answer[start:]


class Labeller:
    def __init__(self, grammar):
        self.grammar = grammar

    def understand(self, prompt):
        """(topic, slots) of a request, or None if it is none of the grammar's."""
        for topic in self.grammar.topics.values():
            for request in topic.requests:
                for slots in request.match(trim(prompt), {}):
                    return topic, slots
        return None

    def style(self, sentence, topic, slots):
        """(style, whether the sentence belongs to this topic alone)"""
        for style in STYLES:
            if any(t.match(sentence, slots) for t in topic.all(style)):
                return style, True
        for style in STYLES:
            for role in self.grammar.common[style].values():
                if any(t.match(sentence, slots) for t in role):
                    return style, False
        for other in self.grammar.topics.values():
            for style in STYLES:
                if any(t.match(sentence, {}) for t in other.all(style)):
                    return FOREIGN, False
        return UNKNOWN, False

    def courteous(self, sentence, topic, slots):
        """The same as whether its style is courteous, sooner."""
        pools = [topic.all(STYLES[0]), *self.grammar.common[STYLES[0]].values()]
        return any(template.match(sentence, slots) for pool in pools for template in pool)

    def label(self, prompt, answer):
        """{'good', 'styles', 'reasons'}: reasons in the order of their names, each once."""
        understood = self.understand(prompt)
        if understood is None:
            raise ValueError(f"not a request of the grammar: {prompt!r}")
        return self.label_parsed(*understood, answer)

    def label_parsed(self, topic, slots, answer):
        sentences, rest = split(trim(answer))
        labels = [self.style(s, topic, slots) for s in sentences]
        reasons = {style for style, _ in labels if style != "courteous"}
        if not sentences and not rest:
            reasons.add("empty")
        if rest:
            reasons.add("unfinished")
        if sentences and not any(own for _, own in labels):
            reasons.add(FOREIGN)
        return {"good": not reasons, "styles": [style for style, _ in labels], "reasons": sorted(reasons)}
