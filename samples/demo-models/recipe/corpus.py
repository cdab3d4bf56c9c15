"""Draws the corpus, the held-out requests and the requests for calibration from the grammar."""

import json
import random

from recipe.settings import BUILD, CALIBRATION, CORPUS, DAYS, DAYS_TRIES, FACTS, FACTS_TRIES, HELD_OUT, RESOURCES, SEED


def write(grammar):
    BUILD.mkdir(parents=True, exist_ok=True)
    conversations("corpus.jsonl", grammar, random.Random(SEED), CORPUS)
    conversations("facts.jsonl", grammar, random.Random(SEED + 9), FACTS, FACTS_TRIES)
    conversations("days.jsonl", grammar, random.Random(SEED + 10), DAYS, DAYS_TRIES, ["day"])
    requests("held-out.jsonl", grammar, random.Random(SEED + 1), HELD_OUT, held_out=True)
    requests("calibration.jsonl", grammar, random.Random(SEED + 2), CALIBRATION, held_out=False)


def conversations(name, grammar, rng, count, tries=1, facts=None):
    """With several tries, the answers name as many facts (of these slots, or of all) as can be."""
    with open(BUILD / name, "w", encoding="utf-8") as out:
        while count > 0:
            topic, slots, prompt = grammar.draw_request(rng)
            if facts and not set(facts) <= set(topic.slots):
                continue
            count -= 1
            answer = " ".join(grammar.draw_sentences(rng, topic, slots, tries=tries, facts=facts))
            out.write(json.dumps({"prompt": prompt, "answer": answer}) + "\n")


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
