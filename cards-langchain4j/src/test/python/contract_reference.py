#!/usr/bin/env python3
"""What transformers answers to the questions of LangChain4j's contract suites, for docs/contracts.md.

    pip install torch transformers
    python contract_reference.py MODEL_FOLDER

Greedy, in float32, each conversation written by the model's own chat template. A line for each case: its name, whether the
answer has what the case asks for, and the answer.
"""

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

GERMANY = "What is the capital of Germany?"
CITY = {"city": "Berlin"}


def has(text):
    return lambda answer: text.lower() in answer.lower()


def is_city(answer):
    try:
        return json.loads(answer) == CITY
    except ValueError:
        return False


# name, messages as (role, text), what the answer must have
CASES = [
    ("should_respect_user_message", [("user", GERMANY)], has("Berlin")),
    (
        "should_respect_system_message",
        [("system", "Translate messages from user into German"), ("user", "Translate: 'I love you'")],
        has("liebe"),
    ),
    (
        "should_respect_multiple_messages",
        [
            ("user", "Hi, my favorite color is green"),
            ("assistant", "Hi, nice to meet you"),
            ("user", "What is my favorite color?"),
        ],
        has("green"),
    ),
    ("should_respect_stopSequences", [("user", "Say 'Hello World'")], has("Hello")),
    (
        "should_respect_JSON_response_format",
        [("user", GERMANY + " Answer with a JSON object containing a single 'city' field")],
        is_city,
    ),
    ("should_respect_JSON_response_format_with_schema", [("user", GERMANY)], is_city),
    ("should_cancel_streaming", [("user", "Tell me a long story about animals")], has(" ")),
]


@torch.inference_mode()
def main():
    folder = sys.argv[1]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    for name, messages, passes in CASES:
        ids = tokenizer.apply_chat_template(
            [{"role": role, "content": text} for role, text in messages],
            add_generation_prompt=True,
            return_tensors="pt",
        )
        out = model.generate(ids, do_sample=False, max_new_tokens=128)
        answer = tokenizer.decode(out[0, ids.shape[1]:], skip_special_tokens=True)
        print(name, "passes" if passes(answer) else "FAILS", json.dumps(answer, ensure_ascii=False), sep="\t")


if __name__ == "__main__":
    main()
