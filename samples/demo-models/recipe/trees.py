"""Several answers to one request in one row: the request is read once, and no answer sees another."""

import dataclasses

import torch

from recipe import chat


@dataclasses.dataclass(frozen=True)
class Tree:
    prompt: list  # token ids
    branches: list  # of token ids, each behind the prompt

    def __len__(self):
        return len(self.prompt) + sum(map(len, self.branches))


def encode(tokenizer, prompt, answers, end):
    """The chat opened for an answer, and each answer with the text that ends it."""
    head = chat.opened(prompt)
    start = len(tokenizer.encode(head).ids)
    wholes = [e.ids for e in tokenizer.encode_batch([head + answer + end for answer in answers])]
    return Tree(wholes[0][:start], [ids[start:] for ids in wholes])


@dataclasses.dataclass(frozen=True)
class Batch:
    ids: torch.Tensor  # trees × width
    positions: torch.Tensor  # trees × width
    mask: torch.Tensor  # trees × 1 × width × width: what a token sees
    rows: torch.Tensor  # for each answer's token: its tree,
    at: torch.Tensor  # where it stands,
    before: torch.Tensor  # where the token before it stands
    last: torch.Tensor  # for each answer: (tree, where its last token stands)

    def hidden(self, transformer):
        """Hidden states, trees × width × size."""
        out = transformer(
            input_ids=self.ids, position_ids=self.positions, attention_mask=self.mask, use_cache=False
        )
        return out.last_hidden_state


def batch(trees, pad_id):
    width = max(map(len, trees))
    ids, positions, branches, rows, at, before, last = [], [], [], [], [], [], []
    for n, tree in enumerate(trees):
        i, p, b = list(tree.prompt), list(range(len(tree.prompt))), [0] * len(tree.prompt)
        for k, branch in enumerate(tree.branches):
            start = len(i)
            rows += [n] * len(branch)
            at += range(start, start + len(branch))
            before += [len(tree.prompt) - 1, *range(start, start + len(branch) - 1)]
            last.append((n, start + len(branch) - 1))
            i += branch
            p += range(len(tree.prompt), len(tree.prompt) + len(branch))
            b += [k + 1] * len(branch)
        fill = width - len(i)
        ids.append(i + [pad_id] * fill)
        positions.append(p + [0] * fill)
        branches.append(b + [-1] * fill)
    branches = torch.tensor(branches)
    own = branches[:, :, None] == branches[:, None, :]
    seen = (own | (branches == 0)[:, None, :]) & torch.ones(width, width, dtype=torch.bool).tril()
    # An additive mask: a boolean one would be converted in every layer.
    mask = torch.zeros(seen.shape).masked_fill(~seen, float("-inf"))[:, None]
    return Batch(
        torch.tensor(ids),
        torch.tensor(positions),
        mask,
        torch.tensor(rows),
        torch.tensor(at),
        torch.tensor(before),
        torch.tensor(last),
    )
