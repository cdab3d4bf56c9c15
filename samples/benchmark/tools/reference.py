#!/usr/bin/env python3
"""CARDS the way a Python user would write it with transformers: what the Java library is measured against.

    pip install torch transformers
    python reference.py --llm DIR --reward DIR --prompts FILE --options-of BENCHMARK.json [--json FILE]

The same law as the library's (arXiv 2406.16306: propose a segment until the model is uncertain, score, accept with
probability min(1, exp((r - threshold)/beta)), at most 20 rejections and then the best), with scaled_dot_product_attention
and the same number of threads. One candidate at a time; a key/value cache lives as long as a candidate; the reward
model reads conversation and answer anew for every candidate. `python-plain` is transformers' own generate().

Prompt file, options and output have the form that the Java benchmark has; --options-of takes every option from the
JSON that it wrote. Random numbers differ, so answers do.
"""

import argparse
import json
import math
import pathlib
import platform
import resource
import statistics
import time

import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer
from transformers.generation.streamers import BaseStreamer

DEFAULTS = {"temperature": 0.7, "topK": 40, "topP": 1.0, "maxNewTokens": 128, "chatFormat": "auto"}
ALIGNMENT = {"rewardWeight": 0.5, "minSegmentTokens": 4, "maxSegmentTokens": 64, "maxAttempts": 21}
REQUIRED = ["targetReward", "rewardTemperature", "uncertaintyThreshold"]


def main():
    args = arguments()
    options = read_options(args)
    torch.set_num_threads(args.threads)
    dtype = getattr(torch, args.dtype)
    tokenizer = AutoTokenizer.from_pretrained(args.llm)
    reward_tokenizer = AutoTokenizer.from_pretrained(args.reward)
    llm = AutoModelForCausalLM.from_pretrained(args.llm, dtype=dtype, attn_implementation="sdpa").eval()
    reward = AutoModelForSequenceClassification.from_pretrained(
        args.reward, dtype=dtype, attn_implementation="sdpa", num_labels=1).eval()
    law = Law(llm, tokenizer, reward, reward_tokenizer, options)
    prompts = [json.loads(line)["prompt"] for line in args.prompts.read_text().splitlines() if line.strip()]
    prompts = prompts[: args.limit]
    methods = args.methods.split(",")
    for method in methods:
        law.answer(method, prompts[0], max_new_tokens=8)  # warm-up
    answers = {(method, seed): [] for method in methods for seed in args.seeds}
    for seed in args.seeds:
        for i, prompt in enumerate(prompts):
            for method in methods:
                torch.manual_seed(seed * 1_000_003 + i)
                answers[method, seed].append(law.answer(method, prompt, options["maxNewTokens"]))
            print(f"seed {seed}, prompt {i + 1} of {len(prompts)}", flush=True)
    runs = [run(method, seed, found) for (method, seed), found in answers.items()]
    for one in runs:
        print(f"{one['method']:14} seed {one['seed']}  reward {one['meanReward']:.3f}"
              f"  ms a token {one['millisPerAcceptedToken']:.1f}  seconds {one['seconds']:.1f}")
    if args.json:
        args.json.write_text(json.dumps(document(args, options, runs), indent=2, ensure_ascii=False) + "\n")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llm", type=pathlib.Path, required=True)
    parser.add_argument("--reward", type=pathlib.Path, required=True)
    parser.add_argument("--prompts", type=pathlib.Path, required=True)
    parser.add_argument("--methods", default="python-plain,python-cards")
    parser.add_argument("--options-of", type=pathlib.Path, help="JSON of the Java benchmark")
    for name in REQUIRED:
        parser.add_argument(f"--{hyphens(name)}", type=float, dest=name)
    parser.add_argument("--ramp", type=int)
    parser.add_argument("--max-new-tokens", type=int, dest="maxNewTokens")
    parser.add_argument("--seeds", type=lambda text: [int(seed) for seed in text.split(",")], default=[1])
    parser.add_argument("--dtype", choices=["bfloat16", "float32"], default="bfloat16")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="only the first prompts")
    parser.add_argument("--json", type=pathlib.Path)
    return parser.parse_args()


def hyphens(name):
    return "".join("-" + c.lower() if c.isupper() else c for c in name)


def read_options(args):
    """From the command line, else from the benchmark's JSON, else the defaults."""
    given = {name: value for name, value in vars(args).items() if value is not None}
    of = json.loads(args.options_of.read_text())["options"] if args.options_of else {}
    options = {name: given.get(name, of.get(name, value)) for name, value in DEFAULTS.items()}
    alignment = of.get("alignment") or {}
    for name in [*ALIGNMENT, *REQUIRED, "ramp"]:
        options[name] = given.get(name, alignment.get(name, ALIGNMENT.get(name)))
    options["ramp"] = options["ramp"] or options["maxNewTokens"]
    missing = [name for name in REQUIRED if options[name] is None]
    if missing and "python-cards" in args.methods:
        raise SystemExit(f"missing: {', '.join('--' + hyphens(name) for name in missing)}; or name --options-of")
    return options


def chat(chat_format, tokenizer, prompt, answer=None):
    """The model's own chat template, or a built-in one of the library; an answer is written as if it ended there."""
    if chat_format == "auto":
        messages = [{"role": "user", "content": prompt}]
        if answer is not None:
            messages.append({"role": "assistant", "content": answer})
        return tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=answer is None)
    if chat_format == "chatml":
        head = f"<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"
        return head if answer is None else head + answer + "<|im_end|>\n"
    head = f"User: {prompt}\n\nAssistant:"
    return head if answer is None else head + answer + "\n\n"


class Law:
    def __init__(self, llm, tokenizer, reward, reward_tokenizer, options):
        self.llm, self.tokenizer, self.options = llm, tokenizer, options
        self.reward, self.reward_tokenizer = reward, reward_tokenizer
        ends = llm.generation_config.eos_token_id
        self.ends = set(ends if isinstance(ends, list) else [ends])

    @torch.inference_mode()
    def answer(self, method, prompt, max_new_tokens):
        """One answer, timed, and scored outside the time where the method itself does not score."""
        self.counts = dict.fromkeys(
            ["tokensProposed", "llmForwardPasses", "rewardForwardPasses", "rewardTokensRead", "exhaustedSegments"], 0)
        self.start = time.perf_counter()
        self.first = None
        method = {"python-plain": self.plain, "python-cards": self.cards}[method]
        tokens = method(prompt, max_new_tokens)
        seconds = time.perf_counter() - self.start
        text = self.text(tokens)
        counts = dict(self.counts)
        return {"prompt": prompt, "text": text, "reward": self.score(prompt, text), "tokensAccepted": len(tokens),
                "seconds": seconds, "millisToFirstSegment": 1000 * (self.first or seconds), **counts}

    def plain(self, prompt, max_new_tokens):
        ids = self.encode(prompt)
        law = self

        class First(BaseStreamer):
            def put(self, value):
                if law.first is None and value.numel() == 1:  # the prompt comes first
                    law.first = time.perf_counter() - law.start

            def end(self):
                pass

        out = self.llm.generate(
            ids, attention_mask=torch.ones_like(ids), do_sample=True, temperature=self.options["temperature"],
            top_k=self.options["topK"], top_p=self.options["topP"], max_new_tokens=max_new_tokens, streamer=First())
        tokens = out[0, ids.shape[1]:].tolist()
        self.counts["tokensProposed"] += len(tokens)
        self.counts["llmForwardPasses"] += len(tokens)
        return tokens

    def cards(self, prompt, max_new_tokens):
        o = self.options
        ids = self.encode(prompt)
        target = o["targetReward"]
        begin = (1 - o["rewardWeight"]) * self.score(prompt, "") + o["rewardWeight"] * target
        accepted, ended = [], False
        while not ended:
            tried = []
            for attempt in range(1, o["maxAttempts"] + 1):
                candidate, end = self.propose(ids, accepted, max_new_tokens)
                whole = accepted + candidate
                r = self.score(prompt, self.text(whole))
                threshold = min(target, begin + min(len(whole), o["ramp"]) * (target - begin) / o["ramp"])
                tried.append((r, whole, end))
                last = attempt == o["maxAttempts"]
                if not last and r >= threshold + o["rewardTemperature"] * math.log(1 - torch.rand(()).item()):
                    break
                if last:
                    self.counts["exhaustedSegments"] += 1
                    tried[-1] = max(tried, key=lambda one: one[0])
            _, accepted, ended = tried[-1]
            self.first = self.first or time.perf_counter() - self.start
        return accepted

    def propose(self, ids, accepted, max_new_tokens):
        """One candidate segment and whether it ends the answer; the cache is built anew."""
        o = self.options
        inputs = torch.cat([ids, torch.tensor([accepted], dtype=ids.dtype)], dim=1)
        cache, candidate = None, []
        while True:
            out = self.llm(inputs, past_key_values=cache, use_cache=True, logits_to_keep=1)
            self.counts["llmForwardPasses"] += 1
            cache, logits = out.past_key_values, out.logits[0, -1].float()
            if len(candidate) >= o["minSegmentTokens"]:
                entropy = torch.distributions.Categorical(logits=logits).entropy().item()
                if entropy >= o["uncertaintyThreshold"]:
                    return candidate, False
            token = self.sample(logits)
            candidate.append(token)
            self.counts["tokensProposed"] += 1
            if token in self.ends or len(accepted) + len(candidate) >= max_new_tokens:
                return candidate, True
            if len(candidate) >= o["maxSegmentTokens"]:
                return candidate, False
            inputs = torch.tensor([[token]])

    def sample(self, logits):
        o = self.options
        if o["temperature"] == 0:
            return int(logits.argmax())
        k = o["topK"] or logits.numel()
        top, index = (logits / o["temperature"]).topk(k)
        probability = top.softmax(-1)
        before = probability.cumsum(-1) - probability
        probability[before >= o["topP"]] = 0
        return int(index[torch.multinomial(probability, 1)])

    def score(self, prompt, answer):
        ids = self.reward_tokenizer(
            chat(self.options["chatFormat"], self.reward_tokenizer, prompt, answer),
            return_tensors="pt", add_special_tokens=False).input_ids
        self.counts["rewardForwardPasses"] += 1
        self.counts["rewardTokensRead"] += ids.shape[1]
        hidden = self.reward.base_model(ids, use_cache=False).last_hidden_state[0, -1]
        return self.reward.score(hidden).float().item()

    def encode(self, prompt):
        text = chat(self.options["chatFormat"], self.tokenizer, prompt)
        return self.tokenizer(text, return_tensors="pt", add_special_tokens=False).input_ids

    def text(self, tokens):
        return self.tokenizer.decode(tokens, skip_special_tokens=True)


def run(method, seed, answers):
    def total(name):
        return sum(answer[name] for answer in answers)

    return {
        "method": method,
        "seed": seed,
        "prompts": len(answers),
        "meanReward": statistics.fmean(answer["reward"] for answer in answers),
        "badShare": None,
        **{name: total(name) for name in ["tokensProposed", "tokensAccepted", "llmForwardPasses",
                                          "rewardForwardPasses", "rewardTokensRead", "exhaustedSegments"]},
        "millisPerAcceptedToken": 1000 * total("seconds") / total("tokensAccepted"),
        "medianMillisToFirstSegment": statistics.median(answer["millisToFirstSegment"] for answer in answers),
        "seconds": total("seconds"),
        "peakResidentMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "answers": answers,
    }


def document(args, options, runs):
    machine = {"system": platform.platform(), "processors": args.threads, "torch": torch.__version__}
    models = {"llm": args.llm.name, "reward": args.reward.name, "dtype": args.dtype}
    return {"machine": machine, "models": models, "options": options, "runs": runs}


if __name__ == "__main__":
    main()
