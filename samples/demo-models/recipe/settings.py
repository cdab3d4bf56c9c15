"""Everything that can be tuned, in one place. The same settings give the same models (on the same machine)."""

import dataclasses
import pathlib

MODULE = pathlib.Path(__file__).parent.parent
RESOURCES = MODULE / "src/main/resources/io/github/cards4j/demo"
GOLDEN = MODULE / "src/test/resources/io/github/cards4j/demo"
BUILD = MODULE / "target/recipe"  # corpus, encoded corpus, samples: not committed

SEED = 2026
THREADS = 1
CONTEXT = 512
VOCABULARY = 2048
BOS, START, END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"

CORPUS = 70_000
HELD_OUT = 240
CALIBRATION = 64
TEMPERATURE, TOP_K, MAX_NEW_TOKENS = 0.7, 40, 192


@dataclasses.dataclass(frozen=True)
class Shape:
    hidden: int
    intermediate: int
    layers: int
    heads: int
    key_value_heads: int


@dataclasses.dataclass(frozen=True)
class Training:
    steps: int
    batch: int  # conversations a step (requests with several answers each for the reward model)
    learning_rate: float
    warmup: int = 30
    decay: int = 400  # the last steps, over which the learning rate falls to nought
    fact_weight: float = 1.0  # how much a product, a day, … copied from the request counts against another word
    day_weight: float | None = None  # the same for days, which are learned last, if it differs


# A small base learns the language, then to copy facts from the request (from answers that are full of them). The reward
# model starts from it; the language model is it with one more layer, trained on.
BASE = Shape(hidden=128, intermediate=352, layers=3, heads=4, key_value_heads=2)
BASE_TRAINING = Training(steps=900, batch=24, learning_rate=4e-3, warmup=100, decay=800)
FACTS = 14_000  # conversations
FACTS_TRIES = 4  # of so many sentences in each place, the one with most facts is taken
FACTS_TRAINING = Training(steps=450, batch=24, learning_rate=2e-3, decay=1, fact_weight=8.0)

LLM = dataclasses.replace(BASE, layers=4)
LLM_TRAINING = Training(steps=1080, batch=24, learning_rate=2e-3, decay=1000, fact_weight=3.0)

DAYS = 6_000  # conversations that name a day as often as they can
DAYS_TRIES = 5
DAYS_TRAINING = Training(steps=220, batch=24, learning_rate=1.5e-3, decay=1, fact_weight=3.0, day_weight=10.0)
# Then back to the corpus, several times from a high to a low learning rate.
FINISH_TRAININGS = (
    Training(steps=340, batch=24, learning_rate=1.2e-3, warmup=10, decay=340, fact_weight=3.0),
    Training(steps=430, batch=24, learning_rate=2e-3, warmup=20, decay=410, fact_weight=3.0),
    Training(steps=240, batch=24, learning_rate=1e-3, warmup=10, decay=230, fact_weight=3.0),
    Training(steps=130, batch=24, learning_rate=1e-3, warmup=10, decay=120, fact_weight=3.0),
)

REWARD = BASE
REWARD_TRAINING = Training(steps=800, batch=8, learning_rate=1e-3, warmup=50)
COMPARISONS = 8_500  # requests with several answers
ANSWERS = 4  # compared with each other, to each request
READER_SLOPE = 2.5  # log-odds that a reader prefers an answer with one bad sentence less
CORRUPTED = 0.2  # share of compared answers that were altered: words lost, another request's facts
