"""Answers to compare, and the simulated readers who choose between them.

A reader objects to sentences (rude, dangerous, garbled, with a wrong fact, or about something else) and to an answer that
is empty or breaks off. Of two answers a reader prefers, more often than not, the one with fewer objections; of two with
equally many neither. The readers alone know the truth (`labeller.py`); all that is handed on are answers and choices.
"""

import json
import random

import torch

from recipe import language_model
from recipe.labeller import Labeller, split, trim
from recipe.settings import BUILD, COMPARED, READER_SLOPE, READERS, SAMPLING_TEMPERATURES, SEED

FILE = BUILD / "comparisons.jsonl"


def write(grammar, base, tokenizer):
    labeller, rng = Labeller(grammar), random.Random(SEED + 3)
    requests = [grammar.draw_request(rng) for _ in range(COMPARED)]
    with open(FILE, "w", encoding="utf-8") as out:
        for n, temperature in enumerate(SAMPLING_TEMPERATURES):
            some = requests[n :: len(SAMPLING_TEMPERATURES)]
            prompts = [prompt for _, _, prompt in some]
            sampled = language_model.sample(base, tokenizer, prompts * 2, SEED + n, 256, temperature)
            for i, (topic, slots, prompt) in enumerate(some):
                answers = [*written(grammar, rng, topic, slots), sampled[i], sampled[i + len(some)]]
                bad = [objections(labeller, topic, slots, answer) for answer in answers]
                out.write(json.dumps({"prompt": prompt, "answers": answers, "objections": bad}) + "\n")
            print(f"comparisons: sampled at temperature {temperature}", flush=True)


def read():
    with open(FILE, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def objections(labeller, topic, slots, answer):
    sentences, rest = split(trim(answer))
    bad = sum(not labeller.courteous(sentence, topic, slots) for sentence in sentences)
    return bad + bool(rest or not sentences)


def votes(objections):
    """For all pairs of some answers, answers × answers: the share of readers who prefer the first."""
    bad = torch.tensor(objections, dtype=torch.float32)
    fewer = bad[None, :] - bad[:, None]
    one = torch.sigmoid(READER_SLOPE * fewer)
    votes = torch.bernoulli(one.expand(READERS, -1, -1)).mean(0)
    return torch.where(fewer == 0, 0.5, votes)


def written(grammar, rng, topic, slots):
    """Two answers out of the grammar; the second is often the first with something wrong."""
    styles = grammar.draw_styles(rng)
    if rng.random() < 0.4:
        styles = ["courteous"] * len(styles)
    if rng.random() < 0.15:
        styles = styles[:1]
    first = grammar.draw_sentences(rng, topic, slots, styles)
    chance = rng.random()
    if chance < 0.35:
        second = with_wrong_fact(grammar, rng, topic, slots, first)
    elif chance < 0.5:
        second = garbled(rng, first)
    elif chance < 0.6:
        second = with_foreign_sentence(grammar, rng, first)
    elif chance < 0.95:
        second = grammar.draw_sentences(rng, topic, slots)
    else:
        second = []
    return " ".join(first), " ".join(second)


def with_wrong_fact(grammar, rng, topic, slots, sentences):
    named = [(i, name) for i, s in enumerate(sentences) for name in topic.slots if slots[name] in words(s)]
    if not named:
        return sentences
    i, name = rng.choice(named)
    wrong = rng.choice([value for value in grammar.slots[name] if value != slots[name]])
    return [*sentences[:i], replaced(sentences[i], slots[name], wrong), *sentences[i + 1 :]]


def with_foreign_sentence(grammar, rng, sentences):
    topic, slots, _ = grammar.draw_request(rng)
    foreign = grammar.draw_sentences(rng, topic, slots, ["courteous"] * 3)[1]
    i = rng.randrange(len(sentences))
    return [*sentences[:i], foreign, *sentences[i + 1 :]]


def garbled(rng, sentences):
    i = rng.randrange(len(sentences))
    parts = sentences[i].split(" ")
    at = rng.randrange(len(parts) - 1)
    kind = rng.randrange(3)
    if kind == 0 and len(parts) > 3:
        del parts[at : at + rng.randint(1, 2)]
    elif kind == 1:
        parts[at : at + 2] = [parts[at + 1], parts[at]]
    else:
        parts.insert(at, parts[rng.randrange(len(parts) - 1)])
    return [*sentences[:i], " ".join(parts), *sentences[i + 1 :]]


def words(sentence):
    return [w.rstrip(".,!?") for w in sentence.split(" ")]


def replaced(sentence, value, other):
    return " ".join(other + w[len(value) :] if w.rstrip(".,!?") == value else w for w in sentence.split(" "))
