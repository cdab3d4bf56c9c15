#!/usr/bin/env python3
"""What transformers answers to the questions of LangChain4j's contract suites, for docs/contracts.md.

    pip install torch transformers
    python contract_reference.py MODEL_FOLDER

Greedy, in float32, each conversation written by the model's own chat template; with tools, by the one that cards4j has for
SmolLM2, after its model card. A line for each case: its name, whether the answer has what the case asks for, and the answer.
"""

import json
import re
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

GERMANY = "What is the capital of Germany?"
CITY = {"city": "Berlin"}
SUNNY = {"weather": "sunny"}


def has(text):
    return lambda answer: text.lower() in answer.lower()


def is_json(expected):
    def passes(answer):
        try:
            return json.loads(answer) == expected
        except ValueError:
            return False

    return passes


# As cards4j passes them.
def tool(name, properties, required=None):
    schema = {"type": "object", "properties": {key: {"type": kind} for key, kind in properties.items()}}
    if required:
        schema["required"] = required
    return {"type": "function", "function": {"name": name, "description": "", "parameters": schema}}


WEATHER = tool("getWeather", {"city": "string"})
TIME = tool("getTime", {"country": "string"})
NOW = tool("get_current_time", {})
ADD = tool("add_two_numbers", {"a": "integer", "b": "integer"})
TODAY = tool("currentDate", {})
MUNICH = ("getWeather", {"city": "Munich"})


def calls(*expected):
    """Whether the answer calls these tools with these arguments, and no others, in SmolLM2's form."""

    def passes(answer):
        found = re.search(r"<tool_call>(.*?)</tool_call>", answer, re.DOTALL)
        try:
            made = json.loads(found.group(1)) if found else []
        except ValueError:
            return False
        return [(call.get("name"), call.get("arguments")) for call in made] == list(expected)

    return passes


TOOL_USE = (
    Path(__file__).resolve().parents[4]
    / "cards-core/src/main/resources/io/github/cards4j/template/smollm2-tool-use.jinja"
)

# The weather was asked for, and told.
TOLD = [
    ("user", "What is the weather in Munich?"),
    {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": MUNICH[0], "arguments": MUNICH[1]}}]},
    {"role": "tool", "content": "sunny"},
]

# name, messages as (role, text) or as the template takes them, what the answer must have, tools
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
        is_json(CITY),
    ),
    ("should_respect_JSON_response_format_with_schema", [("user", GERMANY)], is_json(CITY)),
    ("should_cancel_streaming", [("user", "Tell me a long story about animals")], has(" ")),
    ("should_execute_a_tool_then_answer", [("user", "What is the weather in Munich?")], calls(MUNICH), [WEATHER]),
    (
        "should_execute_a_tool_then_answer_respecting_JSON_response_format_with_schema",
        TOLD,
        is_json(SUNNY),
        [WEATHER],
    ),
    (
        "should_execute_a_tool_without_arguments_then_answer",
        [("user", "What is the time now? Use the get_current_time tool.")],
        calls(("get_current_time", {})),
        [NOW],
    ),
    (
        "should_execute_multiple_tools_in_parallel_then_answer",
        [("user", "What is the weather in Munich and time in France? Call tools simultaneously (in parallel)")],
        calls(MUNICH, ("getTime", {"country": "France"})),
        [WEATHER, TIME],
    ),
    ("should_force_LLM_to_execute_any_tool", [("user", "I live in Munich")], calls(MUNICH), [WEATHER, ADD]),
    ("should_force_LLM_to_execute_specific_tool", [("user", "I live in Munich")], calls(MUNICH), [WEATHER]),
    (
        "should_execute_tool_then_return_structured_output",
        [("user", "What is the weather in Munich? Use 'getWeather' tool")],
        calls(("getWeather", {"arg0": "Munich"})),
        [tool("getWeather", {"arg0": "string"}, ["arg0"])],
    ),
    ("should_execute_tool_without_arguments", [("user", "What is the date today?")], calls(("currentDate", {})), [TODAY]),
]


@torch.inference_mode()
def main():
    folder = sys.argv[1]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    for name, messages, passes, *tools in CASES:
        conversation = [m if isinstance(m, dict) else {"role": m[0], "content": m[1]} for m in messages]
        options = {"tools": tools[0], "chat_template": TOOL_USE.read_text()} if tools else {}
        ids = tokenizer.apply_chat_template(
            conversation,
            add_generation_prompt=True,
            return_tensors="pt",
            **options,
        )
        out = model.generate(ids, do_sample=False, max_new_tokens=128)
        answer = tokenizer.decode(out[0, ids.shape[1]:], skip_special_tokens=True)
        print(name, "passes" if passes(answer) else "FAILS", json.dumps(answer, ensure_ascii=False), sep="\t")


if __name__ == "__main__":
    main()
