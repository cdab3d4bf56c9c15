"""Draws the corpus, the held-out requests and the requests for calibration from the grammar."""

import json
import random

from recipe.settings import ANSWERS, BUILD, CALIBRATION, HELD_OUT, REQUESTS, RESOURCES, SEED


def write(grammar):
    BUILD.mkdir(parents=True, exist_ok=True)
    conversations("corpus.jsonl", grammar, random.Random(SEED), REQUESTS)
    requests("held-out.jsonl", grammar, random.Random(SEED + 1), HELD_OUT, held_out=True)
    requests("calibration.jsonl", grammar, random.Random(SEED + 2), CALIBRATION, held_out=False)


def conversations(name, grammar, rng, count):
    with open(BUILD / name, "w", encoding="utf-8") as out:
        for _ in range(count):
            topic, slots, prompt = grammar.draw_request(rng)
            answers = [" ".join(grammar.draw_sentences(rng, topic, slots)) for _ in range(ANSWERS)]
            out.write(json.dumps({"prompt": prompt, "answers": answers}) + "\n")


def requests(name, grammar, rng, count, held_out):
    """Requests with no combination of topic and slots twice."""
    seen = set()
    with open(RESOURCES / name, "w", encoding="utf-8") as out:
        while len(seen) < count:
            topic, slots, prompt = grammar.draw_request(rng, held_out)
            key = (topic.name, *slots.values())
            if key not in seen:
                seen.add(key)
                out.write(json.dumps({"prompt": prompt}) + "\n")


def read(name="corpus.jsonl"):
    with open(BUILD / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def prompts(name):
    with open(RESOURCES / name, encoding="utf-8") as lines:
        return [json.loads(line)["prompt"] for line in lines]


if __name__ == "__main__":
    from recipe.grammar import Grammar

    write(Grammar())
