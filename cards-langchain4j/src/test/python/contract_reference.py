#!/usr/bin/env python3
"""What transformers answers to the questions of LangChain4j's contract suites, for docs/contracts.md.

    pip install torch transformers
    python contract_reference.py MODEL_FOLDER [EXCHANGES]

Greedy, in float32, each conversation written by the model's own chat template; with tools, by the one that cards4j has for
SmolLM2, after its model card. A line for each case: its name, whether the answer has what the case asks for, and the answer.

EXCHANGES is the file that the suites over a real model leave behind (cards-langchain4j/target/contract-exchanges.jsonl): what
was asked and answered in the cases that are excused. Each is asked here too: "same" if the answer is the same text or the same
calls; else, where cards4j held the answer to a JSON schema, whether what the case expects stands anywhere in it. If it does, only
prose was better: the answer is asked for once more, beginning as cards4j's does up to its first value, and that value counts.
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


KLAUS = {"name": "Klaus", "age": 37, "height": 1.78, "married": False}
FRANNY = {"name": "Franny", "age": 35, "height": 1.65, "married": True}
REX = {"type": "Dog", "name": "Rex", "breed": "Labrador"}
BORN = {"year": 1976, "month": 8, "day": 12}
AT = {"hour": 14, "minute": 43, "second": 0, "nano": 0}


def sum_of(left, right):
    return {"type": "Addition", "left": left, "right": right}


ONE, TWO, THREE = ({"type": "Constant", "value": value} for value in (1, 2, 3))

# What the suite for JSON schemas expects, by a part of its question; the first that fits. The value alone is as good as
# the object that LangChain4j wraps it into.
JSON_CASES = [
    ("Staniel is 33", [["SINGLE", "MARRIED", "MARRIED"]]),
    ("Franny is 35", [2, [KLAUS, FRANNY], ["Klaus", "Franny"]]),
    ("37 years old, 1.78m height and single.", ["SINGLE"]),
    ("37 years old, 1.78m height and single", [KLAUS]),
    ("Text: 'Klaus'", [{"name": "Klaus"}]),
    (
        "delivery to Langley Falls",
        [{"name": "Klaus", "shippingAddress": {"city": "Langley Falls"}, "billingAddress": {"city": "New York"}}],
    ),
    ("Klaus is single", [{"name": "Klaus", "maritalStatus": "SINGLE"}]),
    ("orange and green", [{"name": "Klaus", "favouriteColors": ["orange", "green"]}]),
    ("Peanut and Muffin", [{"name": "Klaus", "pets": [{"name": "Peanut"}, {"name": "Muffin"}]}]),
    ("groups A and C", [{"name": "Klaus", "groups": ["A", "C"]}]),
    (
        "born at 14:43",
        [{"name": "Klaus", "birthDate": BORN, "birthTime": AT, "birthDateTime": {"date": BORN, "time": AT}}],
    ),
    ("Klaus and Francine", [[{"name": "Klaus"}, {"name": "Francine"}]]),
    ("following text: Klaus", [{"name": "Klaus"}]),
    (
        "Steve and Hayley",
        [{"name": "Francine", "children": [{"name": "Steve", "children": []}, {"name": "Hayley", "children": []}]}],
    ),
    ("567b229a", [{"id": "567b229a-6b0a-4f1e-9006-448cd9dfbfda", "name": "Klaus"}]),
    ("a 37-year-old man", [True]),
    ("-0.5", [-0.5]),
    ("Paris experienced rainy", [["SUNNY", "WINDY", "RAINY", "CLOUDY"]]),
    ("Rex is a Labrador dog", [REX]),
    ("Whiskers is an indoor cat", [[REX, {"type": "Cat", "name": "Whiskers", "indoor": True}]]),
    ("Alice owns a Labrador", [{"name": "Alice", "pet": REX}]),
    ("1+2+3", [sum_of(sum_of(ONE, TWO), THREE)]),
    (GERMANY, [CITY]),
    ("weather in Munich", [SUNNY]),
]


def json_values(answer):
    """Every JSON value in a text, and in fences; the text itself, if it is one."""
    decoder = json.JSONDecoder()
    for at in range(len(answer)):
        if at == 0 or answer[at] in '{["' or not answer[at - 1].isalnum():
            try:
                yield decoder.raw_decode(answer, at)[0]
            except ValueError:
                pass


def equal(found, expected):
    """True and 1 are not the same in JSON."""
    return json.dumps(found, sort_keys=True) == json.dumps(expected, sort_keys=True)


def has_expected(conversation, answer):
    question = " ".join(m["content"] for m in conversation if m["role"] == "user")
    expected = next((values for part, values in JSON_CASES if part in question), None)
    if expected is None:
        raise SystemExit(f"no expectation for {question!r}: add one to JSON_CASES")
    return any(
        equal(found, value) or equal(found, {"value": value}) or equal(found, {"values": value})
        for found in json_values(answer)
        for value in expected
    )


def calls_in(answer):
    """Calls in SmolLM2's form, and the text besides; None if there is a call that cannot be read."""
    found = re.search(r"<tool_call>(.*?)(</tool_call>|$)", answer, re.DOTALL)
    if not found:
        return [], answer
    try:
        made = json.loads(found.group(1))
        return [(call["name"], call["arguments"]) for call in made], answer.replace(found.group(0), "")
    except (ValueError, TypeError, KeyError):
        return None


class Reference:
    def __init__(self, folder):
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

    @torch.inference_mode()
    def answer(self, conversation, tools, most, beginning=""):
        options = {"tools": tools, "chat_template": TOOL_USE.read_text()} if tools else {}
        prompt = self.tokenizer.apply_chat_template(conversation, add_generation_prompt=True, tokenize=False, **options)
        ids = self.tokenizer(prompt + beginning, add_special_tokens=False, return_tensors="pt").input_ids
        out = self.model.generate(ids, do_sample=False, max_new_tokens=most)
        return self.tokenizer.decode(out[0, ids.shape[1] :], skip_special_tokens=True)


def compared(reference, exchange, answer):
    if exchange["constrained"]:
        beginning = re.match(r'\s*\{\s*"[^"]*"\s*:\s*', exchange["answer"])
        if not has_expected(exchange["messages"], answer):
            return "FAILS"
        if beginning is None:
            return "passes"
        more = reference.answer(exchange["messages"], exchange["tools"], 64, beginning.group(0))
        value = more.strip().split(",")[0].split("}")[0]
        return f"passes in prose; {beginning.group(0)!r} goes on with {value!r}: " + (
            "passes" if has_expected(exchange["messages"], value) else "FAILS"
        )
    made = calls_in(answer)
    expected = [(call["function"]["name"], call["function"]["arguments"]) for call in exchange["tool_calls"]]
    return "same" if made == (expected, exchange["answer"]) or answer == exchange["answer"] else "another"


def main():
    reference = Reference(sys.argv[1])
    if len(sys.argv) > 2:
        for line in Path(sys.argv[2]).read_text().splitlines():
            exchange = json.loads(line)
            answer = reference.answer(exchange["messages"], exchange["tools"], 256)
            print(exchange["case"], compared(reference, exchange, answer), json.dumps(answer, ensure_ascii=False), sep="\t")
        return
    for name, messages, passes, *tools in CASES:
        conversation = [m if isinstance(m, dict) else {"role": m[0], "content": m[1]} for m in messages]
        answer = reference.answer(conversation, tools[0] if tools else [], 128)
        print(name, "passes" if passes(answer) else "FAILS", json.dumps(answer, ensure_ascii=False), sep="\t")


if __name__ == "__main__":
    main()
