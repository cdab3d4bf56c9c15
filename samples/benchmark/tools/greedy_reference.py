#!/usr/bin/env python3
"""The greedy answers of transformers, for `Greedy` (Java) to be compared with; docs/families.md shows both commands.

    pip install torch transformers
    python greedy_reference.py MODEL_FOLDER PROMPTS.jsonl OUTPUT.jsonl [--limit 20] [--tokens 64]

In float32, with the "eager" attention. Each prompt is written by the model's chat template, or, if it has none, stands
behind the token that begins a text. A line of the output has `text` (the prompt as written), `ids` (its tokens), `tokens`
(the most likely next token, again and again, ends of answers included), and for each of these `logit`, and the `second`
most likely token with its `secondLogit`.
"""

import argparse
import json
import pathlib

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.inference_mode()
def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32, attn_implementation="eager").eval()
    prompts = [json.loads(line)["prompt"] for line in args.prompts.read_text().splitlines() if line.strip()]
    with args.output.open("w") as out:
        for prompt in prompts[: args.limit]:
            text = written(tokenizer, prompt)
            ids = tokenizer(text, add_special_tokens=False)["input_ids"]
            entry = {"text": text, "ids": ids, **greedy(model, ids, args.tokens)}
            out.write(json.dumps(entry, ensure_ascii=False) + "\n")
            print(repr(tokenizer.decode(entry["tokens"]))[:150], flush=True)


def written(tokenizer, prompt):
    if tokenizer.chat_template is None:
        return (tokenizer.bos_token or "") + prompt
    return tokenizer.apply_chat_template(
        [{"role": "user", "content": prompt}], add_generation_prompt=True, tokenize=False)


def greedy(model, ids, length):
    found = {"tokens": [], "logit": [], "second": [], "secondLogit": []}
    cache, unread = None, torch.tensor([ids])
    for _ in range(length):
        out = model(unread, past_key_values=cache, use_cache=True)
        cache = out.past_key_values
        values, tokens = out.logits[0, -1].topk(2)
        found["tokens"].append(int(tokens[0]))
        found["second"].append(int(tokens[1]))
        found["logit"].append(float(values[0]))
        found["secondLogit"].append(float(values[1]))
        unread = tokens[:1].reshape(1, 1)
    return found


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("prompts", type=pathlib.Path, help='JSON lines with a "prompt" each')
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=20, help="only the first prompts")
    parser.add_argument("--tokens", type=int, default=64, help="new tokens for each prompt")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
