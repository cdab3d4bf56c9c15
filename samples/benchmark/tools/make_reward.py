#!/usr/bin/env python3
"""Turns a small language model into a reward model of the same size, to measure speed and correctness with.

    python make_reward.py LLM_FOLDER OUTPUT_FOLDER

The reward model is the language model's own body, untouched, with a linear score head. The head is trained with a
Bradley-Terry loss on pairs of whole answers that the language model itself wrote to the same question: once asked for
easy words, once asked for technical terms. So it prefers plain language, a little. That makes it an honest reward for
measurements, one that an answer's beginning says something about; it knows nothing of good or bad answers. Nothing
measured with it is alignment, and it must not be called so.

Everything is seeded. The score is scaled so that plain answers' rewards have a standard deviation of 1.
"""

import argparse
import itertools
import pathlib
import random

import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

TOPICS = """a bicycle;a thunderstorm;a bank loan;the human heart;a compass;bread dough;a lighthouse;a vaccine;the tides;
a battery;an orchestra;a glacier;honey;a telescope;the stock market;a coral reef;a suspension bridge;soap;an earthquake;
a solar panel;photosynthesis;a marathon;a violin;the postal service;a submarine;cheese;a desert;a microwave oven;the moon;
a printing press;an insurance policy;a spider's web;a satellite;a rainforest;wool;a traffic light;an elevator;glass;
a bakery;the immune system;a hot-air balloon;tea;a waterfall;recycling;a camera;a windmill;sleep;a chess game;concrete;
a parliament;a volcano;migrating birds;a mortgage;salt;a jet engine;perfume;a museum;a beehive;ice cream;a river delta"""
FORMS = ["What is {} and why does it matter?", "How would you explain {} in a few sentences?",
         "What should everybody know about {}?", "Tell me how {} came to be what it is today."]
EASY = " Use easy words and short sentences, as if for a young child."
TECHNICAL = " Use precise technical terms, as if for an expert."
# cards4j's chat format "chatml": no system message is added.
CHATML = ("{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}"
          "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
PAIRS, PLAIN, HELD_OUT, TOKENS, BATCH = 104, 40, 24, 64, 36


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("llm", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = AutoTokenizer.from_pretrained(args.llm, padding_side="left")
    tokenizer.chat_template = CHATML
    # On CPUs without bfloat16 arithmetic float32 is several times faster.
    llm = AutoModelForCausalLM.from_pretrained(args.llm, dtype=torch.float32).eval()

    questions = [form.format(topic.strip()) for topic, form in itertools.product(TOPICS.split(";"), FORMS)]
    random.Random(args.seed).shuffle(questions)
    questions = questions[:PAIRS]
    easy = answers(llm, tokenizer, [q + EASY for q in questions])
    technical = answers(llm, tokenizer, [q + TECHNICAL for q in questions])
    plain = answers(llm, tokenizer, questions[:PLAIN])

    whole = features(llm, tokenizer, questions, easy) - features(llm, tokenizer, questions, technical)
    head = train(whole[HELD_OUT:])
    head = head / (features(llm, tokenizer, questions[:PLAIN], plain) @ head).std()
    short = features(llm, tokenizer, questions[:HELD_OUT], [half(a) for a in easy[:HELD_OUT]])
    short = short - features(llm, tokenizer, questions[:HELD_OUT], [half(a) for a in technical[:HELD_OUT]])
    print(f"pair accuracy on {HELD_OUT} held-out pairs: whole {accuracy(whole[:HELD_OUT], head):.2f},"
          f" cut short {accuracy(short, head):.2f}; on training pairs {accuracy(whole[HELD_OUT:], head):.2f}")
    save(args, tokenizer, head)


@torch.inference_mode()
def answers(llm, tokenizer, prompts):
    texts = []
    for start in range(0, len(prompts), BATCH):
        chats = [[{"role": "user", "content": p}] for p in prompts[start:start + BATCH]]
        batch = tokenizer.apply_chat_template(
            chats, add_generation_prompt=True, padding=True, return_tensors="pt", return_dict=True)
        out = llm.generate(**batch, do_sample=True, temperature=0.7, top_k=40, max_new_tokens=TOKENS)
        texts += tokenizer.batch_decode(out[:, batch.input_ids.shape[1]:], skip_special_tokens=True)
        print(f"{len(texts)} of {len(prompts)} answers", flush=True)
    return texts


@torch.inference_mode()
def features(llm, tokenizer, questions, texts):
    """The last hidden state at the end of the closed conversation, where the score head reads. [answers, hidden]"""
    rows = []
    for question, text in zip(questions, texts):
        chat = [{"role": "user", "content": question}, {"role": "assistant", "content": text}]
        tokens = tokenizer.apply_chat_template(chat, return_tensors="pt")
        rows.append(llm.model(tokens, use_cache=False).last_hidden_state[0, -1].float())
    return torch.stack(rows)


def train(differences):
    """Bradley-Terry: the easy answer's score minus the technical one's is a logit. The penalty keeps the head small."""
    scale = differences.std()
    head = torch.zeros(differences.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([head], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        margin = (differences / scale) @ head
        value = torch.nn.functional.softplus(-margin).mean() + 0.02 * head.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return head.detach()


def accuracy(differences, head):
    return (differences @ head > 0).float().mean().item()


def half(text):
    words = text.split(" ")
    return " ".join(words[:(len(words) + 1) // 2])


def save(args, tokenizer, head):
    model = AutoModelForSequenceClassification.from_pretrained(args.llm, num_labels=1, dtype="auto")
    model.score.weight.data.copy_(head[None])
    # transformers scores the last token that is not padding: padding must not be a token that ends a turn.
    model.config.pad_token_id = tokenizer.unk_token_id
    model.save_pretrained(args.output, safe_serialization=True)
    tokenizer.save_pretrained(args.output)


if __name__ == "__main__":
    main()
